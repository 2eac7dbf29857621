import { lastRunMs, type BatchJob } from '../../fno/batch/job.ts';
import { formatDuration } from '../../report/duration.ts';
import { isOpen, type Item } from './item.ts';
import type { Outcome } from './outcome.ts';
import type { Ending } from './wait.ts';
import { BATCH_JOBS, dueText, JOB_LOG, nameOf } from './words.ts';

/** What a sentence about a job needs beside the job. */
export interface Context {
  ending: Ending;
  timeoutMs: number;
  serverNowMs: number;
}

/** The outcome of a job when the wait is over. */
export function outcomeOf({ ended }: Pick<Item, 'ended'>, ending: Ending): Outcome {
  if (ended) return ended.outcome;
  switch (ending.kind) {
    case 'timeout':
    case 'interrupted':
    case 'failed':
      return ending.kind;
    case 'over':
      return 'failed';
  }
}

/**
 * One sentence, or a few, on how it ended with a job, and what to do about it.
 *
 * @param cancelled what F&O answered to its cancellation, where that was asked for
 */
export function messageFor(
  item: Item,
  outcome: Outcome,
  { ending, timeoutMs, serverNowMs }: Context,
  cancelled?: string,
): string {
  const unconfirmed = item.plan.kind === 'confirm' ? item.plan.message : '';
  const goesOn = [
    unconfirmed,
    cancelled ?? (!isOpen(item) ? '' : unconfirmed ? 'It may run in F&O.' : 'It goes on in F&O.'),
  ]
    .filter(Boolean)
    .join(' ');
  const name = nameOf(item);
  const status = item.job?.status || 'not seen';
  const because = item.ended?.because;
  const requeued = item.requeues > 0 ? `, restarted ${item.requeues === 1 ? 'once' : `${item.requeues} times`}` : '';
  const see = `F&O's services give no text of it: see ${JOB_LOG}.`;
  switch (outcome) {
    case 'finished':
      return `${name} finished${ranFor(item.job)}${requeued}.`;
    case 'error':
      return `${name} ${because || `ended in Error${ranFor(item.job)}${requeued}`}${because?.endsWith('.') ? '' : '.'} ${see}`;
    case 'canceled':
      return `${name} was canceled in F&O${ranFor(item.job)}. See ${JOB_LOG}.`;
    case 'not-run':
      return `${name} did not run (NotRun): what it depends on did not let it. See ${JOB_LOG}.`;
    case 'deleted':
      return `${name} is no longer there: it was deleted or cleaned up while it was waited for, and how it ended is not known. See System administration > Inquiries > Batch job history.`;
    case 'withheld':
      return `${name} is on hold (Withhold), and nobody will run it: release it in ${BATCH_JOBS} > Change status, and run this again.`;
    case 'scheduled':
      return `${name} is ${status} and due later${item.job ? dueText(item.job, serverNowMs) : ''}: setting it to Waiting does not make a scheduled job run earlier. Set \`allow-scheduled: true\` to wait for its time, or take the schedule away in F&O (${BATCH_JOBS} > Recurrence) and run this again.`;
    case 'ended-unknown':
      return `${name} is ${status} again after a run that ended${item.job?.end ? ` at ${item.job.end.text}` : ''}: F&O keeps no status of it. See ${JOB_LOG}, and set \`accept-outcome: ended-unknown\` where that is enough.`;
    case 'timeout': {
      const state = item.stale ? `is ${status}, with no run that counts,` : `is still ${status}`;
      const advice = item.stale
        ? 'Start it, or widen `started-after`.'
        : 'Raise `wait-timeout-minutes` where it needs longer.';
      const late = `${name} ${state} after ${formatDuration(timeoutMs)}${outageText(ending)}.`;
      return [late, goesOn, advice].filter(Boolean).join(' ');
    }
    case 'interrupted':
      return [`${name} was ${status} when the step was interrupted.`, goesOn].filter(Boolean).join(' ');
    case 'failed':
      if (because) return `${name} ${because}${because.endsWith('.') ? '' : '.'}`;
      return `${name} could not be waited for; it was ${status} when last seen.`;
    case 'partially-succeeded':
      return `${name} succeeded in part.`;
  }
}

/** The end of a sentence on what stood in the way of the last looks. */
export function outageText(ending: Ending): string {
  return ending.kind === 'timeout' && ending.lastOutage
    ? `; the last looks went without a good answer: ${ending.lastOutage.replace(/\.$/, '')}`
    : '';
}

function ranFor(job: BatchJob | undefined): string {
  const ms = job && lastRunMs(job);
  return ms === undefined ? '' : ` after ${formatDuration(ms)}`;
}

/** How many jobs an error tells of. */
const TOLD = 12;

/** The error of a wait for several jobs: those that did not end as they should, the worst first. */
export function errorOf(messages: readonly string[], total: number): string {
  if (total <= 1) return messages[0] ?? '';
  const more = messages.length > TOLD ? ` And ${messages.length - TOLD} more.` : '';
  return `${messages.length} of ${total} batch jobs did not end as they should. ${messages.slice(0, TOLD).join(' ')}${more}`;
}
