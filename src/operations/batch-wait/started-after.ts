import type { WallTime } from '../../clock.ts';

/** From when on a run that ended counts. */
export type StartedAfter = { kind: 'time'; ms: number } | { kind: 'duration'; ms: number };

const TIME = /^(\d{4}-\d\d-\d\d)(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?$/i;
const DURATION =
  /^P(?=.)(?:(?<years>N)Y)?(?:(?<months>N)M)?(?:(?<weeks>N)W)?(?:(?<days>N)D)?(?:T(?=.)(?:(?<hours>N)H)?(?:(?<minutes>N)M)?(?:(?<seconds>N)S)?)?$/;
const DURATION_PATTERN = new RegExp(DURATION.source.replaceAll('N', '\\d+(?:[.,]\\d+)?'), 'i');
const SECOND = 1_000;
const DAY = 86_400 * SECOND;
const UNIT_MS: Readonly<Record<string, number>> = {
  years: 365 * DAY,
  months: 30 * DAY,
  weeks: 7 * DAY,
  days: DAY,
  hours: 3_600 * SECOND,
  minutes: 60 * SECOND,
  seconds: SECOND,
};
/** The runner's clock and F&O's may differ by this much. */
const ALLOWANCE_MS = 120_000;

/**
 * Reads an ISO 8601 time (UTC if it names no zone) or duration (a year is 365 days, a month 30).
 *
 * @returns `undefined` if it is neither
 */
export function parseStartedAfter(text: string): StartedAfter | undefined {
  const parts = DURATION_PATTERN.exec(text)?.groups;
  if (parts) {
    const ms = Object.entries(parts).reduce(
      (sum, [unit, value]) =>
        sum + Number((value as string | undefined)?.replace(',', '.') ?? 0) * (UNIT_MS[unit] ?? 0),
      0,
    );
    return { kind: 'duration', ms };
  }
  const match = TIME.exec(text);
  if (!match) return undefined;
  const [, date = '', time, , , zone] = match;
  const ms = Date.parse(time !== undefined && zone === undefined ? `${text}Z` : text);
  return Number.isNaN(ms) || !isInCalendar(date) ? undefined : { kind: 'time', ms };
}

/** Date.parse takes 30 February for 2 March. */
function isInCalendar(date: string): boolean {
  const ms = Date.parse(date);
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(date);
}

/** @param now by the environment's clock, from which a duration is counted; a time is taken literally */
export const cutOffOf = (startedAfter: StartedAfter, now: WallTime): WallTime => ({
  epochMs: startedAfter.kind === 'time' ? startedAfter.ms : now.epochMs - startedAfter.ms - ALLOWANCE_MS,
});
