import { msBetween, type Moment } from '../../clock.ts';

/** Odd responses in a row. */
export interface OddRow {
  since: Moment;
  count: number;
}

const MOST_ODD = 3;
const LONGEST_ODD_MS = 60_000;

/** @returns the row with one more response that does not fit the request */
export const oneMoreOdd = (row: OddRow | undefined, now: Moment): OddRow => ({
  since: row?.since ?? now,
  count: (row?.count ?? 0) + 1,
});

/** Whether no further poll will be given a better response. */
export const isTooOdd = ({ since, count }: OddRow, now: Moment) =>
  count >= MOST_ODD && msBetween(since, now) >= LONGEST_ODD_MS;
