import { msBetween, systemClock as clock } from '../../src/clock.ts';
import { Failure, messageOf, Outage } from '../../src/errors.ts';
import { asText } from '../../src/json/narrow.ts';
import type { Ask } from './requests.ts';
import { send, type AskParts } from './send.ts';
import { isFine, objectOf, responseText, type Seen } from './seen.ts';

/** A batch job at one moment. */
export interface JobRow {
  status: string;
  origStart: string;
  end: string;
}

/** What was seen of a job that was started: before, the response, and every change until it ended. */
export interface Run {
  before: JobRow;
  /** Of the environment's clock, when the start was sent. */
  startedAtMs: number;
  response: Seen;
  after: JobRow[];
  /** Why the end of the run was not seen, as a sentence. */
  open: string | undefined;
}

export interface Pace {
  pauseMs: number;
  /** A job that has not moved for so long stays as it is, unless it is executing. */
  quietMs: number;
  longestMs: number;
}

export const PACE: Pace = { pauseMs: 10_000, quietMs: 3 * 60_000, longestMs: 60 * 60_000 };

const ENDED = ['Finished', 'Error', 'NotRun', 'Canceled', 'Cancelled'];

/** Whether the row shows that the run is over. A later EndDateTime is the proof, as a recurring job may wait again. */
export const hasEnded = (before: JobRow, { status, end }: JobRow): boolean =>
  end > before.end && (ENDED.includes(status) || status === 'Waiting');

/**
 * Starts a batch job (SetBatchJobToWaiting) and reads its row until its run has ended, it does not move, or the time is up.
 *
 * @throws Failure if the job is not found, or nobody knows whether the start arrived
 */
export async function watchRun(recId: string, parts: AskParts, pace: Pace): Promise<Run> {
  const { log } = parts;
  const name = `Batch job ${recId}`;
  const before = await readJob(recId, parts);
  if (!before) throw new Failure(`${name} could not be read, so it was not started.`);
  const start: Ask = {
    method: 'POST',
    path: '/data/BatchJobs/Microsoft.Dynamics.DataEntities.SetBatchJobToWaiting',
    body: `{"batchJobId":${recId}}`,
    isWrite: true,
  };
  log.info(`${name} is ${before.status}. Starting it, to watch one run.`);
  const response = await send(start, parts).catch((thrown: unknown) => {
    throw new Failure(`${messageOf(thrown)} Whether the batch job was started is not known.`, { cause: thrown });
  });
  const startedAtMs = clock.wallTime().epochMs + (response.aheadMs ?? 0);
  const run: Run = { before, startedAtMs, response, after: [], open: undefined };
  run.open =
    isFine(response) || before.status === 'Executing'
      ? await watch(recId, run, parts, pace)
      : `F&O did not start the batch job (${responseText(response)}), so there was no run to watch.`;
  return run;
}

/** @returns why the end of the run was not seen; nothing if it was */
async function watch(recId: string, { before, after }: Run, parts: AskParts, pace: Pace): Promise<string | undefined> {
  const { log, signal } = parts;
  const startedAt = clock.moment();
  let changedAt = startedAt;
  let readAt = startedAt;
  for (;;) {
    try {
      const row = await readJob(recId, parts).catch(nothingIfItMayPass);
      const now = clock.moment();
      const last = after.at(-1);
      if (row) readAt = now;
      if (row && JSON.stringify(row) !== JSON.stringify(last)) {
        after.push(row);
        changedAt = now;
        if (row.status !== last?.status) log.info(`Batch job ${recId}: ${row.status}.`);
      }
      if (row && hasEnded(before, row)) return undefined;
      const isExecuting = after.at(-1)?.status === 'Executing';
      if (msBetween(isExecuting ? readAt : changedAt, now) >= pace.quietMs)
        return isExecuting || !row
          ? 'The batch job could not be read any more, so the end of its run was not seen.'
          : 'The batch job did not move after its start, so no run of it was seen.';
      if (msBetween(startedAt, now) >= pace.longestMs)
        return 'The run of the batch job took longer than it was to be watched, so its end was not seen.';
      await clock.sleep(pace.pauseMs, signal);
    } catch (thrown) {
      if (!(thrown instanceof Failure)) throw thrown;
      return `${messageOf(thrown)} The end of the run was not seen.`;
    }
  }
}

function nothingIfItMayPass(thrown: unknown): undefined {
  if (!(thrown instanceof Outage)) throw thrown;
}

/** @returns the job, or nothing if there is no such row */
async function readJob(recId: string, parts: AskParts): Promise<JobRow | undefined> {
  const path = `/data/BatchJobs(${recId})?$select=Status,OrigStartDateTime,EndDateTime`;
  const seen = await send({ method: 'GET', path }, parts);
  const { Status, OrigStartDateTime, EndDateTime } = objectOf(seen);
  const status = asText(Status);
  if (!isFine(seen) || status === undefined) return undefined;
  return { status, origStart: asText(OrigStartDateTime) ?? '', end: asText(EndDateTime) ?? '' };
}
