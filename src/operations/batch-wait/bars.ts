import type { Moment } from '../../clock.ts';
import type { FnoDate } from '../../fno/batch/job.ts';
import { standingOf } from '../../fno/batch/status.ts';
import { executionStanding } from '../../fno/data-management/status.ts';
import type { Bar, BarKind } from '../../report/gantt.ts';
import { isRun, type Item, type Segment } from './item.ts';
import type { Outcome } from './outcome.ts';

/** The dates of the run that was waited for, as far as they are known by F&O. */
export interface Run {
  began?: FnoDate | undefined;
  ended?: FnoDate | undefined;
}

const isOpen = ({ status }: Segment) => !['ended', 'withheld'].includes(standingOf(status.wire).kind);

/** The dates of a job are those of an earlier run until its own is under way, or has ended. */
export function runOf({ job, baseline, segments, isStale }: Item, outcome: Outcome): Run {
  if (!job || isStale) return {};
  if (isRun(job)) return outcome === 'ended-unknown' ? {} : { began: job.start };
  const isOver = ['finished', 'error', 'canceled', 'not-run', 'ended-unknown'].includes(outcome);
  const isWatched = baseline?.started === true || segments.some(isOpen);
  const isEarlier = isWatched && job.end?.epochMs === baseline?.job.end?.epochMs;
  return isOver && !isEarlier ? { began: job.start, ended: job.end } : {};
}

/** How a status is drawn; one that ends a run takes no time of its own. */
interface Look {
  kind: BarKind;
  isEnd: boolean;
}

function lookOfJob(status: string): Look | undefined {
  const standing = standingOf(status);
  if (standing.kind === 'withheld') return undefined;
  return lookOf(standing, standing.kind === 'running');
}

const lookOfExecution = (status: string) => lookOf(executionStanding(status), /^executing$/i.test(status));

const lookOf = (standing: { kind: string } | { kind: 'ended'; outcome: Outcome }, isActive: boolean): Look =>
  'outcome' in standing
    ? { kind: standing.outcome === 'finished' ? 'done' : 'failed', isEnd: true }
    : { kind: isActive ? 'active' : 'pending', isEnd: false };

/** The wall clock at a moment of the wait, in milliseconds since 1970. */
export type TimeOf = (moment: Moment) => number;

/**
 * The bars of a wait: the runs that were seen in it, each in the colour of its end. A status of before the first run is left
 * out, and so is one that ends a run: the run itself is drawn as it ended.
 */
function barsOf(segments: readonly Segment[], lookAt: (status: string) => Look | undefined, timeOf: TimeOf): Bar[] {
  const bars: Bar[] = [];
  for (const { status, from, to } of segments) {
    const look = lookAt(status.wire);
    const last = bars.at(-1);
    const [label, fromMs, toMs] = [status.wire || 'no status', timeOf(from), timeOf(to)];
    if (!look || (look.isEnd && !last)) continue;
    if (look.isEnd && last?.kind === 'active') Object.assign(last, { label, kind: look.kind, toMs: fromMs });
    else bars.push({ label, kind: look.kind, fromMs, toMs: look.isEnd ? fromMs : toMs });
  }
  return bars;
}

/** The bars of a batch job: its last run by F&O's own dates, which know it better than polls do. */
export function jobBars(item: Item, outcome: Outcome, timeOf: TimeOf): Bar[] {
  const bars = barsOf(item.segments, lookOfJob, timeOf);
  const { began, ended } = runOf(item, outcome);
  if (!began) return bars;
  const last = bars.at(-1);
  if (!last) {
    const status = item.job?.status.wire ?? '';
    const kind = lookOfJob(status)?.kind ?? 'pending';
    return ended ? [{ label: status, kind, fromMs: began.epochMs, toMs: Math.max(ended.epochMs, began.epochMs) }] : [];
  }
  if (last.kind === 'pending') return bars;
  const before = bars.at(-2);
  last.fromMs = Math.max(Math.min(began.epochMs, last.toMs), before?.fromMs ?? -Infinity);
  if (ended) last.toMs = Math.max(ended.epochMs, last.fromMs);
  if (before && (before.kind === 'pending' || before.toMs > last.fromMs)) before.toMs = last.fromMs;
  return bars;
}

/**
 * The bars of an execution of data management.
 *
 * @param dates of its entities, for one that had ended when it was first seen
 */
export function executionBars(segments: readonly Segment[], dates: readonly FnoDate[], timeOf: TimeOf): Bar[] {
  const bars = barsOf(segments, lookOfExecution, timeOf);
  const status = segments.at(-1)?.status.wire ?? '';
  if (bars.length > 0 || dates.length === 0) return bars;
  const times = dates.map(({ epochMs }) => epochMs);
  return [{ label: status, kind: lookOfExecution(status).kind, fromMs: Math.min(...times), toMs: Math.max(...times) }];
}
