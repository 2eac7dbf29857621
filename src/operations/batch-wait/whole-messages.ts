import { msBetween, type Moment } from '../../clock.ts';
import type { BatchJob } from '../../fno/batch/job.ts';
import { quoted } from '../../inputs.ts';
import { formatDuration } from '../../report/duration.ts';
import type { Described } from './choose.ts';
import { shareText } from './eta.ts';
import { joined, message, type Message } from './message.ts';
import { nameOf, obstacleOf, statusOf } from './messages.ts';
import type { Outcome } from './outcome.ts';
import type { Item } from './item.ts';
import type { State } from './state.ts';

/** How many jobs a line names; the rest is a number. */
const NAMED = 3;

export function noMatch(wanted: Described, near: readonly BatchJob[], once: boolean): Message {
  return message`${noJobOf(wanted, `the description ${quoted(wanted.description)}`)} yet.${once ? '' : ' Waiting for one.'}${meant(near)}`;
}

const noJobOf = ({ legalEntity }: Described, description: string): string =>
  `No batch job has exactly ${description}${legalEntity === undefined ? '' : ` in legal entity ${legalEntity}`}`;

/** A question at the end of a message: which job was probably meant; empty if none is like it. */
function meant(near: readonly BatchJob[]): Message {
  const named = near.slice(0, NAMED).map((job) => message`${job.recId} "${job.description}" (${companyOf(job)})`);
  return named.length === 0 ? [] : message` Did you mean batch job ${joined(named, ' or ')}?`;
}

/** How many jobs an error lists. */
const LISTED = 20;

export function severalMatch(
  { description, legalEntity }: Described,
  jobs: readonly BatchJob[],
  forStart: boolean,
): Message {
  const listed = jobs.slice(0, LISTED).map((job) => {
    const lastRun = job.end ? `last run ended at ${job.end.text}` : 'no run has ended';
    return message`${job.recId} (${companyOf(job)}, ${job.status}, ${lastRun})`;
  });
  const more = jobs.length > LISTED ? `, and ${jobs.length - LISTED} more` : '';
  const which = forStart ? ', so none was started' : ' and are pending or under way';
  const narrow = legalEntity === undefined ? ', or narrow the choice with `legal-entity`' : '';
  return message`${jobs.length} batch jobs have the description ${quoted(description)}${which}: ${joined(listed, ', ')}${more}. Use \`batch-job-recid\` to name one${narrow}.`;
}

const companyOf = ({ company }: BatchJob): Message => (company.wire ? [company] : ['no legal entity']);

export const chosen = (job: BatchJob, count: number): Message =>
  message`${count} batch jobs have this description. Using ${job.recId} (${job.status}): the one pending or under way, otherwise the newest.`;

/** The line of the heartbeat. */
export function progressLine(
  { items, begun, server }: Pick<State, 'items' | 'begun' | 'server'>,
  now: Moment,
): Message {
  const waited = `Waiting for ${formatDuration(msBetween(begun, now))}`;
  if (items.length === 0) return [`${waited}: no batch job matches yet.`];
  const open = items.filter((item) => !item.ended);
  const named = open
    .slice(0, NAMED)
    .map((item) => message`${nameOf(item)} is ${presentOf(item)}${shareText(item, server, now)}`);
  const more = open.length > NAMED ? `; and ${open.length - NAMED} more` : '';
  const counted = items.length > 1 ? `${items.length - open.length} of ${items.length} jobs have ended; ` : '';
  return message`${waited}: ${counted}${joined(named, '; ')}${more}`;
}

/** A status of before the start, or of a run that does not count, would read like an end. */
function presentOf(item: Item): Message {
  const { job, plan, baseline, segments, isStale, doubt } = item;
  const isFirst = plan.kind === 'decide' || ((plan.kind === 'due' || plan.kind === 'starting') && !plan.again);
  if (job && isFirst) return ['not started yet'];
  if (baseline?.started && segments.length === 0) return ['set to Waiting'];
  return message`${statusOf(item)}${isStale ? ', with no run that counts' : doubt ? ', which is not confirmed yet' : ''}`;
}

/** How many jobs an error tells of. */
const MOST_MESSAGES = 12;

const FAILURES: readonly Outcome[] = ['failed', 'error', 'canceled', 'not-run', 'deleted'];

/**
 * How many of the jobs did not end as they should: `2 of 3 batch jobs failed.`
 *
 * @param isWait whether what failed is the wait itself
 */
export function countOf(jobs: readonly { outcome: Outcome }[], total: number, isWait: boolean): string {
  if (isWait) return `The wait for ${total} batch jobs failed.`;
  const failed = jobs.every(({ outcome }) => FAILURES.includes(outcome)) ? 'failed' : 'did not end as required';
  return `${jobs.length} of ${total} batch jobs ${failed}.`;
}

/** The messages of the jobs that an error tells of. @param ends those that did not end as they should, the worst first */
export const worstOf = (ends: readonly Message[]): Message[] =>
  ends.length <= MOST_MESSAGES
    ? [...ends]
    : [...ends.slice(0, MOST_MESSAGES), [`And ${ends.length - MOST_MESSAGES} more.`]];

/** The error of a wait in which no job was ever seen. */
export function neverSeen({ wanted, ending, near, server }: State, timeoutMs: number): Message {
  const isDescribed = wanted.kind === 'description';
  const what = isDescribed
    ? `the batch job ${quoted(wanted.description)}`
    : `batch ${wanted.recIds.length === 1 ? 'job' : 'jobs'} ${wanted.recIds.slice(0, 5).join(', ')}`;
  if (ending?.kind === 'interrupted') return [`The step was interrupted before F&O returned anything about ${what}.`];
  const inputs = isDescribed && wanted.legalEntity !== undefined ? ' and `legal-entity`' : '';
  const isOver = ending?.kind === 'over';
  const none =
    isDescribed && server
      ? `${noJobOf(wanted, isOver ? `the description ${quoted(wanted.description)}` : 'this description')}. Check the spelling of \`batch-job-description\`${inputs}.`
      : undefined;
  if (none && isOver) return message`${none}${meant(near)}`;
  const obstacle = obstacleOf(ending, server ? 'withoutRemedy' : 'message');
  const late = `The wait for ${what} ended after ${formatDuration(timeoutMs)}${obstacle}.`;
  const nothing = obstacle ? '' : ' F&O returned nothing about it.';
  return message`${late}${none ? ` ${none}` : nothing}${meant(near)}`;
}
