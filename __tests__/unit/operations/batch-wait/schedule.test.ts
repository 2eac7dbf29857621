import { describe, expect, test } from '@jest/globals';
import { breaches, LAST_RUNS, simulateSchedule } from '../../../../bench/poll-schedule.ts';
import { gapMs, requeuePauseMs } from '../../../../src/operations/batch-wait/schedule.ts';

describe('the poll schedule', () => {
  test.each([
    [0, 1_750],
    [10_000, 1_750],
    [60_000, 3_300],
    [300_000, 16_500],
    [600_000, 27_000],
    [10 * 3_600_000, 27_000],
  ])('after %i ms it looks again within %i ms', (waitedMs, expected) => {
    expect(gapMs(waitedMs, [])).toBe(expected);
  });

  test('is twice as tight around the expected end, and never looser', () => {
    const expectedEnds = [{ atMs: 600_000, durationMs: 600_000 }];
    expect(gapMs(580_000, expectedEnds)).toBe(13_500);
    expect(gapMs(620_000, expectedEnds)).toBe(13_500);
    expect(gapMs(640_000, expectedEnds)).toBe(27_000);
    expect(gapMs(550_000, expectedEnds)).toBe(20_000);
    expect(gapMs(569_000, expectedEnds)).toBe(13_500);
  });

  test.each(LAST_RUNS)('keeps to the bound on lag and requests from 1 s to 4 h (last run %s)', (lastRun) => {
    const figures = simulateSchedule(lastRun);
    expect(figures).toHaveLength(11);
    expect(breaches(figures)).toEqual([]);
  });

  test('the bound is one that a schedule can break', () => {
    const [figures] = simulateSchedule('unknown');
    if (!figures) throw new Error('no figures');
    expect(breaches([{ ...figures, medianOfBound: 1.1, worstLagSeconds: 31, requests: 9 }])).toHaveLength(3);
  });

  test('a restart waits 5 s, doubling to 60 s', () => {
    expect([1, 2, 3, 4, 5, 6].map(requeuePauseMs)).toEqual([5_000, 10_000, 20_000, 40_000, 60_000, 60_000]);
  });
});
