import { msBetween, type Moment } from '../../clock.ts';
import { lastRunMs, type BatchJob } from '../../fno/batch/job.ts';
import { standingOf } from '../../fno/batch/status.ts';
import type { ServerText } from '../../server-text.ts';
import type { Baseline, Verdict } from './evidence.ts';
import type { Message } from './message.ts';
import type { Outcome } from './outcome.ts';

/** A time in which a status was seen. */
export interface Segment {
  status: ServerText;
  from: Moment;
  to: Moment;
}

/** What is to be done with a job in addition to reading it. `again` is a restart after an Error. */
export type Plan =
  | { kind: 'watch' }
  /** Whether it is started depends on what the first poll shows. */
  | { kind: 'decide' }
  /** It is to be set to Waiting then. */
  | { kind: 'due'; at: Moment; again: boolean }
  /** It is being set to Waiting. */
  | { kind: 'starting'; again: boolean }
  /** Whether it was started is not clear: polls decide until then. */
  | { kind: 'confirm'; until: Moment; message: string; again: boolean };

/** `because` is the end of a sentence about the job, if there is more to say than the outcome does. */
export interface Ended {
  outcome: Outcome;
  because?: Message;
}

/** One batch job that is waited for, and all that is known of it. */
export interface Item {
  recId: string;
  /** As it was last seen. */
  job: BatchJob | undefined;
  baseline: Baseline | undefined;
  plan: Plan;
  /** An end, or a start, that nothing proves, and what it is then. */
  doubt: { until: Moment; outcome: Extract<Verdict, { kind: 'doubtful' }>['outcome'] } | undefined;
  ended: Ended | undefined;
  /** Its run that ended does not count: a newer one is waited for. */
  isStale: boolean;
  /** How many polls in a row did not find it. */
  missing: number;
  requeues: number;
  /** When it was first seen running in its present run. */
  runningSince: Moment | undefined;
  /** How long the run before took, in milliseconds. */
  lastRunMs: number | undefined;
  segments: readonly Segment[];
}

export const newItem = (recId: string, mayStart: boolean): Item => ({
  recId,
  job: undefined,
  baseline: undefined,
  plan: { kind: mayStart ? 'decide' : 'watch' },
  doubt: undefined,
  ended: undefined,
  isStale: false,
  missing: 0,
  requeues: 0,
  runningSince: undefined,
  lastRunMs: undefined,
  segments: [],
});

/** Enough for every picture; a job that changes its status for days must not fill the memory. */
const MOST_SEGMENTS = 40;

/** Prolongs the present segment, or begins one for a new status. */
export function prolonged(segments: readonly Segment[], status: ServerText | undefined, now: Moment): Segment[] {
  const before = segments.slice(0, -1);
  const last = segments.slice(-1).map((segment) => ({ ...segment, to: now }));
  const isNew = status !== undefined && last[0]?.status.wire !== status.wire;
  return [...before, ...last, ...(isNew ? [{ status, from: now, to: now }] : [])].slice(-MOST_SEGMENTS);
}

/** Whether the present status was there before: one that comes and goes is no news. */
export const isBack = (segments: readonly Segment[]): boolean =>
  segments.slice(0, -1).some(({ status }) => status.wire === segments.at(-1)?.status.wire);

/** Whether the job was under way then. */
export const isRun = ({ status }: Pick<Segment, 'status'>) => standingOf(status.wire).kind === 'running';

/** Notes what a poll shows. @returns whether the status has changed */
export function noteSeen(item: Item, job: BatchJob, now: Moment): boolean {
  const isChanged = item.job?.status.wire !== job.status.wire;
  const isRunning = isRun(job);
  // Once it was seen running, its dates are those of that run.
  if (!isRunning && !item.segments.some(isRun)) item.lastRunMs ??= lastRunMs(job);
  item.runningSince = isRunning ? (item.runningSince ?? now) : undefined;
  item.segments = prolonged(item.segments, job.status, now);
  item.missing = 0;
  item.job = job;
  return isChanged;
}

/** When the run under way should end, going by the run before, in milliseconds after `since`. */
export function expectedEnd(item: Item, since: Moment): { atMs: number; durationMs: number } | undefined {
  const { runningSince, lastRunMs: durationMs } = item;
  if (!runningSince || durationMs === undefined) return undefined;
  return { atMs: msBetween(since, runningSince) + durationMs, durationMs };
}

/** Whether F&O will go on with it though the wait is over. */
export function isOpen({ job, ended, plan, baseline }: Item): boolean {
  if (!job || (ended && !['timeout', 'interrupted', 'failed', 'pending'].includes(ended.outcome))) return false;
  switch (standingOf(job.status.wire).kind) {
    case 'waiting':
    case 'ready':
    case 'running':
      return true;
    case 'ended':
      return baseline?.started === true || plan.kind === 'starting';
    case 'withheld':
    case 'unknown':
      return false;
  }
}
