import type { WallTime } from '../../clock.ts';
import { lastRunMs, type BatchJob } from '../../fno/batch/job.ts';
import { standingOf, type EndedOutcome } from '../../fno/batch/status.ts';

/** What was known of a job at the first poll, or when it was set to Waiting; an end is compared with it. */
export interface Baseline {
  job: BatchJob;
  /** Whether the job was set to Waiting in this wait. */
  started: boolean;
  /** The most that polls have shown since, this one included: `open` is any status that has not ended. */
  seen: 'ended' | 'open' | 'running';
  /** The latest StartDateTime that a poll showed of a run under way since, in milliseconds since 1970. */
  underWaySinceMs: number;
}

export type IsEvidence = (job: BatchJob, baseline: Baseline) => boolean;

/** A run has ended since the baseline. A status alone proves nothing: replicas lag, and F&O may serve an older row. */
export const isNewEnd: IsEvidence = ({ start, end }, { job, underWaySinceMs }) => {
  if (!end || end.epochMs <= (job.end?.epochMs ?? -Infinity)) return false;
  const startMs = start?.epochMs ?? -Infinity;
  return startMs <= end.epochMs && startMs >= underWaySinceMs;
};

export interface EvidenceRules {
  start: 'no' | 'always' | 'if-failed';
  allowScheduled: boolean;
  isEvidence: IsEvidence;
}

export type Verdict =
  /** Pending, under way, or of a status nobody knows. */
  | { kind: 'open' }
  /** Its run that ended does not count: a newer one is waited for. */
  | { kind: 'stale' }
  /** Nothing proves it yet: polled on for a while, and then that is the outcome. */
  | { kind: 'doubtful'; outcome: Exclude<EndedOutcome, 'finished'> | 'ended-unknown' | 'scheduled' }
  | { kind: 'over'; outcome: EndedOutcome | 'withheld' | 'scheduled' | 'ended-unknown' };

/** The clocks of F&O's machines differ: a start that lies less than this ahead is due. */
const DUE_TOLERANCE_MS = 30_000;

/**
 * Judges what one poll shows of a job.
 *
 * @param baseline `undefined` at the first poll
 * @param cutOff from when on a run that ended must have begun to count
 * @param serverNow by the environment's clock
 */
export function judge(
  job: BatchJob,
  baseline: Baseline | undefined,
  rules: EvidenceRules,
  { cutOff, serverNow }: { cutOff: WallTime; serverNow: WallTime },
): Verdict {
  const standing = standingOf(job.status.wire);
  const isYoung = beganAfter(job, cutOff);
  const isSeen = baseline !== undefined && (baseline.started || baseline.seen !== 'ended');
  const isNew = baseline !== undefined && rules.isEvidence(job, baseline) && (isSeen || isYoung);
  switch (standing.kind) {
    case 'withheld':
      return { kind: 'over', outcome: 'withheld' };
    case 'unknown':
      return { kind: 'open' };
    case 'running':
      return baseline && isOvertaken(job, baseline) ? ENDED_UNSEEN : { kind: 'open' };
    case 'ready':
      return isNew ? ENDED_UNSEEN : { kind: 'open' };
    case 'waiting':
      if (isNew) return ENDED_UNSEEN;
      // An active period does that: the run goes on in the next one.
      if (dueAt(job, serverNow) === undefined || baseline?.seen === 'running') return { kind: 'open' };
      return rules.allowScheduled ? { kind: 'open' } : judgeScheduled(job, baseline, rules, isYoung);
    case 'ended': {
      const { outcome } = standing;
      const isOdd = job.start && job.end && job.start.epochMs > job.end.epochMs;
      const counts = baseline ? isNew : isYoung && !isOdd;
      if (counts) return { kind: 'over', outcome };
      const hasDates = [job, baseline?.job].some((seen) => seen?.start ?? seen?.end);
      if (!isSeen && hasDates && !(isOdd && isYoung)) return { kind: 'stale' };
      return { kind: 'doubtful', outcome: outcome === 'finished' ? 'ended-unknown' : outcome };
    }
  }
}

const ENDED_UNSEEN = { kind: 'over', outcome: 'ended-unknown' } as const;

/** The run that was seen under way has ended, since a newer one is under way: how it ended is lost. */
const isOvertaken = ({ start, end }: BatchJob, { job, underWaySinceMs }: Baseline): boolean =>
  start !== undefined &&
  end !== undefined &&
  start.epochMs > underWaySinceMs &&
  end.epochMs >= underWaySinceMs &&
  underWaySinceMs > (job.end?.epochMs ?? -Infinity);

function judgeScheduled(
  job: BatchJob,
  baseline: Baseline | undefined,
  { start }: EvidenceRules,
  isYoung: boolean,
): Verdict {
  const hasLastRun = start === 'if-failed' ? Boolean(job.end) : lastRunMs(job) !== undefined && isYoung;
  if (!baseline) return { kind: 'over', outcome: hasLastRun ? 'ended-unknown' : 'scheduled' };
  // The row of the time before the start may still be served.
  return { kind: baseline.started && isSameRow(job, baseline.job) ? 'doubtful' : 'over', outcome: 'scheduled' };
}

export function beganAfter({ start, end }: BatchJob, cutOff: WallTime): boolean {
  const began = start ?? end;
  return began !== undefined && began.epochMs >= cutOff.epochMs;
}

/** Whether a poll shows a job as it was, so that a start in between has left no trace. */
export const isSameRow = (a: BatchJob, b: BatchJob): boolean =>
  a.status.wire === b.status.wire &&
  (['origStart', 'start', 'end'] as const).every((date) => a[date]?.epochMs === b[date]?.epochMs);

/** @returns when a waiting job is due, if that lies in the future */
export const dueAt = ({ origStart, start }: BatchJob, serverNow: WallTime): WallTime | undefined =>
  [origStart, start].find((date) => date && date.epochMs > serverNow.epochMs + DUE_TOLERANCE_MS);

/** The baseline after a poll that shows the job. */
export function remember(baseline: Baseline | undefined, job: BatchJob): Baseline {
  const { kind } = standingOf(job.status.wire);
  const isUnderWay = kind === 'running' || kind === 'ready';
  const now = kind === 'running' ? 'running' : kind === 'ended' ? 'ended' : 'open';
  const before = baseline ?? { job, started: false, seen: 'ended', underWaySinceMs: -Infinity };
  const startMs = (isUnderWay && job.start?.epochMs) || -Infinity;
  return {
    ...before,
    seen: before.seen === 'running' || now === 'ended' ? before.seen : now,
    underWaySinceMs: Math.max(before.underWaySinceMs, startMs),
  };
}

/**
 * The baseline of a job that is set to Waiting: what was seen until then is the past. The last poll may have shown an older
 * row than the one before, so the latest end counts.
 */
export function startFrom(job: BatchJob, before: Baseline | undefined): Baseline {
  const isOlder = before !== undefined && (before.job.end?.epochMs ?? 0) > (job.end?.epochMs ?? 0);
  return { job: isOlder ? before.job : job, started: true, seen: 'ended', underWaySinceMs: -Infinity };
}
