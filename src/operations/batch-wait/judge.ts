import { lastRunMs, type BatchJob } from '../../fno/batch/job.ts';
import { standingOf, type EndedOutcome } from '../../fno/batch/status.ts';

/** What was seen of a job before. Only a run with evidence of being new counts against a baseline. */
export type History =
  | { kind: 'none' }
  /** `seen` is the most that was seen since the baseline: `open` is any status that has not ended. */
  | { kind: 'since'; baseline: BatchJob; seen: 'nothing' | 'open' | 'running' };

export interface Rules {
  allowScheduled: boolean;
  /** A run that ended and had begun earlier does not count. */
  startedAfterMs: number;
}

export type Verdict =
  | { kind: 'wait'; until: 'it-runs' | 'it-is-due' | 'it-ends' | 'a-newer-run' | 'a-known-status' }
  | { kind: 'over'; outcome: EndedOutcome | 'withheld' | 'scheduled' | 'ended-unknown' };

/** The clocks of F&O's machines differ: a start that lies less than this ahead is due. */
const DUE_TOLERANCE_MS = 30_000;

/**
 * Judges what one look found of a job.
 *
 * @param nowMs by the environment's clock
 */
export function judge(job: BatchJob, history: History, rules: Rules, nowMs: number): Verdict {
  const standing = standingOf(job.status);
  switch (standing.kind) {
    case 'withheld':
      return { kind: 'over', outcome: 'withheld' };
    case 'unknown':
      return { kind: 'wait', until: 'a-known-status' };
    case 'ready':
    case 'running':
      return { kind: 'wait', until: 'it-ends' };
    case 'waiting':
      return judgeWaiting(job, history, rules, nowMs);
    case 'ended':
      return countsAsEnded(job, standing.outcome, history, rules)
        ? { kind: 'over', outcome: standing.outcome }
        : { kind: 'wait', until: 'a-newer-run' };
  }
}

function judgeWaiting(job: BatchJob, history: History, rules: Rules, nowMs: number): Verdict {
  const endedUnknown: Verdict = { kind: 'over', outcome: 'ended-unknown' };
  if (history.kind === 'since' && isLater(job, history.baseline, 'end')) return endedUnknown;
  if (dueMs(job, nowMs) === undefined) return { kind: 'wait', until: 'it-runs' };
  // It was seen running, and is due again at another time: that run is over.
  if (history.kind === 'since' && history.seen === 'running') return endedUnknown;
  if (rules.allowScheduled) return { kind: 'wait', until: 'it-is-due' };
  if (history.kind === 'none' && lastRunMs(job) !== undefined && beganAfter(job, rules)) return endedUnknown;
  return { kind: 'over', outcome: 'scheduled' };
}

function countsAsEnded(job: BatchJob, outcome: EndedOutcome, history: History, rules: Rules): boolean {
  if (history.kind === 'since') {
    return (
      history.seen !== 'nothing' ||
      history.baseline.status !== job.status ||
      isLater(job, history.baseline, 'start') ||
      isLater(job, history.baseline, 'end')
    );
  }
  // Without any date nothing tells that the run is old, and nothing that it is the one: never green on that.
  if (!job.start && !job.end) return outcome !== 'finished';
  return beganAfter(job, rules);
}

function beganAfter({ start, end }: BatchJob, { startedAfterMs }: Rules): boolean {
  const began = start ?? end;
  return began !== undefined && began.ms >= startedAfterMs;
}

function isLater(job: BatchJob, baseline: BatchJob, moment: 'start' | 'end'): boolean {
  return (job[moment]?.ms ?? -Infinity) > (baseline[moment]?.ms ?? -Infinity);
}

/** @returns when a waiting job is due, where that lies in the future */
export function dueMs({ origStart, start }: BatchJob, nowMs: number): number | undefined {
  return [origStart, start].map((moment) => moment?.ms ?? -Infinity).find((ms) => ms > nowMs + DUE_TOLERANCE_MS);
}

/** The history after a look that found the job. */
export function remember(history: History, job: BatchJob): History {
  const { kind } = standingOf(job.status);
  const now = kind === 'running' ? 'running' : kind === 'ended' ? 'nothing' : 'open';
  if (history.kind === 'none') return { kind: 'since', baseline: job, seen: now };
  const seen = history.seen === 'running' || now === 'nothing' ? history.seen : now;
  return { ...history, seen };
}

/** The history of a job that is set to Waiting on this look: what it shows now is the past. */
export function startFrom(baseline: BatchJob): History {
  return { kind: 'since', baseline, seen: 'nothing' };
}

export type StartDecision = { kind: 'start' } | { kind: 'over'; outcome: 'failed' | 'withheld'; because: string };

/** Whether a job may be set to Waiting: it has ended, or rests; nothing is sent to one under way, on hold or unknown. */
export function decideStart(status: string): StartDecision {
  const standing = standingOf(status);
  switch (standing.kind) {
    case 'ended':
    case 'waiting':
      return { kind: 'start' };
    case 'withheld':
      return { kind: 'over', outcome: 'withheld', because: '' };
    case 'ready':
    case 'running':
      return {
        kind: 'over',
        outcome: 'failed',
        because: `is under way (${status}) and was not started: leave out \`start\` to wait for it`,
      };
    case 'unknown':
      return {
        kind: 'over',
        outcome: 'failed',
        because: `has the status "${status}", which this version does not know, and was not started: look at it in F&O first`,
      };
  }
}
