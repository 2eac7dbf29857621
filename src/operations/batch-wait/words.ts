import { dueMs } from './judge.ts';
import type { BatchJob } from '../../fno/batch/job.ts';
import { formatDuration } from '../../report/duration.ts';
import type { Item } from './item.ts';

export const BATCH_JOBS = 'System administration > Inquiries > Batch jobs';
/** Where the client shows what a job's tasks said: no service gives their text. */
export const JOB_LOG = `${BATCH_JOBS} > Log`;
export const JOB_HISTORY = 'Data management > Job history';
export const NO_SUCH_JOB = `was not found by two looks, so there is no such job. Check the RecId (${BATCH_JOBS}, Job ID)`;

/** Of a start that the end of the wait cut off. */
export const START_UNANSWERED = 'Its start was under way and had no answer yet: whether F&O took it is not known.';

const LONGEST_NAME = 60;

/** A job in a sentence: its RecId and what people call it. */
export function nameOf({ recId, description }: Pick<Item, 'recId' | 'description'>): string {
  if (!description) return `Batch job ${recId}`;
  return `Batch job ${recId} "${description.length > LONGEST_NAME ? `${description.slice(0, LONGEST_NAME - 1)}…` : description}"`;
}

export function statusLine(item: Item): string {
  const before = item.segments.at(-2);
  const current = item.segments.at(-1);
  const lasted =
    before && current ? ` (was ${before.status} for ${formatDuration(current.fromMs - before.fromMs)})` : '';
  return `${nameOf(item)}: ${current?.status ?? ''}${lasted}`;
}

/** What is said of a run that had ended at the first look: its age always. */
export function endedBefore(item: Item, job: BatchJob, counts: boolean, serverNowMs: number): string {
  const told = `${nameOf(item)}: ${job.status} at the first look. ${datesOf(job, serverNowMs)}`;
  return counts
    ? `${told} It counts by \`started-after\`.`
    : `${told} It had begun before \`started-after\` and does not count: waiting for a newer run.`;
}

function datesOf({ start, end }: BatchJob, serverNowMs: number): string {
  const ago = (ms: number) => `${formatDuration(serverNowMs - ms)} ago`;
  if (!start && !end) return 'F&O gives no date of that run.';
  const began = start ? `began ${start.text} (${ago(start.ms)})` : 'began at a time that F&O does not give';
  const ended = end ? `ended ${end.text} (${ago(end.ms)})` : 'ended at a time that F&O does not give';
  return `Its run ${began} and ${ended}.`;
}

export function endedUnknown(item: Item, { end }: BatchJob, before: boolean): string {
  const when = end ? ` at ${end.text}` : '';
  const what = before ? 'its last run counts by `started-after` and ended' : 'a run ended';
  return `${nameOf(item)}: ${what}${when}, and the job is Waiting again as recurring jobs are: F&O keeps no status of that run. See ${JOB_LOG}.`;
}

export function unknownStatus(item: Item, { status }: BatchJob): string {
  return `${nameOf(item)} has the status "${status}", which this version does not know: it is waited on, and never counts as success.`;
}

export function missingLine(item: Item): string {
  return `${nameOf(item)} is not in the answer: looking once more.`;
}

export function requeueLine(item: Item, pauseMs: number, limit: number): string {
  return `${nameOf(item)} ended in Error: it is restarted in ${formatDuration(pauseMs)} (${item.requeues + 1} of ${limit}).`;
}

export function notConfirmed(polls: number, message: string): string {
  return `was probably not started: ${polls} looks showed no new run. ${message} Look at it in F&O before you start it again`;
}

/** How far a job under way is, going by its last run; empty where that is not known. */
export function shareOf(item: Item, nowMs: number): string {
  if (item.runningSinceMs === undefined || item.lastRunMs === undefined) return '';
  const last = `last run took ${formatDuration(item.lastRunMs)}`;
  const share = item.lastRunMs > 0 ? (nowMs - item.runningSinceMs) / item.lastRunMs : Infinity;
  return share <= 1 ? ` about ${Math.round(share * 100)} % (${last})` : ` longer than usual (${last})`;
}

/** How many jobs the heartbeat names; the rest is a number. */
const NAMED = 3;

export function progressLine(items: readonly Item[], elapsedMs: number, nowMs: number): string {
  const open = items.filter((item) => !item.ended);
  const named = open
    .slice(0, NAMED)
    .map((item) => `${nameOf(item)} ${item.job?.status || 'not seen yet'}${shareOf(item, nowMs)}`);
  const more = open.length > NAMED ? `, and ${open.length - NAMED} more` : '';
  const counted = items.length > 1 ? `${items.length - open.length} of ${items.length} jobs are over; ` : '';
  return `Waiting for ${formatDuration(elapsedMs)}: ${counted}${named.join(', ')}${more}`;
}

export function noMatch(description: string, legalEntity: string | undefined, near: readonly BatchJob[]): string {
  const where = legalEntity === undefined ? '' : ` in legal entity ${legalEntity}`;
  const others = near
    .slice(0, NAMED)
    .map((job) => `${nameOf(job)} (${job.company || 'no legal entity'})`)
    .join(', ');
  return `No batch job has exactly the description "${description}"${where} yet: waiting for one.${others ? ` Alike: ${others}.` : ''}`;
}

/** How many jobs an error lists. */
const LISTED = 20;

export function severalMatch(description: string, jobs: readonly BatchJob[]): string {
  const listed = jobs.slice(0, LISTED).map((job) => {
    const lastRun = job.end ? `last run ended ${job.end.text}` : 'no run has ended';
    return `${job.recId} (${job.company || 'no legal entity'}, ${job.status}, ${lastRun})`;
  });
  const more = jobs.length > LISTED ? `, and ${jobs.length - LISTED} more` : '';
  return `${jobs.length} batch jobs with the description "${description}" are pending or under way: ${listed.join(', ')}${more}. Name the one that is meant by \`batch-job-recid\`, or narrow it by \`legal-entity\`.`;
}

export function chosen(job: BatchJob, count: number): string {
  return `${count} batch jobs have this description: ${job.recId} (${job.status}) counts, as one pending or under way, or else the newest.`;
}

/** The end of the sentence about a job that is due later. */
export function dueText(job: BatchJob, serverNowMs: number): string {
  const due = dueMs(job, serverNowMs);
  if (due === undefined) return '';
  return ` at ${new Date(due).toISOString().replace('.000Z', 'Z')}, in ${formatDuration(due - serverNowMs)}`;
}
