import { msBetween, type Moment, type WallTime } from '../../clock.ts';
import { lastRunMs, type BatchJob } from '../../fno/batch/job.ts';
import type { StartResponse } from '../../fno/batch/start.ts';
import { quoted } from '../../inputs.ts';
import { formatDuration } from '../../report/duration.ts';
import type { Described } from './choose.ts';
import { dueAt, type Verdict } from './evidence.ts';
import { etaText, serverTime } from './eta.ts';
import { isOpen, type Item } from './item.ts';
import { joined, message, type Message } from './message.ts';
import type { State } from './state.ts';

const BATCH_JOBS = 'System administration > Inquiries > Batch jobs';
const openLog = ({ recId }: Item) => message`In F&O, open ${BATCH_JOBS}, select job ${recId}, then Log.`;

/** A job in a sentence: its RecId and what people call it. */
export const nameOf = ({ recId, job }: Pick<Item, 'recId' | 'job'>): Message =>
  job?.description.wire ? message`Batch job ${recId} "${job.description}"` : message`Batch job ${recId}`;

/** @param server the environment's clock, by which a run that begins should end */
export function statusLine(item: Item, server: State['server'], now: Moment): Message {
  const before = item.segments.at(-2);
  const current = item.segments.at(-1);
  if (!current) return nameOf(item);
  const status = current.status.wire ? current.status : 'no status';
  const seen = before
    ? message` (${before.status} was seen for ${formatDuration(msBetween(before.from, current.from))})`
    : '';
  const eta = etaText(item, server, now);
  return message`${nameOf(item)}: ${[status]}${seen}${eta && `, ${eta}`}`;
}

/** What is said of a run that had ended at the first poll: its age always. */
export function endedBefore(
  item: Item,
  job: BatchJob,
  kind: Verdict['kind'] | 'if-failed',
  serverNow: WallTime,
): Message {
  const fact = message`${nameOf(item)}: its last run ended as ${job.status}. ${datesOf(job, serverNow)}`;
  switch (kind) {
    case 'if-failed':
      return message`${fact} It did not fail, so the job is not started.`;
    case 'stale':
      return message`${fact} It began before \`started-after\`, so it does not count. Waiting for a newer run.`;
    case 'doubtful':
      return message`${fact} Checking for a newer run for up to 2 min.`;
    case 'over':
    case 'open':
      return message`${fact} It counts because it began after \`started-after\`.`;
  }
}

export const beforeStart = (item: Item, job: BatchJob, serverNow: WallTime): Message =>
  message`${nameOf(item)} is about to be started. ${job.end ? message`Its last run: ${job.status}. ${datesOf(job, serverNow)}` : message`Its status so far: ${job.status}.`}`;

function datesOf({ start, end }: BatchJob, serverNow: WallTime): string {
  const ago = ({ epochMs }: WallTime) => `${formatDuration(serverNow.epochMs - epochMs)} ago`;
  if (!start && !end) return 'F&O gives no dates for it.';
  const began = start ? `It began at ${start.text} (${ago(start)})` : 'F&O does not say when it began';
  return end ? `${began} and ended at ${end.text} (${ago(end)}).` : `${began}; F&O does not say when it ended.`;
}

export const doubtful = (item: Item, outcome: string): Message =>
  outcome === 'scheduled'
    ? message`${nameOf(item)} still has the schedule it had before the start. Checking again for up to 2 min.`
    : message`${nameOf(item)} shows ${item.job?.status ?? ''}, but no new end date, so this may be an earlier run. Checking again for up to 2 min.`;

export const renamed = (before: BatchJob, { description }: BatchJob): Message =>
  message`The description of batch job ${before.recId} has changed from "${before.description}" to "${description}". Still waiting for the same job.`;

export const unknownStatus = (item: Pick<Item, 'recId' | 'job'>, { status }: BatchJob): Message =>
  message`${nameOf(item)} has the status "${status}", which this version does not know. It is treated as still open and never counts as success.`;

export const farDate = (date: WallTime, ours: WallTime): Message =>
  message`The environment's clock says ${new Date(date.epochMs).toISOString()}, more than a day away from this runner's (${new Date(ours.epochMs).toISOString()}), so the runner's clock is used.`;

export const missingLine = (item: Item): Message => message`${nameOf(item)} was not found; checking once more.`;
export const NO_SUCH_JOB = message`was not found by two polls, so there is no such job. Check the RecId in ${BATCH_JOBS} (column Job ID)`;

export const requeueLine = (item: Item, pauseMs: number, limit: number): Message =>
  message`${nameOf(item)} ended in Error. Restarting it in ${formatDuration(pauseMs)} (${item.requeues + 1} of ${limit}).`;

export const startLine = (item: Item, response: StartResponse): Message =>
  response.kind === 'accepted'
    ? message`${nameOf(item)} is set to Waiting.`
    : message`${nameOf(item)}: it is not clear whether F&O set it to Waiting. Checking the job for up to 2 min. ${response.kind === 'unclear' ? response.message : ''}`;

export const underWay = ({ status }: BatchJob): Message =>
  message`is under way (${status}) and was not started: leave out \`start\` to wait for it`;
export const unknownToStart = ({ status }: BatchJob): Message =>
  message`has the status "${status}", which this version does not know, and was not started. Check it in F&O first`;
export const unknownAtOnce = ({ status }: BatchJob): Message =>
  message`has the status "${status}", which this version does not know`;
export const notStarted = (again: boolean, reason: string): Message =>
  message`${again ? 'ended in Error and could not be restarted' : 'was not started'}: ${reason.replace(/\.$/, '')}`;
export const notConfirmed = (reason: string): Message =>
  message`was probably not started: for 2 min, F&O showed no new run. ${reason} Check it in F&O before you start it again`;
/** Of a start that F&O accepted, and nothing more. */
export const noNewRun = ({ status, end }: BatchJob): Message =>
  message`was set to Waiting, and F&O accepted that, but showed no new run: the job is ${status}${end ? `, and its last run ended at ${end.text}` : ''}`;
export const NOT_RESTARTED = message`ended in Error, and the wait ended before it could be restarted`;

export const canceled = (item: Item, response: string): Message => message`${nameOf(item)}: ${response}`;

/** How many jobs a line names; the rest is a number. */
export const NAMED = 3;
export function noMatch({ description, legalEntity }: Described, near: readonly BatchJob[], once: boolean): Message {
  const where = legalEntity === undefined ? '' : ` in legal entity ${legalEntity}`;
  return message`No batch job has exactly the description ${quoted(description)}${where} yet.${once ? '' : ' Waiting for one.'}${meant(near)}`;
}

/** A question at the end of a message: which job was probably meant; empty if none is like it. */
export function meant(near: readonly BatchJob[]): Message {
  const named = near.slice(0, NAMED).map((job) => message`${job.recId} "${job.description}" (${companyOf(job)})`);
  return named.length === 0 ? [] : message` Did you mean batch job ${joined(named, ' or ')}?`;
}

/** How many jobs an error lists. */
const LISTED = 20;

export function severalMatch(description: string, jobs: readonly BatchJob[], forStart: boolean): Message {
  const listed = jobs.slice(0, LISTED).map((job) => {
    const lastRun = job.end ? `last run ended at ${job.end.text}` : 'no run has ended';
    return message`${job.recId} (${companyOf(job)}, ${job.status}, ${lastRun})`;
  });
  const more = jobs.length > LISTED ? `, and ${jobs.length - LISTED} more` : '';
  const which = forStart ? ', so none was started' : ' are pending or under way';
  return message`${jobs.length} batch jobs with the description ${quoted(description)}${which}: ${joined(listed, ', ')}${more}. Use \`batch-job-recid\` to name one, or narrow the choice with \`legal-entity\`.`;
}

const companyOf = ({ company }: BatchJob): Message => (company.wire ? [company] : ['no legal entity']);

export const chosen = (job: BatchJob, count: number): Message =>
  message`${count} batch jobs have this description. Using ${job.recId} (${job.status}): the one pending or under way, otherwise the newest.`;

export const statusOf = ({ job }: Item): Message => (job?.status.wire ? [job.status] : ['not visible yet']);

/** How a wait ended, for messages. */
export interface EndContext extends Pick<State, 'ending' | 'server' | 'canceled'> {
  timeoutMs: number;
  now: Moment;
}

/** How it ended with a job, and what to do about it. */
export function messageFor(item: Item, { ending, server, canceled: responses, timeoutMs, now }: EndContext): Message {
  const { ended, job, plan } = item;
  const name = nameOf(item);
  const restarted = item.requeues > 0 ? `, after ${item.requeues} ${item.requeues === 1 ? 'restart' : 'restarts'}` : '';
  const unclear = plan.kind === 'starting' ? START_WITHOUT_RESPONSE : plan.kind === 'confirm' ? plan.message : '';
  const goesOn =
    responses.get(item.recId) ?? (!isOpen(item) ? '' : unclear ? 'It may be running in F&O.' : 'It continues in F&O.');
  const after = [unclear, goesOn].filter(Boolean).join(' ');
  if (ended?.because) {
    const see = ended.outcome === 'error' ? message` ${NO_REASON} ${openLog(item)}` : '';
    return message`${name} ${ended.because}.${see}`;
  }
  switch (ended?.outcome) {
    case 'finished':
      return message`${name} finished${restarted}.${ranFor(job)}`;
    case 'error':
      return message`${name} ended in Error${restarted}.${ranFor(job)} ${NO_REASON} ${openLog(item)}`;
    case 'canceled':
      return message`${name} was canceled in F&O.${ranFor(job)} ${openLog(item)}`;
    case 'not-run':
      return message`${name} did not run (NotRun), because a condition it depends on was not met. ${openLog(item)}`;
    case 'deleted':
      return message`${name} no longer exists: it was deleted or cleaned up during the wait, so how it ended is not known. See System administration > Inquiries > Batch job history.`;
    case 'withheld':
      return message`${name} is on hold (Withhold), so F&O will not run it. Change its status in ${BATCH_JOBS}, then run this step again.`;
    case 'scheduled':
      return message`${name} is ${statusOf(item)} and due later${dueText(job, server, now)}. Setting a scheduled job to Waiting does not make it run earlier. Set \`allow-scheduled: true\` to wait for it, or remove its recurrence in ${BATCH_JOBS} and run this step again.`;
    case 'ended-unknown':
      return message`${name} is ${statusOf(item)}${job?.end ? ` and its last run ended at ${job.end.text}` : ''}, but F&O does not say how the run ended. ${openLog(item)} Set \`accept-outcome: ended-unknown\` if that is good enough.`;
    case 'pending':
      return message`${name} is ${statusOf(item)}${item.isStale ? ', and no run that counts was found' : ''}.`;
    case 'timeout': {
      const state = item.isStale
        ? message`is ${statusOf(item)}, with no run that counts,`
        : message`is still ${statusOf(item)}`;
      const advice = item.isStale ? 'Start the job, or widen `started-after`.' : RAISE;
      const eta = etaText(item, server, now);
      return joined(
        [
          message`${name} ${state} after ${formatDuration(timeoutMs)}${eta && ` (${eta})`}${lastOf(ending)}.`,
          after,
          advice,
        ],
        ' ',
      );
    }
    case 'interrupted':
      return joined([message`${name} was ${statusOf(item)} when the step was interrupted.`, after], ' ');
    case 'partially-succeeded':
    case 'failed':
    case undefined:
      return message`${name} was ${statusOf(item)} when it was last seen.`;
  }
}

const NO_REASON = 'The F&O API does not return the reason.';
const START_WITHOUT_RESPONSE = 'F&O had not responded to its start yet, so whether it was started is not known.';
const RAISE = 'Raise `wait-timeout-minutes` if it needs longer.';

/** The end of a sentence on what stood in the way of the last polls. */
export const lastOf = (ending: State['ending'] | { kind: string; last?: string }): string =>
  ending && 'last' in ending && ending.last
    ? `, and the last polls had no valid response: ${ending.last.replace(/\.$/, '')}`
    : '';

function ranFor(job: BatchJob | undefined): string {
  const ms = job && lastRunMs(job);
  return ms === undefined ? '' : ` By F&O's dates, the run took ${formatDuration(ms)}.`;
}

function dueText(job: BatchJob | undefined, server: State['server'], now: Moment): string {
  const serverNow = server && serverTime(server, now);
  const due = job && serverNow && dueAt(job, serverNow);
  if (!due) return '';
  const inMs = due.epochMs - serverNow.epochMs;
  return ` at ${new Date(due.epochMs).toISOString().replace('.000Z', 'Z')}, in ${formatDuration(inMs)}`;
}
