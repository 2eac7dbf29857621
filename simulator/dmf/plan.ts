import type { PlanStep } from '../batch/job.ts';

/** Where a plan stands after so long: the step's status, how far through it, and the whole time before it. */
export function planAt(
  plan: readonly PlanStep[],
  elapsedMs: number,
): { status: string; fraction: number; sinceMs: number } {
  let sinceMs = 0;
  for (const [index, { status, forMs }] of plan.entries()) {
    const lastsMs = index === plan.length - 1 ? Infinity : (forMs ?? 0);
    if (elapsedMs < sinceMs + lastsMs) {
      return { status, fraction: lastsMs === Infinity ? 1 : (elapsedMs - sinceMs) / lastsMs, sinceMs };
    }
    sinceMs += lastsMs;
  }
  return { status: 'Unknown', fraction: 0, sinceMs };
}
