import { msBetween, type Moment } from '../../clock.ts';
import type { BatchJob } from '../../fno/batch/job.ts';
import { standingOf } from '../../fno/batch/status.ts';
import { choose, matching, type Wanted } from './choose.ts';
import type { Effect, Ending, Stepped } from './drive.ts';
import { expectedEnd, isOpen, newItem, type Item } from './item.ts';
import type { Message } from './message.ts';
import * as messages from './messages.ts';
import { endOfProof, endOfWait, takeMissing, takeRow, takeStartResponse } from './one-job.ts';
import { isTooOdd } from './odd-row.ts';
import { gapMs } from './schedule.ts';
import { cutOffOf } from './started-after.ts';
import { openItems, say, type Act, type Observation, type Read, type Rules, type State, type Turn } from './state.ts';
import * as whole from './whole-messages.ts';

/** At least so often a job is read of which a start or an end is not proved. */
const LONGEST_PROOF_GAP_MS = 15_000;
const DAY_MS = 86_400_000;

export function begin(wanted: Wanted, rules: Rules, now: Moment): Stepped<State, Read, Act> {
  const mayStart = rules.start !== 'no';
  const state: State = {
    wanted,
    begun: now,
    items: wanted.kind === 'rec-ids' ? wanted.recIds.map((recId) => newItem(recId, mayStart)) : [],
    settled: wanted.kind === 'rec-ids',
    server: undefined,
    near: [],
    cutOff: { epochMs: 0 },
    isDateWarned: false,
    restarted: undefined,
    odd: undefined,
    ending: undefined,
    canceled: new Map(),
  };
  return { state, effects: [nextEffect({ state, effects: [], rules, now }, false)] };
}

/** What follows from an observation: the rules about batch jobs. */
export function step(before: State, seen: Observation | Ending, rules: Rules, now: Moment): Stepped<State, Read, Act> {
  const state = { ...before, items: before.items.map((item) => ({ ...item })) };
  const turn: Turn = { state, effects: [], rules, now };
  switch (seen.kind) {
    case 'polled':
      takePoll(turn, seen);
      break;
    case 'start-response':
      takeStartResponse(turn, seen);
      break;
    case 'no-response':
      takeNoResponse(turn, seen);
      break;
    case 'deadline':
    case 'interrupted':
      state.ending = seen;
      for (const item of openItems(state)) item.ended = endOfWait(item, seen.kind);
      break;
    case 'failure':
      fail(turn, [seen.message]);
      break;
    case 'canceled':
      state.canceled = seen.responses;
      for (const item of state.items) {
        const response = seen.responses.get(item.recId);
        if (response !== undefined) say(turn, messages.canceled(item, response));
      }
  }
  if (rules.once && !state.ending) endOnce(turn, seen.kind === 'no-response' ? seen.message : undefined);
  turn.effects.push(nextEffect(turn, seen.kind !== 'no-response'));
  return { state, effects: turn.effects };
}

function fail({ state }: Turn, message: Message): void {
  state.ending = { kind: 'failure', message };
  for (const item of openItems(state)) item.ended = { outcome: 'failed' };
}

function takePoll(turn: Turn, { jobs, near, date, ours }: Extract<Observation, { kind: 'polled' }>): void {
  const { state, rules, now, effects } = turn;
  const isFar = date !== undefined && Math.abs(date.epochMs - ours.epochMs) > DAY_MS;
  if (date && isFar && !state.isDateWarned) effects.push({ kind: 'warn', message: messages.farDate(date, ours) });
  state.isDateWarned ||= isFar;
  const isFirst = state.server === undefined;
  state.server = { time: date && !isFar ? date : ours, at: now };
  if (isFirst) state.cutOff = cutOffOf(rules.startedAfter, state.server.time);
  state.odd = undefined;
  if (isFirst) state.near = near;
  if (!state.settled) chooseItem(turn, jobs, isFirst);
  const rows = new Map(jobs.map((job) => [job.recId, job]));
  for (const item of openItems(state)) {
    const job = rows.get(item.recId);
    if (job) takeRow(turn, item, job, state.server.time);
    else takeMissing(turn, item);
  }
  state.settled ||= state.items.some(({ ended, isStale }) => ended !== undefined || !isStale);
}

/** Chooses the job that a description means; it stands for good once a run of it counts. */
function chooseItem(turn: Turn, jobs: readonly BatchJob[], isFirst: boolean): void {
  const { state, rules } = turn;
  if (state.wanted.kind !== 'description') return;
  const { description, legalEntity } = state.wanted;
  const mayStart = rules.start !== 'no';
  const rows = matching(jobs, description, legalEntity);
  const choice = choose(rows, mayStart);
  switch (choice.kind) {
    case 'none':
      if (isFirst) say(turn, whole.noMatch(state.wanted, state.near, rules.once));
      break;
    case 'several':
      fail(turn, whole.severalMatch(state.wanted, choice.jobs, mayStart));
      break;
    case 'one':
      if (state.items[0]?.recId === choice.job.recId) break;
      state.items = [newItem(choice.job.recId, mayStart)];
      if (rows.length > 1) say(turn, whole.chosen(choice.job, rows.length));
  }
}

function takeNoResponse(turn: Turn, { message, odd }: Extract<Ending, { kind: 'no-response' }>): void {
  const { state, now } = turn;
  // Nothing was sent: a start that may have arrived has a response of its own. The next poll decides anew.
  for (const item of state.items) {
    const { plan } = item;
    if (plan.kind === 'starting' && plan.again) item.plan = { kind: 'due', at: now, again: true };
    else if (plan.kind === 'starting' || (plan.kind === 'due' && !plan.again)) item.plan = { kind: 'decide' };
  }
  if (isTooOdd(state, odd, !state.server, now)) fail(turn, [message]);
}

/** Ends what one poll is enough for: a job that needs no proof is `pending`. */
function endOnce(turn: Turn, noResponse: string | undefined): void {
  const { state, now } = turn;
  for (const item of openItems(state)) {
    const until = item.doubt?.until ?? (item.plan.kind === 'confirm' ? item.plan.until : undefined);
    if (noResponse !== undefined && until && msBetween(until, now) >= 0) item.ended = endOfProof(item);
    if (until || item.missing > 0 || item.plan.kind !== 'watch' || !item.job) continue;
    const isKnown = standingOf(item.job.status.wire).kind !== 'unknown';
    item.ended = isKnown ? { outcome: 'pending' } : { outcome: 'failed', because: messages.unknown(item.job) };
  }
  const isFollowed = openItems(state).some(({ doubt, plan }) => doubt ?? plan.kind === 'confirm');
  if (noResponse !== undefined && !isFollowed) fail(turn, [noResponse]);
  else if (noResponse === undefined && state.items.length === 0) state.ending = { kind: 'over' };
}

/** What is to be done next: cancel and end, start one job, or poll. */
function nextEffect(turn: Turn, mayStart: boolean): Effect<Read, Act> {
  const { state, rules, now } = turn;
  const open = openItems(state);
  if (state.settled && open.length === 0) state.ending ??= { kind: 'over' };
  if (state.ending) {
    const kind = state.ending.kind === 'deadline' ? 'timeout' : state.ending.kind;
    const isAsked = state.canceled.size === 0 && rules.cancelOn.some((asked) => asked === kind);
    const recIds = state.items.filter((item) => isAsked && item.ended?.outcome === kind && isOpen(item));
    if (recIds.length === 0) return { kind: 'end' };
    return { kind: 'act', act: { kind: 'cancel', recIds: recIds.map(({ recId }) => recId) } };
  }
  const due = open.find(({ plan }) => mayStart && plan.kind === 'due' && msBetween(plan.at, now) >= 0);
  if (due?.plan.kind === 'due') {
    due.plan = { kind: 'starting', again: due.plan.again };
    return { kind: 'act', act: { kind: 'start', recId: due.recId } };
  }
  return nextPoll(turn, open);
}

function nextPoll({ state, rules, now }: Turn, open: readonly Item[]): Effect<Read, Act> {
  const since = state.restarted ?? state.begun;
  const ordinaryMs =
    rules.fixedGapMs ??
    gapMs(
      msBetween(since, now),
      open.flatMap((item) => expectedEnd(item, since) ?? []),
    );
  const moments = open.flatMap(({ plan, doubt }) =>
    plan.kind === 'due' ? [plan.at] : plan.kind === 'confirm' ? [plan.until] : doubt ? [doubt.until] : [],
  );
  const isUrgent = open.some(({ plan, doubt, missing }) => plan.kind === 'confirm' || doubt || missing > 0);
  const isFirst = state.server === undefined || open.some(({ missing }) => missing > 0);
  const { wanted } = state;
  return {
    kind: 'poll',
    read:
      wanted.kind === 'description' && !state.settled
        ? { ...wanted, recId: state.items[0]?.recId, near: state.server === undefined }
        : { kind: 'rec-ids', recIds: open.map(({ recId }) => recId) },
    attempts: rules.once && isFirst ? 'retry' : 'once',
    gapMs: isUrgent ? Math.min(ordinaryMs, LONGEST_PROOF_GAP_MS) : ordinaryMs,
    wakeAt: moments.sort((a, b) => msBetween(b, a))[0],
  };
}
