import { msBetween, type Moment, type WallTime } from '../../clock.ts';
import { lastRunMs, type BatchJob, type FnoDate } from '../../fno/batch/job.ts';
import type { StartResponse } from '../../fno/batch/start.ts';
import { standingOf } from '../../fno/batch/status.ts';
import { counted } from '../../report/count.ts';
import { formatDuration } from '../../report/duration.ts';
import type { ServerText } from '../../server-text.ts';
import type { Obstacle } from '../poll-until.ts';
import type { Verdict } from './evidence.ts';
import { dueText, etaText, isoText } from './eta.ts';
import { isOpen, type Item, type Segment } from './item.ts';
import { joined, message, type Message } from './message.ts';
import type { Outcome } from './outcome.ts';
import type { State } from './state.ts';

const BATCH_JOBS = 'System administration > Inquiries > Batch jobs';
const openLog = ({ recId }: Item) => message`In F&O, open ${BATCH_JOBS}, select job ${recId}, then Log.`;

/** A job in a sentence: its RecId and what people call it. */
export const nameOf = ({ recId, job }: Pick<Item, 'recId' | 'job'>): Message =>
  job?.description.wire ? message`Batch job ${recId} "${job.description}"` : message`Batch job ${recId}`;

/** The present status, and how long ago the one before was first seen. */
export function statusText(segments: readonly Segment[]): Message {
  const [before, current] = [segments.at(-2), segments.at(-1)];
  const since = before && current ? msBetween(before.from, current.from) : 0;
  const seen = before ? message`, ${formatDuration(since)} after it was first seen as ${shown(before.status)}` : '';
  return message`${shown(current?.status)}${seen}`;
}

const shown = (status: ServerText | undefined): Message => (status?.wire ? [status] : ['without a status']);

/** @param server the environment's clock, by which a run that begins should end, and a scheduled one begin */
export function statusLine(item: Item, server: State['server'], now: Moment): Message {
  const when = [dueText(item.job, server, now), etaText(item, server, now)].find(Boolean);
  return message`${nameOf(item)}: ${statusText(item.segments)}${when ? `, ${when}` : ''}`;
}

/** What is said of a run that had ended at the first poll: its age always. */
export function endedBefore(
  item: Item,
  job: BatchJob,
  kind: Verdict['kind'] | 'if-failed',
  { cutOff, serverNow, once }: { cutOff: WallTime; serverNow: WallTime; once: boolean },
): Message {
  const since = `after \`started-after\` (${isoText(cutOff)})`;
  const fact = message`${nameOf(item)}: its last run ended as ${job.status}. ${datesOf(job, serverNow)}`;
  switch (kind) {
    case 'if-failed':
      return message`${fact} It did not fail, so the job is not started.`;
    case 'stale':
      return message`${fact} It did not begin ${since}, so it does not count.${once ? '' : ' Waiting for a newer run.'}`;
    case 'doubtful':
      return fact;
    case 'over':
    case 'open':
      return message`${fact} It counts because it began ${since}.`;
  }
}

export function beforeStart(item: Item, job: BatchJob, serverNow: WallTime): Message {
  const hasEnded = standingOf(job.status.wire).kind === 'ended';
  const dates = job.end ? ` ${datesOf(job, serverNow, hasEnded ? 'It' : 'Its last run')}` : '';
  return message`${nameOf(item)} is about to be started. ${hasEnded ? 'Its last run' : 'Its status'}: ${job.status}.${dates}`;
}

function datesOf({ start, end }: BatchJob, serverNow: WallTime, run = 'It'): string {
  const at = ({ epochMs, text }: FnoDate) => {
    const ms = serverNow.epochMs - epochMs;
    return `at ${text} (${formatDuration(Math.abs(ms))} ${ms < 0 ? "ahead of the environment's clock" : 'ago'})`;
  };
  if (start && end) return `${run} began ${at(start)} and ended ${at(end)}.`;
  if (start) return `${run} began ${at(start)}; F&O does not say when it ended.`;
  return end ? `${run} ended ${at(end)}; F&O does not say when it began.` : 'F&O gives no dates for it.';
}

export const doubtful = (item: Item, outcome: string): Message =>
  outcome === 'scheduled'
    ? message`${nameOf(item)} still has the schedule it had before the start. Checking again for up to 2 min.`
    : message`${nameOf(item)} shows ${item.job?.status ?? ''}, but no new end date, so this may be an earlier run. Checking again for up to 2 min.`;

export const renamed = (before: BatchJob, { description }: BatchJob): Message =>
  message`The description of batch job ${before.recId} has changed from "${before.description}" to "${description}". Still waiting for the same job.`;

export const unknown = ({ status }: { status: ServerText | undefined }): Message =>
  status?.wire ? message`has the status "${status}", which this version does not know` : ['has no status'];
export const unknownStatus = (name: Message, of: { status: ServerText | undefined }): Message =>
  message`${name} ${unknown(of)}. It is treated as still open and never counts as success.`;

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
export const unknownToStart = (job: BatchJob): Message =>
  message`${unknown(job)}, and was not started. Check it in F&O first`;
export const notStarted = (again: boolean, reason: string): Message =>
  message`${again ? 'ended in Error and could not be restarted' : 'was not started'}: ${reason.replace(/\.$/, '')}`;
export const notConfirmed = (reason: string): Message =>
  message`was probably not started: for 2 min, F&O showed no new run. ${reason} Check it in F&O before you start it again`;
/** Of a start that F&O accepted, and nothing more. */
export const noNewRun = ({ status, end }: BatchJob): Message =>
  message`was set to Waiting, and F&O accepted that, but showed no new run: the job is ${status}${end ? `, and its last run ended at ${end.text}` : ''}`;
export const notRestarted = (kind: 'deadline' | 'interrupted'): Message =>
  message`ended in Error, and the ${kind === 'deadline' ? 'wait ended' : 'step was interrupted'} before it could be restarted`;

export const canceled = (item: Item, response: string): Message => message`${nameOf(item)}: ${response}`;

export const statusOf = ({ job }: Item): Message => (job ? shown(job.status) : ['not visible yet']);

/** How a wait ended, for messages. */
export interface EndContext extends Pick<State, 'ending' | 'server' | 'canceled'> {
  timeoutMs: number;
  now: Moment;
  /** Outcomes that are a success: nothing is to be done about them. */
  accepted?: readonly Outcome[];
}

/** How it ended with a job, and what to do about it. */
export function messageFor(item: Item, context: EndContext): Message {
  const { ended, job } = item;
  const name = nameOf(item);
  const isAccepted = ended !== undefined && context.accepted?.includes(ended.outcome) === true;
  const remedy = (text: string) => (isAccepted ? '' : ` ${text}`);
  const restarted = item.requeues > 0 ? `, after ${counted(item.requeues, 'restart')}` : '';
  if (ended?.because) {
    const reason = ended.outcome === 'error' ? ` ${NO_REASON}` : '';
    const see = reason || ended.outcome === 'ended-unknown' ? message`${reason} ${openLog(item)}` : '';
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
      return message`${name} is ${statusOf(item)} and ${dueText(job, context.server, context.now) || 'due later'}.${remedy(`Setting a scheduled job to Waiting does not make it run earlier. Set \`allow-scheduled: true\` to wait for it, or remove its recurrence in ${BATCH_JOBS} and run this step again.`)}`;
    case 'ended-unknown':
      return message`${name} is ${statusOf(item)}${whyUnknown(item)} ${openLog(item)}${remedy('Set `accept-outcome: ended-unknown` if that is good enough.')}`;
    case 'pending':
      return message`${name} is ${statusOf(item)}${item.isStale ? ', and no run that counts was found' : ''}.${remedy(ONE_POLL)}`;
    case 'timeout':
      return joined([timeoutText(item, context), goesOn(item, context), adviceOf(item, context)], ' ');
    case 'interrupted':
      return joined(
        [message`${name} was ${statusOf(item)} when the step was interrupted.`, goesOn(item, context)],
        ' ',
      );
    case 'partially-succeeded':
    case 'failed':
    case undefined:
      return joined([message`${name} was ${statusOf(item)} when it was last seen.`, goesOn(item, context)], ' ');
  }
}

/** How long before a job was last seen, if that is long: a wait polls shortly before its deadline, unless its machine stood still. */
function unseen({ server, now }: Pick<EndContext, 'server' | 'now'>): string {
  const ms = server ? msBetween(server.at, now) : 0;
  return ms > 60_000 ? `, ${formatDuration(ms)} before` : '';
}

function timeoutText(item: Item, context: EndContext): Message {
  const { ending, server, timeoutMs, now } = context;
  const name = nameOf(item);
  const obstacle = obstacleOf(ending);
  const gap = unseen(context);
  if (obstacle || gap) {
    return message`${name} was ${statusOf(item)} when it was last seen${obstacle ? '' : gap}. The wait ended after ${formatDuration(timeoutMs)}${obstacle}.`;
  }
  const state = item.isStale
    ? message`is ${statusOf(item)}, with no run that counts,`
    : message`is still ${statusOf(item)}`;
  const when = [etaText(item, server, now), dueText(item.job, server, now)].find(Boolean);
  return message`${name} ${state} after ${formatDuration(timeoutMs)}${when ? ` (${when})` : ''}.`;
}

/** What F&O does with a job though the wait is over. */
function goesOn(item: Item, context: EndContext): string {
  const { ending, canceled: responses } = context;
  const { plan, job } = item;
  if (plan.kind === 'due' || plan.kind === 'decide')
    return `It was not started. ${responses.get(item.recId) ?? ''}`.trimEnd();
  const unclear = plan.kind === 'starting' ? START_WITHOUT_RESPONSE : plan.kind === 'confirm' ? plan.message : '';
  const isNews = ending?.kind !== 'failure' && !obstacleOf(ending) && !unseen(context);
  const hasEnded = standingOf(job?.status.wire ?? '').kind === 'ended';
  const state =
    unclear || hasEnded ? 'It may be running in F&O.' : isNews ? 'It continues in F&O.' : 'It may continue in F&O.';
  return [unclear, responses.get(item.recId) ?? (isOpen(item) ? state : '')].filter(Boolean).join(' ');
}

function adviceOf(item: Item, { server, now }: EndContext): string {
  if (item.isStale) return 'Start the job, or widen `started-after`.';
  const isDue = item.job !== undefined && dueText(item.job, server, now) === '';
  const hasBegun = item.segments.some(({ status }) => !['waiting', 'ready'].includes(standingOf(status.wire).kind));
  return isDue && !hasBegun ? NOT_BEGUN : RAISE;
}

/** Why the end of a run is not known, as the end of a sentence. */
function whyUnknown({ job, baseline }: Item): string {
  const end = job?.end?.text ?? '';
  const { kind } = standingOf(job?.status.wire ?? '');
  if (kind === 'ended')
    return `, but no date proves that it is a new run${end ? `: its last run ended at ${end}` : ''}.`;
  if (kind === 'running')
    return ' in a newer run. The run that was waited for ended unseen, and F&O does not say how the run ended.';
  return baseline?.seen === 'running' && job?.end?.epochMs === baseline.job.end?.epochMs
    ? ' again, and F&O shows no end of the run.'
    : `, and its last run ended at ${end}, but F&O does not say how the run ended.`;
}

const NO_REASON = 'The F&O API does not return the reason for the error.';
const START_WITHOUT_RESPONSE = 'F&O had not accepted its start yet, so whether it was started is not known.';
export const RAISE = 'Raise `wait-timeout-minutes` if it needs longer.';
const NOT_BEGUN =
  'If it should have begun by now, check that a batch server is active for its batch group; otherwise, raise `wait-timeout-minutes`.';
export const ONE_POLL =
  '`wait-timeout-minutes: 0` polls once: raise it to wait, or set `accept-outcome: pending` if that is good enough.';

/** What stood in the way of the last polls, as the end of a sentence; empty if nothing did. */
export function obstacleOf(
  ending: { last?: Obstacle | undefined } | { kind: string } | undefined,
  told: 'message' | 'withoutRemedy' = 'withoutRemedy',
): string {
  const last = ending && 'last' in ending ? ending.last : undefined;
  return last ? `, and the last polls had no valid response: ${last[told].replace(/\.$/, '')}` : '';
}

function ranFor(job: BatchJob | undefined): string {
  const ms = job && lastRunMs(job);
  return ms === undefined ? '' : ` By F&O's dates, the run took ${formatDuration(ms)}.`;
}
