import { msBetween, type Moment, type WallTime } from '../../clock.ts';
import type { BatchJob } from '../../fno/batch/job.ts';
import { standingOf } from '../../fno/batch/status.ts';
import { formatDuration } from '../../report/duration.ts';
import { dueAt } from './evidence.ts';
import { expectedEnd, type Item } from './item.ts';
import type { State } from './state.ts';

/** The environment's clock at a poll. */
type Server = State['server'];

/** A moment of the wait by the environment's clock. */
export const serverTime = ({ time, at }: NonNullable<Server>, moment: Moment): WallTime => ({
  epochMs: time.epochMs + msBetween(at, moment),
});

/** From so long a run on, seconds say nothing. */
const MINUTES_MS = 2 * 60_000;

/**
 * When the run under way should end, going by the run before: `about 02:47 UTC`.
 *
 * @returns `undefined` if the job is not executing, or it is not known how long its last run took
 */
export function etaOf(
  item: Item,
  server: Server,
  now: Moment,
): { at: string; leftMs: number; tookMs: number } | undefined {
  const expected = expectedEnd(item, now);
  if (!server || !expected || !/^executing$/i.test(item.job?.status.wire ?? '')) return undefined;
  const { atMs: leftMs, durationMs: tookMs } = expected;
  const today = serverTime(server, now);
  const [day = '', time = ''] = new Date(today.epochMs + leftMs).toISOString().split(/[T.]/);
  const isToday = new Date(today.epochMs).toISOString().startsWith(day);
  const clock = tookMs < MINUTES_MS ? time : time.slice(0, 5);
  return { at: `about ${isToday ? '' : `${day} `}${clock} UTC`, leftMs, tookMs };
}

/** `expected about 02:47 UTC, in 12 min; the last run took 35 min`; empty if it is not known. */
export function etaText(item: Item, server: Server, now: Moment): string {
  const eta = etaOf(item, server, now);
  if (!eta) return '';
  const left = eta.leftMs > 0 ? `in ${aboutDuration(eta.leftMs)}` : `${aboutDuration(-eta.leftMs)} ago`;
  return `expected ${eta.at}, ${left}; the last run took ${formatDuration(eta.tookMs)}`;
}

const aboutDuration = (ms: number) =>
  formatDuration(ms < MINUTES_MS ? Math.round(ms / 1_000) * 1_000 : Math.round(ms / 60_000) * 60_000);

/** How far a job under way is, going by its last run, as the end of a sentence; empty if that is not known. */
export function shareText(item: Item, server: Server, now: Moment): string {
  const eta = etaOf(item, server, now);
  if (!eta) return '';
  const share = eta.tookMs > 0 ? (eta.tookMs - eta.leftMs) / eta.tookMs : Infinity;
  const done = share <= 1 ? `about ${Math.round(share * 100)}%` : 'longer than usual';
  return `, ${done} (${etaText(item, server, now)})`;
}

/** `due at 2026-01-31T22:00:00Z, in 2 h`; empty for a job that is not waiting for its time. */
export function dueText(job: BatchJob | undefined, server: Server, now: Moment): string {
  const serverNow = server && serverTime(server, now);
  const isWaiting = job && standingOf(job.status.wire).kind === 'waiting';
  const due = isWaiting && serverNow && dueAt(job, serverNow);
  return due ? `due at ${isoText(due)}, in ${formatDuration(due.epochMs - serverNow.epochMs)}` : '';
}

export const isoText = ({ epochMs }: WallTime) => new Date(epochMs).toISOString().replace(/\.\d+Z$/, 'Z');
