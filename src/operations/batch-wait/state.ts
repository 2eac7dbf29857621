import type { Moment, WallTime } from '../../clock.ts';
import type { BatchJob } from '../../fno/batch/job.ts';
import type { StartResponse } from '../../fno/batch/start.ts';
import type { Obstacle } from '../poll-until.ts';
import type { Described, Wanted } from './choose.ts';
import type { Effect } from './drive.ts';
import type { EvidenceRules } from './evidence.ts';
import type { Item } from './item.ts';
import type { Message } from './message.ts';
import type { OddRow } from './odd-row.ts';
import type { StartedAfter } from './started-after.ts';

export interface Rules extends EvidenceRules {
  requeueLimit: number;
  startedAfter: StartedAfter;
  /** Whether `started-after` is given: a Finished run from before it is then started by `start: if-failed`. */
  startedAfterIsGiven: boolean;
  /** How the wait must have ended for jobs still pending or under way to be canceled. */
  cancelOn: readonly ('interrupted' | 'timeout')[];
  /** `wait-timeout-minutes: 0`: one poll, and what is still open then is `pending`. */
  once: boolean;
  fixedGapMs: number | undefined;
}

/** All that is known of a wait for batch jobs. */
export interface State {
  wanted: Wanted;
  begun: Moment;
  /** In the order given; those of a description once one matches. */
  items: readonly Item[];
  /** Whether the jobs are known for good: of a description, once a run counts. */
  settled: boolean;
  /** The environment's clock at the last poll; `undefined` before the first. */
  server: { time: WallTime; at: Moment } | undefined;
  /** Of a description that nothing matched: jobs of a similar one. */
  near: readonly BatchJob[];
  cutOff: WallTime;
  isDateWarned: boolean;
  /** When a job was last started: the pace begins anew. */
  restarted: Moment | undefined;
  odd: OddRow | undefined;
  ending: { kind: 'over' | 'interrupted' } | { kind: 'deadline'; last: Obstacle | undefined } | Failed | undefined;
  /** How F&O responded to each cancellation. */
  canceled: ReadonlyMap<string, string>;
}
interface Failed {
  kind: 'failure';
  message: Message;
}

export type Read =
  /** `near`: where nothing matches, jobs of a similar description are read as well. */
  (Described & { recId: string | undefined; near: boolean }) | { kind: 'rec-ids'; recIds: string[] };
export type Act = { kind: 'start'; recId: string } | { kind: 'cancel'; recIds: string[] };

export type Observation =
  /** `near` are those of a similar description; `date` is the environment's clock, as far as it tells, `ours` is ours. */
  | { kind: 'polled'; jobs: readonly BatchJob[]; near: readonly BatchJob[]; date: WallTime | undefined; ours: WallTime }
  | { kind: 'start-response'; recId: string; response: StartResponse }
  | { kind: 'canceled'; responses: ReadonlyMap<string, string> };

/** One step under way: its drafts are its own. */
export interface Turn {
  state: State;
  effects: Effect<Read, Act>[];
  rules: Rules;
  now: Moment;
}

/** For so long a job is read before a start or an end that nothing proves is judged. */
export const PROOF_MS = 120_000;

export const say = ({ effects }: Turn, message: Message) => effects.push({ kind: 'say', message });
export const openItems = ({ items }: State) => items.filter(({ ended }) => !ended);
