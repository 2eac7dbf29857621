import { msBetween, type Moment } from '../../clock.ts';
import { entityStanding, executionStanding, messageStanding, rowsFailed } from '../../fno/data-management/status.ts';
import type { ServerText } from '../../server-text.ts';
import type { Effect, Ending, Stepped } from './drive.ts';
import * as messages from './execution-messages.ts';
import type {
  ExecutionObservation,
  ExecutionRead,
  ExecutionRules,
  ExecutionState,
  WantedExecution,
} from './execution-state.ts';
import { isBack, prolonged } from './item.ts';
import type { Message } from './message.ts';
import { unknownStatus } from './messages.ts';
import { isTooOdd } from './odd-row.ts';
import { gapMs } from './schedule.ts';

/** "Were not found" is what F&O says of a new execution for a while. */
const NEW_FOR_MS = 5 * 60_000;
const INFORM_MS = 50_000;

type Step = Stepped<ExecutionState, ExecutionRead>;

interface Turn {
  state: ExecutionState;
  effects: Effect<ExecutionRead>[];
  rules: ExecutionRules;
  now: Moment;
}

export function beginExecution(wanted: WantedExecution, rules: ExecutionRules, now: Moment): Step {
  const state: ExecutionState = {
    wanted,
    begun: now,
    executionId: wanted.kind === 'execution' ? wanted.executionId : undefined,
    known: now,
    status: undefined,
    segments: [],
    entities: [],
    errors: undefined,
    informed: now,
    missingSince: undefined,
    odd: undefined,
    ended: undefined,
    lastObstacle: undefined,
  };
  return { state, effects: [nextEffect({ state, effects: [], rules, now })] };
}

/** What follows from an observation: the rules about executions of data management. */
export function stepExecution(
  before: ExecutionState,
  seen: ExecutionObservation | Ending,
  rules: ExecutionRules,
  now: Moment,
): Step {
  const turn: Turn = { state: { ...before }, effects: [], rules, now };
  const { state } = turn;
  if (seen.kind !== 'no-response') state.odd = undefined;
  switch (seen.kind) {
    case 'message':
      takeMessage(turn, seen);
      break;
    case 'status':
      takeStatus(turn, seen.status);
      state.entities = seen.entities ?? state.entities;
      break;
    case 'not-found':
      takeNotFound(turn, seen.message);
      break;
    case 'details':
      takeDetails(state, seen);
      break;
    case 'no-response':
      takeNoResponse(turn, seen);
      break;
    case 'deadline':
      state.ended ??= { outcome: 'timeout' };
      state.lastObstacle = seen.last;
      break;
    case 'interrupted':
      state.ended ??= { outcome: 'interrupted' };
      break;
    case 'failure':
      state.ended ??= { outcome: 'failed', because: [seen.message] };
  }
  if (rules.once && !state.ended && !(seen.kind === 'message' && seen.executionId !== undefined)) {
    const isUnknown = state.status && state.executionId && executionStanding(state.status.wire).kind === 'unknown';
    state.ended = isUnknown ? { outcome: 'failed' } : { outcome: 'pending' };
  }
  turn.effects.push(nextEffect(turn));
  return { state, effects: turn.effects };
}

const say = ({ effects }: Turn, message: Message) => effects.push({ kind: 'say', message });

function nextEffect({ state, rules, now }: Turn): Effect<ExecutionRead> {
  if (state.ended) return { kind: 'end' };
  const { wanted, executionId, begun } = state;
  const isMessage = executionId === undefined && wanted.kind === 'message';
  const informs = !isMessage && msBetween(state.informed, now) >= INFORM_MS;
  if (informs) state.informed = now;
  const read: ExecutionRead = isMessage ? wanted : { kind: 'execution', executionId: executionId ?? '', informs };
  const isNew = executionId !== undefined && wanted.kind === 'message' && state.segments.length === 0;
  return {
    kind: 'poll',
    read,
    attempts: rules.once ? 'retry' : 'once',
    gapMs: isNew ? 0 : (rules.fixedGapMs ?? gapMs(msBetween(begun, now), [])),
  };
}

function takeMessage(turn: Turn, seen: Extract<ExecutionObservation, { kind: 'message' }>): void {
  const { state, rules, now } = turn;
  const { executionId, status, said } = seen;
  if (executionId !== undefined) {
    Object.assign(state, { executionId, known: now, status: undefined, missingSince: undefined });
    say(turn, messages.messageProcessedBy(state, executionId));
    return;
  }
  if (status === undefined || status.wire === '') {
    if (!state.missingSince) say(turn, messages.messageNotKnown(state, said));
    state.missingSince ??= now;
    if (msBetween(state.missingSince, now) < NEW_FOR_MS) return;
    const because = messages.noSuchMessage(state, said);
    state.ended = state.status ? { outcome: 'deleted' } : { outcome: 'failed', because };
    return;
  }
  state.missingSince = undefined;
  if (state.status?.wire !== status.wire) {
    say(turn, messages.messageStatus(state, status));
    state.known = now;
  }
  state.status = status;
  const standing = messageStanding(status.wire);
  if (standing === 'failed') state.ended = { outcome: 'error', because: messages.messageFailed(state, status) };
  // Its execution may become visible later.
  const isAlone = rules.once || msBetween(state.known, now) >= NEW_FOR_MS;
  if (standing === 'processed' && isAlone) {
    state.ended = { outcome: 'finished', because: messages.messageProcessed(state) };
  }
}

function takeStatus(turn: Turn, status: ServerText): void {
  const { state, now } = turn;
  const isNew = state.segments.at(-1)?.status.wire !== status.wire;
  Object.assign(state, { status, missingSince: undefined, segments: prolonged(state.segments, status, now) });
  const standing = executionStanding(status.wire);
  if (isNew) say(turn, messages.statusLine(state));
  if (isNew && standing.kind === 'unknown' && !isBack(state.segments))
    turn.effects.push({ kind: 'warn', message: unknownStatus(messages.nameOf(state), state) });
  if (standing.kind === 'ended') state.ended = { outcome: standing.outcome };
}

function takeNotFound(turn: Turn, said: string): void {
  const { state, now } = turn;
  if (!state.missingSince) say(turn, messages.notFoundYet(state));
  state.missingSince ??= now;
  const isSeen = state.segments.length > 0;
  if (msBetween(isSeen ? state.missingSince : state.known, now) < NEW_FOR_MS) return;
  state.ended = isSeen ? { outcome: 'deleted' } : { outcome: 'failed', because: messages.noSuchExecution(state, said) };
}

function takeDetails(state: ExecutionState, seen: Extract<ExecutionObservation, { kind: 'details' }>): void {
  state.entities = seen.entities ?? state.entities;
  state.errors = seen.errors;
  const failed = (seen.entities ?? []).some(
    (entity) =>
      [entity.stagingStatus, entity.targetStatus].some(({ wire }) => entityStanding(wire) === 'failed') ||
      (!seen.isExport && rowsFailed(entity) > 0),
  );
  if (state.ended?.outcome !== 'finished') return;
  if (failed) state.ended = { outcome: 'partially-succeeded' };
  // Nobody asked F&O whether an entity of it has failed.
  else if (seen.isCut && !seen.entities) state.ended = { outcome: 'interrupted', because: messages.cutShort(state) };
}

function takeNoResponse({ state, rules, now }: Turn, { message, odd }: Extract<Ending, { kind: 'no-response' }>): void {
  const isFirst = state.status === undefined && state.missingSince === undefined;
  if (isTooOdd(state, odd, isFirst, now) || rules.once) state.ended = { outcome: 'failed', because: [message] };
}
