import { msBetween, type Moment } from '../../clock.ts';

/** Responses in a row that do not fit the request. */
export interface OddRow {
  since: Moment;
  count: number;
}

const MOST_ODD = 3;
const LONGEST_ODD_MS = 60_000;

/**
 * Notes a poll without a valid response.
 *
 * @param isFirst no poll had one before
 * @returns whether no further poll will be given a better one
 */
export function isTooOdd(state: { odd: OddRow | undefined }, isOdd: boolean, isFirst: boolean, now: Moment): boolean {
  const { since = now, count = 0 } = state.odd ?? {};
  state.odd = isOdd ? { since, count: count + 1 } : undefined;
  return isOdd && (isFirst || (count + 1 >= MOST_ODD && msBetween(since, now) >= LONGEST_ODD_MS));
}
