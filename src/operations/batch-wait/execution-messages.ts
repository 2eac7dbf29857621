import { msBetween, type Moment } from '../../clock.ts';
import { groupErrors, type ExecutionError } from '../../fno/data-management/execution-errors.ts';
import { entityStanding, rowsFailed } from '../../fno/data-management/status.ts';
import { counted, formatCount } from '../../report/count.ts';
import { formatDuration } from '../../report/duration.ts';
import { ServerText } from '../../server-text.ts';
import type { ExecutionState } from './execution-state.ts';
import { joined, message, type Message } from './message.ts';
import { obstacleOf, ONE_POLL, RAISE, statusText, unknown } from './messages.ts';

const JOB_HISTORY = 'Data management > Job history';
const MANAGE_MESSAGES = 'Data management > Manage messages';

type Named = Pick<ExecutionState, 'wanted' | 'executionId'>;

export const nameOf = ({ wanted, executionId }: Named): Message =>
  executionId === undefined && wanted.kind === 'message'
    ? [`Message ${wanted.messageId}`]
    : ['Execution ', new ServerText(executionId ?? '')];

export const messageProcessedBy = ({ wanted }: Named, executionId: string): Message =>
  message`Message ${wanted.kind === 'message' ? wanted.messageId : ''} is processed by execution ${new ServerText(executionId)}.`;
export const messageStatus = (state: Named, status: ServerText): Message =>
  message`${nameOf(state)}: ${status}; F&O has not started an execution for it yet.`;
export const messageNotKnown = (state: Named, said: string): Message =>
  message`${nameOf(state)} is not known to F&O yet. Checking again for up to 5 min.${saying(said)}`;
export const noSuchMessage = (state: Named, said: string): Message =>
  message`${nameOf(state)} was not known to F&O for 5 minutes.${saying(said)} Check the message ID in ${MANAGE_MESSAGES}.`;
export const messageFailed = (state: Named, status: ServerText): Message =>
  message`${nameOf(state)} ended as ${status} before an execution was created. See its history in ${MANAGE_MESSAGES}.`;
export const messageProcessed = (state: Named): Message =>
  message`${nameOf(state)} was processed; F&O names no execution for it.`;

export const statusLine = (state: Named & Pick<ExecutionState, 'segments'>): Message =>
  message`${nameOf(state)}: ${statusText(state.segments)}`;

export const notFoundYet = (state: Named & Pick<ExecutionState, 'segments'>): Message =>
  message`${nameOf(state)} is ${state.segments.length > 0 ? 'no longer found' : 'not found yet, which is normal for a new one'}. Checking again for up to 5 min.`;

export const noSuchExecution = (state: Named, said: string): Message =>
  message`${nameOf(state)} was not found for 5 minutes.${saying(said)} Check the execution ID in ${JOB_HISTORY}.`;

const saying = (said: string) => (said ? ` F&O says: ${said.replace(/\.$/, '')}.` : '');

export const cutShort = (state: Named): Message =>
  message`${nameOf(state)} succeeded, but the step was interrupted before its entities were read, so rows that failed may have gone unnoticed. See ${JOB_HISTORY}.`;

/** How far the entities of an execution are; empty if nothing is known. */
export function entitiesText({ entities }: Pick<ExecutionState, 'entities'>): string {
  if (entities.length === 0) return '';
  const ended = (status: ServerText) => entityStanding(status.wire) !== 'pending';
  const staged = entities.filter(({ stagingStatus }) => ended(stagingStatus)).length;
  const written = entities.filter(({ targetStatus }) => ended(targetStatus)).length;
  const rows = entities.reduce((sum, { created, updated }) => sum + created + updated, 0);
  return `${staged} of ${entities.length} entities staged, ${written} written, ${counted(rows, 'row')}`;
}

export function progressLine(state: ExecutionState, now: Moment): Message {
  const entities = entitiesText(state);
  return message`Waiting for ${formatDuration(msBetween(state.begun, now))}: ${nameOf(state)} is ${statusOf(state)}${entities && `; ${entities}`}`;
}

const statusOf = ({ status }: ExecutionState): Message => (status ? [status] : ['not visible yet']);

/** The lines on what F&O reported: one for each kind of error, the most frequent first. */
export function errorLines(errors: readonly ExecutionError[], limit: number): Message[] {
  const groups = groupErrors(errors);
  const lines = groups.slice(0, limit).map(({ count, message: text, fields }) => {
    const named = joined(
      fields.slice(0, 3).map((field) => [new ServerText(field)]),
      ', ',
    );
    const where = fields.length > 0 ? message` (${named}${fields.length > 3 ? ', …' : ''})` : '';
    return message`${formatCount(count)} × ${{ long: new ServerText(text || '(no message)') }}${where}`;
  });
  const others = groups.slice(limit);
  if (others.length === 0) return lines;
  const count = others.reduce((sum, group) => sum + group.count, 0);
  return [...lines, [`and ${others.length} more kinds of error (${counted(count, 'error')})`]];
}

/** How it ended with an execution, and what to do about it. */
export function messageFor(state: ExecutionState, timeoutMs: number, isAccepted = false): Message {
  const { ended, segments, status } = state;
  const name = nameOf(state);
  const lastSeen = message`${name} was ${statusOf(state)} when it was last seen`;
  if (ended?.because) {
    return ended.outcome === 'failed' && status ? message`${ended.because} ${lastSeen}. ${MAY_GO_ON}` : ended.because;
  }
  const [first, last] = [segments[0], segments.at(-1)];
  const watched = first && last ? msBetween(first.from, last.to) : 0;
  const after = watched > 0 ? `, ${formatDuration(watched)} after it was first seen` : '';
  switch (ended?.outcome) {
    case 'finished':
      return message`${name} succeeded${after}.`;
    case 'partially-succeeded':
      return message`${name} succeeded only in part${after}. ${joined([failuresText(state), errorsText(state)], ' ')}`;
    case 'error':
      return message`${name} failed${after}. ${errorsText(state)}`;
    case 'canceled':
      return message`${name} was canceled in F&O${after}. See ${JOB_HISTORY}.`;
    case 'deleted':
      return message`${name} no longer exists: it was cleaned up during the wait, so how it ended is not known. See ${JOB_HISTORY}.`;
    case 'pending':
      return message`${name} is ${statusOf(state)}.${isAccepted ? '' : ` ${ONE_POLL}`}`;
    case 'timeout': {
      const [late, obstacle] = [
        formatDuration(timeoutMs),
        obstacleOf({ last: state.lastObstacle }, status ? 'withoutRemedy' : 'message'),
      ];
      if (status && obstacle)
        return message`${lastSeen}. The wait ended after ${late}${obstacle}. ${MAY_GO_ON} ${RAISE}`;
      return message`${name} ${status ? message`is still ${status}` : 'was not visible in F&O'} after ${late}${obstacle}. ${adviceOf(state)}`;
    }
    case 'interrupted':
      return message`${name} was ${statusOf(state)} when the step was interrupted.${status ? ` ${MAY_GO_ON}` : ''}`;
    case 'failed':
    case 'not-run':
    case 'withheld':
    case 'scheduled':
    case 'ended-unknown':
    case undefined:
      return message`${name} ${unknown(state)}.`;
  }
}

const MAY_GO_ON = 'It may continue in F&O.';

function adviceOf({ status, segments, executionId }: ExecutionState): string {
  if (executionId === undefined) {
    return status
      ? `F&O processes messages in the batch job of their recurring data job: check in ${MANAGE_MESSAGES} that it runs. ${RAISE}`
      : `Check the message ID in ${MANAGE_MESSAGES}. ${RAISE}`;
  }
  const isUnknown = segments.every((segment) => /^unknown$/i.test(segment.status.wire));
  return isUnknown ? `Check the execution ID in ${JOB_HISTORY}. ${RAISE}` : `It continues in F&O. ${RAISE}`;
}

/** Which entities say that it succeeded only in part. */
function failuresText({ entities }: ExecutionState): Message {
  const failed = entities.filter(
    (entity) =>
      rowsFailed(entity) > 0 ||
      [entity.stagingStatus, entity.targetStatus].some(({ wire }) => entityStanding(wire) === 'failed'),
  );
  const named = failed.slice(0, 3).map((entity) => {
    const rows = rowsFailed(entity);
    return message`${entity.entity}${rows > 0 ? ` (${counted(rows, 'row')} failed)` : ''}`;
  });
  if (named.length === 0) return [];
  return message`Entities with failures: ${joined(named, ', ')}${failed.length > 3 ? `, and ${failed.length - 3} more` : ''}.`;
}

function errorsText({ errors, ended }: ExecutionState): Message {
  if (errors === undefined) return [`Its errors could not be read. See ${JOB_HISTORY}.`];
  if (errors.length === 0) {
    const why = ended?.outcome === 'error' ? ', as happens if a file does not fit its mapping' : '';
    return [`F&O reported no errors for it${why}. See ${JOB_HISTORY} > Execution log.`];
  }
  const most = errorLines(errors, 1)[0] ?? [];
  return message`F&O reported ${counted(errors.length, 'error')}${errors.length === 1 ? '' : ', most often'}: ${most}. All are in \`errors-file\`; see also ${JOB_HISTORY}.`;
}
