import { randomUUID } from 'node:crypto';
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { getCACertificates } from 'node:tls';
import { rawNumber, type JsonObject } from '../json.ts';
import type { PostedEvent, World } from '../world.ts';
import type { BatchJob, Entered } from './job.ts';
import { spelled, statusNumber, type BusinessEventKind } from './statuses.ts';

const kindOf: Readonly<Record<string, BusinessEventKind>> = {
  Executing: 'started',
  Finished: 'finished',
  Error: 'failed',
  Canceled: 'canceled',
};

/** What the client calls a status. */
const labels: Readonly<Record<string, string>> = { Finished: 'Ended', Cancelling: 'Canceling' };

const UNSET_MS = Date.UTC(1900, 0, 1);
const TIMEOUT_MS = 10_000;
const EVERY_MS = 200;

/**
 * Posts the business events of batch jobs, while the scenario names an endpoint. The members of the body are those of the
 * catalogue's schema (https://learn.microsoft.com/dynamics365/fin-ops-core/dev-itpro/sysadmin/batch-business-events);
 * which values BusinessEventId and JobStatus have is not published.
 *
 * @param own where a path leads that begins with `/`: this simulator, by its own certificate
 * @returns what ends it
 */
export function postBusinessEvents(world: World, own: { port: number; caCertificate: string }): () => void {
  const { scenario, jobs } = world;
  let count = 0;
  /** One after the other, so that they arrive in order. */
  let posting = Promise.resolve();
  const timer = setInterval(() => {
    for (const job of jobs.all()) {
      for (const entered of job.entered.splice(0)) {
        const kind = kindOf[entered.status];
        if (scenario.businessEventsUrl === '' || kind === undefined) continue;
        if (!scenario.businessEvents.includes(kind)) continue;
        count += 1;
        const event = eventOf(world, job, entered, kind, count);
        // An endpoint that cannot be called has returned nothing.
        posting = posting.then(() => post(world, event, own)).catch(() => undefined);
      }
    }
  }, EVERY_MS);
  timer.unref();
  return () => {
    clearInterval(timer);
  };
}

function eventOf(
  { scenario }: World,
  job: BatchJob,
  { status, atMs }: Entered,
  kind: BusinessEventKind,
  controlNumber: number,
): JsonObject {
  const name = spelled(scenario, status);
  const statuses = { name, label: labels[status] ?? name, number: String(statusNumber(status)) };
  return {
    AdminEmailId: 'admin@contoso.com',
    BusinessEventId: scenario.businessEventId.replace('{Event}', `${kind.charAt(0).toUpperCase()}${kind.slice(1)}`),
    BusinessEventLegalEntity: job.company,
    ContextRecordSubject: '',
    ControlNumber: rawNumber(String(5_637_144_576 + controlNumber)),
    EventId: randomUUID().toUpperCase(),
    EventTime: dotNetDate(atMs),
    EventTimeIso8601: new Date(atMs).toISOString(),
    InitiatingUserAADObjectId: '{00000000-0000-0000-0000-000000000000}',
    JobDescription: job.description,
    JobEndUtcDateTime: dotNetDate(kind === 'started' ? UNSET_MS : atMs),
    JobExecutedByEmailId: 'operator@contoso.com',
    JobId: rawNumber(job.recId),
    JobOwnerEmailId: 'operator@contoso.com',
    JobStatus: statuses[scenario.businessEventStatus],
    MajorVersion: 0,
    MinorVersion: 0,
    ParentContextRecordSubjects: null,
  };
}

const dotNetDate = (ms: number): string => `/Date(${ms})/`;

async function post(world: World, body: JsonObject, own: { port: number; caCertificate: string }): Promise<void> {
  const isOwn = world.scenario.businessEventsUrl.startsWith('/');
  const url = new URL(world.scenario.businessEventsUrl, `https://localhost:${own.port}`);
  const posted: PostedEvent = { url: url.href, body, status: 0 };
  world.businessEvents.push(posted);
  const send = url.protocol === 'http:' ? requestHttp : requestHttps;
  const ca = [...getCACertificates('default'), own.caCertificate];
  posted.status = await new Promise((settle) => {
    const options = {
      method: 'POST',
      agent: false,
      timeout: TIMEOUT_MS,
      headers: { 'content-type': 'application/json; charset=utf-8' },
      ...(url.protocol === 'https:' && { ca }),
      ...(isOwn && { host: '127.0.0.1', servername: 'localhost' }),
    };
    const outgoing = send(url, options, (response) => {
      response.resume();
      settle(response.statusCode ?? 0);
    });
    outgoing.once('timeout', () => outgoing.destroy());
    outgoing.once('error', () => {
      settle(0);
    });
    outgoing.end(JSON.stringify(body));
  });
}
