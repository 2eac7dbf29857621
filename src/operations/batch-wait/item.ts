import { lastRunMs, type BatchJob } from '../../fno/batch/job.ts';
import { standingOf } from '../../fno/batch/status.ts';
import type { History } from './judge.ts';
import type { Outcome } from './outcome.ts';

/** A time in which a status was seen, by the clock of the run. */
export interface Segment {
  status: string;
  fromMs: number;
  toMs: number;
}

/** What is to be done with a job beside looking at it. */
export type Plan =
  | { kind: 'watch' }
  /** Set it to Waiting as soon as it is seen. */
  | { kind: 'start' }
  /** It ended in Error: set it to Waiting then. */
  | { kind: 'requeue'; atMs: number }
  /** Whether a start arrived is not known: looks decide. */
  | { kind: 'confirm'; polls: number; message: string; whenNot: 'failed' | 'error' };

/** `because` says more than the outcome does, as the end of a sentence about the job; empty where there is no more. */
export interface Ended {
  outcome: Outcome;
  because: string;
}

/** One batch job that is waited for, and all that is known of it. */
export interface Item {
  recId: string;
  description: string;
  company: string;
  /** As it was last seen. */
  job: BatchJob | undefined;
  history: History;
  plan: Plan;
  ended: Ended | undefined;
  /** Its run that ended does not count: a newer one is waited for. */
  stale: boolean;
  /** How many looks in a row did not find it. */
  missing: number;
  requeues: number;
  /** When it was last set to Waiting here. */
  startedMs: number | undefined;
  /** When it was first seen running in its present run. */
  runningSinceMs: number | undefined;
  /** How long the run before took. */
  lastRunMs: number | undefined;
  segments: Segment[];
}

export function newItem(recId: string, start: boolean): Item {
  return {
    recId,
    description: '',
    company: '',
    job: undefined,
    history: { kind: 'none' },
    plan: { kind: start ? 'start' : 'watch' },
    ended: undefined,
    stale: false,
    missing: 0,
    requeues: 0,
    startedMs: undefined,
    runningSinceMs: undefined,
    lastRunMs: undefined,
    segments: [],
  };
}

/** Enough for every picture; a job that changes its status for days must not fill the memory. */
const MOST_SEGMENTS = 40;

/** Notes what a look found. @returns whether the status has changed */
export function noteSeen(item: Item, job: BatchJob, nowMs: number): boolean {
  item.description ||= job.description;
  item.company ||= job.company;
  item.missing = 0;
  const changed = item.job?.status !== job.status;
  const running = standingOf(job.status).kind === 'running';
  if (!running) item.lastRunMs ??= lastRunMs(job);
  item.runningSinceMs = running ? (item.runningSinceMs ?? nowMs) : undefined;
  const current = item.segments.at(-1);
  if (current) current.toMs = nowMs;
  if (changed || !current) {
    item.segments.push({ status: job.status, fromMs: nowMs, toMs: nowMs });
    if (item.segments.length > MOST_SEGMENTS) item.segments.shift();
  }
  item.job = job;
  return changed;
}

/** When the run under way should end, going by the run before, by the clock of the run. */
export function expectedEnd(item: Item): { atMs: number; durationMs: number } | undefined {
  const { runningSinceMs, lastRunMs: durationMs } = item;
  if (item.ended || runningSinceMs === undefined || durationMs === undefined) return undefined;
  return { atMs: runningSinceMs + durationMs, durationMs };
}

/** Whether F&O will go on with it though the wait is over. */
export function isOpen({ job, ended, startedMs }: Item): boolean {
  if (ended || !job) return false;
  const { kind } = standingOf(job.status);
  return kind === 'waiting' || kind === 'ready' || kind === 'running' || (kind === 'ended' && startedMs !== undefined);
}
