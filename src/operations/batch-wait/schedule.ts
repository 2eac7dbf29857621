/** When a run should be over, going by the last one. */
export interface ExpectedEnd {
  /** In the time of the wait, like `waitedMs`. */
  atMs: number;
  /** How long the last run took. */
  durationMs: number;
}

/** Chosen so that what a poll itself takes does not break the bound; `npm run bench` shows both. */
const SHORTEST_GAP_MS = 1_750;
const PROPORTION = 0.055;
const LONGEST_GAP_MS = 27_000;
const WINDOW_PROPORTION = 0.05;
const WIDEST_WINDOW_MS = 300_000;

/**
 * The time from one poll to the next: quick at first, then in proportion to the time waited, so that the median lag stays
 * under 3 % of the wait (1 s at least) and no lag exceeds 30 s; half of that around the expected end of a run.
 *
 * @param waitedMs the moment of this poll, since the wait began, or since a job was last started
 * @param expectedEnds of the runs under way
 */
export function gapMs(waitedMs: number, expectedEnds: readonly ExpectedEnd[]): number {
  const ordinary = Math.min(LONGEST_GAP_MS, Math.max(SHORTEST_GAP_MS, waitedMs * PROPORTION));
  let gap = ordinary;
  for (const { atMs, durationMs } of expectedEnds) {
    const halfWindow = Math.min(durationMs * WINDOW_PROPORTION, WIDEST_WINDOW_MS);
    const untilWindow = atMs - halfWindow - waitedMs;
    if (untilWindow > 0) gap = Math.min(gap, Math.max(untilWindow, ordinary / 2));
    else if (waitedMs < atMs + halfWindow) gap = Math.min(gap, ordinary / 2);
  }
  return Math.max(gap, SHORTEST_GAP_MS);
}

/** The pause before a job that ended in Error is restarted for the nth time (from 1): 5 s, doubling to 60 s. */
export function requeuePauseMs(nth: number): number {
  return Math.min(60_000, 5_000 * 2 ** (nth - 1));
}
