import { describe, expect, test } from '@jest/globals';
import { parseStartedAfter, cutOffOf } from '../../../../src/operations/batch-wait/started-after.ts';

const HOUR = 3_600_000;

describe('started-after', () => {
  test.each([
    ['PT12H', 12 * HOUR],
    ['pt90m', 1.5 * HOUR],
    ['P1D', 24 * HOUR],
    ['P1DT6H', 30 * HOUR],
    ['P2W', 14 * 24 * HOUR],
    ['PT0S', 0],
    ['PT1.5H', 1.5 * HOUR],
    ['PT1,5H', 1.5 * HOUR],
    ['P1M', 30 * 24 * HOUR],
    ['PT1M', HOUR / 60],
    ['P1Y', 365 * 24 * HOUR],
  ])('%s is a duration', (text, ms) => {
    expect(parseStartedAfter(text)).toEqual({ kind: 'duration', ms });
  });

  test.each([
    ['2026-01-31T22:00:00Z', Date.UTC(2026, 0, 31, 22)],
    ['2026-01-31T22:00Z', Date.UTC(2026, 0, 31, 22)],
    ['2026-01-31T22:00:00.250Z', Date.UTC(2026, 0, 31, 22, 0, 0, 250)],
    ['2026-01-31T22:00:00+02:00', Date.UTC(2026, 0, 31, 20)],
    ['2026-01-31T22:00:00', Date.UTC(2026, 0, 31, 22)],
    ['2028-02-29', Date.UTC(2028, 1, 29)],
    ['2026-01-31', Date.UTC(2026, 0, 31)],
  ])('%s is a time, in UTC where it names no zone', (text, ms) => {
    expect(parseStartedAfter(text)).toEqual({ kind: 'time', ms });
  });

  test.each([
    '',
    'P',
    'PT',
    'P1DT',
    'yesterday',
    '12H',
    '-PT1H',
    '2026-13-01',
    '2026-02-30',
    '2026-02-29T10:00:00+01:00',
    '2026-04-31T10:00Z',
    '31.01.2026',
    '1767225600',
    'PT1H30',
  ])('"%s" is neither', (text) => {
    expect(parseStartedAfter(text)).toBeUndefined();
  });

  test('a duration is counted from the server with two minutes allowed, a time is taken literally', () => {
    const nowMs = Date.UTC(2026, 5, 1, 12);
    expect(cutOffOf({ kind: 'duration', ms: HOUR }, { epochMs: nowMs }).epochMs).toBe(nowMs - HOUR - 120_000);
    expect(cutOffOf({ kind: 'time', ms: 7 }, { epochMs: nowMs }).epochMs).toBe(7);
  });
});
