import { msBetween, type Moment } from '../../clock.ts';
import { quoted } from '../../inputs.ts';
import { formatDuration } from '../../report/duration.ts';
import { shareText } from './eta.ts';
import { joined, message, type Message } from './message.ts';
import { lastOf, meant, NAMED, nameOf, statusOf } from './messages.ts';
import type { Outcome } from './outcome.ts';
import type { State } from './state.ts';

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
    .map((item) => message`${nameOf(item)} is ${statusOf(item)}${shareText(item, server, now)}`);
  const more = open.length > NAMED ? `; and ${open.length - NAMED} more` : '';
  const counted = items.length > 1 ? `${items.length - open.length} of ${items.length} jobs have ended; ` : '';
  return message`${waited}: ${counted}${joined(named, '; ')}${more}`;
}

/** How many jobs an error tells of. */
const MOST_MESSAGES = 12;

const FAILURES: readonly Outcome[] = ['failed', 'error', 'canceled', 'not-run', 'deleted'];

/** How many of the jobs did not end as they should: `2 of 3 batch jobs failed`. */
export function countOf(outcomes: readonly Outcome[], total: number): string {
  const failed = outcomes.every((outcome) => FAILURES.includes(outcome)) ? 'failed' : 'did not end as required';
  return `${outcomes.length} of ${total} batch jobs ${failed}`;
}

/** The messages of the jobs that an error tells of. @param ends those that did not end as they should, the worst first */
export const worstOf = (ends: readonly Message[]): Message[] =>
  ends.length <= MOST_MESSAGES
    ? [...ends]
    : [...ends.slice(0, MOST_MESSAGES), [`And ${ends.length - MOST_MESSAGES} more.`]];

/** The error of a wait in which no job was ever seen. */
export function neverSeen({ wanted, ending, near }: State, timeoutMs: number): Message {
  const what =
    wanted.kind === 'description'
      ? `the batch job ${quoted(wanted.description)}`
      : `batch ${wanted.recIds.length === 1 ? 'job' : 'jobs'} ${wanted.recIds.slice(0, 5).join(', ')}`;
  if (ending?.kind === 'interrupted') return [`The step was interrupted before F&O returned anything about ${what}.`];
  const none = 'No job has exactly this description. Check the spelling of `batch-job-description`, and `legal-entity`';
  if (ending?.kind === 'over') return message`${none}.${meant(near)}`;
  const found = `${wanted.kind === 'description' ? none : 'F&O returned nothing about it'}${lastOf(ending)}`;
  return message`The wait for ${what} ended after ${formatDuration(timeoutMs)}. ${found}.${meant(near)}`;
}
