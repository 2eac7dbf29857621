import { msSince } from '../../src/clock.ts';
import { Failure } from '../../src/errors.ts';
import { asText } from '../../src/json/narrow.ts';
import type { Ask } from './requests.ts';
import { send, type AskParts } from './send.ts';
import { isFine, objectOf, type Seen } from './seen.ts';

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
}

export interface Pace {
  pauseMs: number;
  /** A job that has not moved for so long after its start stays as it is. */
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
 * @throws Failure if the job is not found
 */
export async function watchRun(recId: string, parts: AskParts, pace: Pace = PACE): Promise<Run> {
  const { clock, signal } = parts;
  const before = await readJob(recId, parts);
  if (!before) throw new Failure(`Batch job ${recId} could not be read, so it was not started.`);
  const start: Ask = {
    method: 'POST',
    path: '/data/BatchJobs/Microsoft.Dynamics.DataEntities.SetBatchJobToWaiting',
    body: `{"batchJobId":${recId}}`,
    isWrite: true,
  };
  const startedAt = clock.moment();
  const response = await send(start, parts);
  const startedAtMs = clock.wallTime().epochMs + (response.aheadMs ?? 0);
  const after: JobRow[] = [];
  let movedAt = startedAt;
  while (msSince(clock, startedAt) < pace.longestMs) {
    const row = await readJob(recId, parts);
    const last = after.at(-1);
    if (row && JSON.stringify(row) !== JSON.stringify(last)) {
      after.push(row);
      movedAt = clock.moment();
    }
    if (row && hasEnded(before, row)) break;
    const isUnderWay = row?.status === 'Executing';
    if (!isUnderWay && msSince(clock, movedAt) >= pace.quietMs) break;
    await clock.sleep(pace.pauseMs, signal);
  }
  return { before, startedAtMs, response, after };
}

async function readJob(recId: string, parts: AskParts): Promise<JobRow | undefined> {
  const path = `/data/BatchJobs(${recId})?$select=Status,OrigStartDateTime,EndDateTime`;
  const seen = await send({ method: 'GET', path }, parts);
  const { Status, OrigStartDateTime, EndDateTime } = objectOf(seen);
  const status = asText(Status);
  if (!isFine(seen) || status === undefined) return undefined;
  return { status, origStart: asText(OrigStartDateTime) ?? '', end: asText(EndDateTime) ?? '' };
}
