import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import type { BatchJobSpec } from '../../simulator/batch/job.ts';
import { asObject, parseJson, type JsonObject } from '../../simulator/json.ts';
import { useSimulator } from '../harness/simulator.ts';
import { useClient } from './client.ts';

const simulator = useSimulator({ scenario: { batchJobs: [] } });
const client = useClient(simulator);
const RECID = '9007199254740993';
const OWN = '/callback/business-events';
const ALL = ['started', 'finished', 'failed', 'canceled'] as const;

const run = (end: string): BatchJobSpec => ({
  recId: RECID,
  company: 'USMF',
  description: 'Post invoices',
  plan: [{ status: 'Waiting', forMs: 1000 }, { status: 'Executing', forMs: 1000 }, { status: end }],
});

/** Events are posted by themselves, a moment later. */
async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await delay(20);
}

/** What reached the simulator itself, as soon as there are so many. */
async function received(count: number): Promise<JsonObject[]> {
  const posted = () => simulator.requests.filter(({ url }) => url === OWN);
  await until(() => posted().length >= count);
  return posted().map(({ body }) => asObject(parseJson(body)));
}

describe('business events', () => {
  test('a run that ends well: the members of the catalogue, in its forms', async () => {
    Object.assign(simulator.scenario, { businessEventsUrl: OWN, businessEvents: [...ALL] });
    simulator.jobs.add(run('Finished'));
    simulator.clock.advance(2000);
    const [started, finished] = await received(2);
    expect(started).toMatchObject({ BusinessEventId: 'BatchJobStartedBusinessEvent', JobStatus: 'Executing' });
    expect(started).toMatchObject({ JobEndUtcDateTime: '/Date(-2208988800000)/' });
    expect(Object.keys(finished ?? {})).toEqual([
      'AdminEmailId',
      'BusinessEventId',
      'BusinessEventLegalEntity',
      'ContextRecordSubject',
      'ControlNumber',
      'EventId',
      'EventTime',
      'EventTimeIso8601',
      'InitiatingUserAADObjectId',
      'JobDescription',
      'JobEndUtcDateTime',
      'JobExecutedByEmailId',
      'JobId',
      'JobOwnerEmailId',
      'JobStatus',
      'MajorVersion',
      'MinorVersion',
      'ParentContextRecordSubjects',
    ]);
    expect(finished).toMatchObject({
      BusinessEventId: 'BatchJobFinishedBusinessEvent',
      BusinessEventLegalEntity: 'USMF',
      JobDescription: 'Post invoices',
      JobStatus: 'Finished',
      JobEndUtcDateTime: expect.stringMatching(/^\/Date\(\d{13}\)\/$/),
      JobOwnerEmailId: expect.stringContaining('@'),
    });
    expect(simulator.requests.filter(({ url }) => url === OWN)[1]?.body).toContain(`"JobId":${RECID},`);
  });

  test.each([
    ['name', 'Error'],
    ['number', '3'],
  ] as const)('without a choice failures alone, their status as a %s', async (businessEventStatus, JobStatus) => {
    Object.assign(simulator.scenario, { businessEventsUrl: OWN, businessEventStatus, businessEventId: 'Batch{Event}' });
    simulator.jobs.add(run('Finished'));
    simulator.clock.advance(2000);
    simulator.jobs.add({ ...run('Error'), recId: '7' });
    simulator.clock.advance(2000);
    const [failed, ...others] = await received(1);
    expect(failed).toMatchObject({ BusinessEventId: 'BatchFailed', JobStatus, JobId: 7 });
    expect(others).toEqual([]);
  });

  test('a job that is canceled; the label is that of the client', async () => {
    Object.assign(simulator.scenario, {
      ...{ businessEventsUrl: OWN, businessEvents: ['canceled', 'finished'], businessEventStatus: 'label' },
      canceledSpelling: 'Cancelled',
    });
    simulator.jobs.add({ recId: RECID, plan: [{ status: 'Executing' }] });
    simulator.jobs.add({ ...run('Finished'), recId: '7' });
    await client.fno(`/data/BatchJobs(${RECID})`, { Status: 'Cancelling' }, { method: 'PATCH' });
    simulator.clock.advance(2000);
    const events = await received(2);
    expect(events.map(({ JobStatus }) => JobStatus).sort()).toEqual(['Cancelled', 'Ended']);
  });

  test('none without an endpoint, also afterwards', async () => {
    simulator.jobs.add(run('Error'));
    simulator.clock.advance(2000);
    await until(() => simulator.jobs.get(RECID)?.entered.length === 0);
    simulator.scenario.businessEventsUrl = OWN;
    simulator.jobs.add({ ...run('Error'), recId: '7' });
    simulator.clock.advance(2000);
    expect((await received(1)).map(({ JobId }) => JobId)).toEqual([7]);
  });

  test('an endpoint of somebody else, and one that is not there', async () => {
    const bodies: string[] = [];
    const server = createServer((request, response) => {
      void text(request).then((body) => {
        bodies.push(body);
        response.writeHead(202).end();
      });
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/event`;
    simulator.scenario.businessEventsUrl = url;
    simulator.jobs.add(run('Error'));
    simulator.clock.advance(2000);
    await until(() => bodies.length === 1);
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
    simulator.jobs.add({ ...run('Error'), recId: '7' });
    simulator.clock.advance(2000);
    const told = async () => parseJson((await client.send('/_simulator/business-events')).text) as JsonObject[];
    await until(async () => (await told()).length === 2);
    expect((await told()).map(({ url, status }) => [url, status])).toEqual([
      [url, 202],
      [url, 0],
    ]);
  });
});
