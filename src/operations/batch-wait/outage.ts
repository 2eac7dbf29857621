import { formatDuration } from '../../report/duration.ts';

/** A row of looks that failed without ending the wait. */
export interface OutageRow {
  sinceMs: number;
  polls: number;
  /** The sentence of the last one. */
  message: string;
  /** How long the server asked to be left alone. */
  retryAfterMs: number | undefined;
}

/** The row after another look that failed. */
export function prolong(
  row: OutageRow | undefined,
  outage: { message: string; retryAfterMs: number | undefined },
  nowMs: number,
): OutageRow {
  return {
    sinceMs: row?.sinceMs ?? nowMs,
    polls: (row?.polls ?? 0) + 1,
    message: outage.message,
    retryAfterMs: outage.retryAfterMs,
  };
}

/**
 * The pause before the next look: what the server asks for, else 1 s doubling to 30 s and never less than ordinarily. A
 * Retry-After of 0 is no leave to look without a pause.
 */
export function outageGapMs(row: OutageRow, ordinaryMs: number): number {
  if (row.retryAfterMs !== undefined) return Math.max(row.retryAfterMs, 1_000);
  return Math.max(ordinaryMs, Math.min(30_000, 1_000 * 2 ** Math.min(row.polls - 1, 5)));
}

/** The line at the first failure, and again once a minute. */
export function outageLine(row: OutageRow, nowMs: number): string {
  return row.polls === 1
    ? `${row.message} The wait goes on.`
    : `No good answer for ${formatDuration(nowMs - row.sinceMs)} (${row.polls} looks), the wait goes on. The last one: ${row.message}`;
}

export function outageOverLine(row: OutageRow, nowMs: number): string {
  return `The environment answers again, after ${formatDuration(nowMs - row.sinceMs)}.`;
}
