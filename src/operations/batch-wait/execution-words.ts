import { groupErrors, type ExecutionError } from '../../fno/data-management/execution-errors.ts';
import { formatDuration } from '../../report/duration.ts';
import type { Execution } from './execution-target.ts';
import type { Outcome } from './outcome.ts';
import { outageText } from './sentence.ts';
import type { Ending } from './wait.ts';
import { JOB_HISTORY } from './words.ts';

export function nameOf({ wanted, executionId }: Execution): string {
  if (executionId !== undefined) return `Execution ${executionId}`;
  return wanted.kind === 'message' ? `Message ${wanted.messageId}` : `Execution ${wanted.executionId}`;
}

export function statusLine(execution: Execution): string {
  const before = execution.segments.at(-2);
  const current = execution.segments.at(-1);
  const lasted =
    before && current ? ` (was ${before.status} for ${formatDuration(current.fromMs - before.fromMs)})` : '';
  return `${nameOf(execution)}: ${execution.status}${lasted}`;
}

export function unknownStatus(execution: Execution): string {
  return `${nameOf(execution)} has the status "${execution.status}", which this version does not know: it is waited on, and never counts as success.`;
}

export function notFoundYet(execution: Execution): string {
  return `${nameOf(execution)} is not found yet, as F&O answers of a new one: waiting up to 5 minutes for it.`;
}

export function noSuchExecution(execution: Execution, said: string): string {
  return `${nameOf(execution)} was not found for 5 minutes. F&O says: ${said.replace(/\.$/, '')}. Check the id in ${JOB_HISTORY}.`;
}

export const messageFailed = (status: string) =>
  `ended as ${status} before an execution was made: see the history of the recurring data job (Data management > Manage messages)`;

/** How far the entities of an execution are; empty where nothing is known. */
export function entitiesText({ entities }: Execution): string {
  if (entities.length === 0) return '';
  const over = (status: string) => !/^(|unknown|notrun|executing|queued)$/i.test(status);
  const staged = entities.filter(({ stagingStatus }) => over(stagingStatus)).length;
  const written = entities.filter(({ targetStatus }) => over(targetStatus)).length;
  const rows = entities.reduce((sum, { created, updated }) => sum + created + updated, 0);
  return `${staged} of ${entities.length} entities staged, ${written} written, ${rows.toLocaleString('en-US')} rows`;
}

export function progressLine(execution: Execution, elapsedMs: number): string {
  const entities = entitiesText(execution);
  return `Waiting for ${formatDuration(elapsedMs)}: ${nameOf(execution)} ${execution.status || 'not seen yet'}${entities && `; ${entities}`}`;
}

/** The lines that tell what F&O reported: a line for each kind of error, the most frequent first. */
export function errorLines(errors: readonly ExecutionError[], limit: number): string[] {
  const groups = groupErrors(errors);
  const lines = groups.slice(0, limit).map(({ count, message, fields }) => {
    const where = fields.length > 0 ? ` (${fields.slice(0, 3).join(', ')}${fields.length > 3 ? ', …' : ''})` : '';
    return `${count.toLocaleString('en-US')} × ${message || '(no message)'}${where}`;
  });
  return groups.length > limit ? [...lines, `and ${groups.length - limit} more kinds of error`] : lines;
}

/** How it ended with an execution, and what to do about it. `errors` is `undefined` where they could not be read. */
export function messageFor(
  execution: Execution,
  outcome: Outcome,
  ending: Ending,
  timeoutMs: number,
  errors: readonly ExecutionError[] | undefined,
): string {
  const name = nameOf(execution);
  const because = execution.ended?.because;
  if (because) return `${name} ${because}.`;
  const last = execution.segments.at(-1);
  const took = last ? ` after ${formatDuration(last.toMs - (execution.segments[0]?.fromMs ?? last.fromMs))}` : '';
  switch (outcome) {
    case 'finished':
      return `${name} succeeded${took}.`;
    case 'partially-succeeded':
      return `${name} succeeded in part${took}. ${errorsText(errors)}`;
    case 'error':
      return `${name} failed${took}. ${errorsText(errors)}`;
    case 'canceled':
      return `${name} was canceled in F&O${took}. See ${JOB_HISTORY}.`;
    case 'deleted':
      return `${name} is no longer there: it was cleaned up while it was waited for, and how it ended is not known. See ${JOB_HISTORY}.`;
    case 'timeout': {
      const late = `${name} is still ${execution.status || 'not seen'} after ${formatDuration(timeoutMs)}${outageText(ending)}.`;
      return execution.status
        ? `${late} It goes on in F&O. Raise \`wait-timeout-minutes\` where it needs longer.`
        : `${late} Check the id in ${JOB_HISTORY}, or raise \`wait-timeout-minutes\` where it needs longer.`;
    }
    case 'interrupted':
      return `${name} was ${execution.status || 'not seen yet'} when the step was interrupted.${execution.status ? ' It goes on in F&O.' : ''}`;
    case 'failed':
    case 'not-run':
    case 'withheld':
    case 'scheduled':
    case 'ended-unknown':
      return ending.kind === 'failed' ? ending.error : `${name} could not be waited for.`;
  }
}

function errorsText(errors: readonly ExecutionError[] | undefined): string {
  if (errors === undefined) return `Its errors could not be read: see ${JOB_HISTORY}.`;
  if (errors.length === 0) {
    return `F&O reported no errors of it, as for a file that does not fit its mapping: see ${JOB_HISTORY} > Execution log.`;
  }
  const [most] = errorLines(errors, 1);
  return `F&O reported ${errors.length.toLocaleString('en-US')} errors, most often: ${most ?? ''}. All are in \`errors-file\`; see also ${JOB_HISTORY}.`;
}
