import type { Ending } from '../../../../src/operations/batch-wait/drive.ts';
import { isNewEnd } from '../../../../src/operations/batch-wait/evidence.ts';
import { begin, step } from '../../../../src/operations/batch-wait/machine.ts';
import { render } from '../../../../src/operations/batch-wait/message.ts';
import type { Observation, Rules, State } from '../../../../src/operations/batch-wait/state.ts';
import { createShow } from '../../../../src/server-text.ts';
import { jobAt, NOW_MS, type Dates } from './job-at.ts';

export const show = createShow((text) => text);

export const RULES: Rules = {
  start: 'no',
  requeueLimit: 0,
  startedAfter: { kind: 'duration', ms: 12 * 3_600_000 },
  startedAfterIsGiven: false,
  allowScheduled: false,
  cancelOn: [],
  once: false,
  fixedGapMs: undefined,
  isEvidence: isNewEnd,
};

/**
 * What happens to a machine, 10 s after the event before: a poll that shows the job, the response to its start, or how
 * polls end. A number is the second at which the next event happens.
 */
export type Event =
  | readonly [status: string, dates?: Dates]
  | 'accepted'
  | 'refused'
  | 'unclear'
  | 'missing'
  | 'outage'
  | 'odd'
  | 'deadline'
  | 'interrupted'
  | number;

const REC_ID = '5637144576';
const INTERVAL_S = 10;

function observationOf(event: Exclude<Event, number>, nowMs: number): Observation | Ending {
  const date = { epochMs: nowMs };
  switch (event) {
    case 'accepted':
      return { kind: 'start-response', recId: REC_ID, response: { kind: 'accepted' } };
    case 'refused':
    case 'unclear':
      return { kind: 'start-response', recId: REC_ID, response: { kind: event, message: 'It is busy.' } };
    case 'missing':
      return { kind: 'polled', jobs: [], near: [], date, ours: date };
    case 'outage':
    case 'odd':
      return { kind: 'no-response', message: `The message of the ${event}.`, odd: event === 'odd' };
    case 'deadline':
      return { kind: 'deadline', last: undefined };
    case 'interrupted':
      return { kind: 'interrupted' };
    default:
      return { kind: 'polled', jobs: [jobAt(...event)], near: [], date, ours: date };
  }
}

export interface Played {
  state: State;
  /** When the last event happened. */
  seconds: number;
  /** The acts asked for and the outcome: `start, finished`; `open` if it goes on. */
  told: string;
  lines: string[];
  warnings: string[];
  /** The longest pause asked for after each event, in milliseconds. */
  gaps: number[];
}

/** Lets events happen to the machine of one job. */
export function play(rules: Partial<Rules>, events: readonly Event[]): Played {
  const all = { ...RULES, ...rules };
  let { state } = begin({ kind: 'rec-ids', recIds: [REC_ID] }, all, { monotonicMs: 0 });
  let seconds = -INTERVAL_S;
  let next: number | undefined;
  const played: Played = { state, seconds: 0, told: '', lines: [], warnings: [], gaps: [] };
  const acts: string[] = [];
  for (const event of events) {
    if (typeof event === 'number') {
      next = event;
      continue;
    }
    seconds = next ?? seconds + INTERVAL_S;
    next = undefined;
    const now = { monotonicMs: seconds * 1_000 };
    const stepped = step(state, observationOf(event, NOW_MS + seconds * 1_000), all, now);
    state = stepped.state;
    for (const effect of stepped.effects) {
      if (effect.kind === 'act') acts.push(effect.act.kind);
      if (effect.kind === 'say') played.lines.push(render(effect.message, show));
      if (effect.kind === 'warn') played.warnings.push(render(effect.message, show));
      if (effect.kind === 'poll') played.gaps.push(effect.gapMs);
    }
  }
  const outcome = state.items[0]?.ended?.outcome ?? 'open';
  return { ...played, state, seconds, told: [...acts, outcome].join(', ') };
}
