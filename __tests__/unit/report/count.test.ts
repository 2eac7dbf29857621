import { describe, expect, test } from '@jest/globals';
import { counted, formatCount } from '../../../src/report/count.ts';

describe('a count', () => {
  test.each([0, 1, 999, 1_000, 1_001, 10_050, 999_999, 1_000_000, 1_234_567_890, Number.MAX_SAFE_INTEGER])(
    'of %d reads as Node writes it for English readers',
    (count) => {
      expect(formatCount(count)).toBe(count.toLocaleString('en-US'));
    },
  );

  test.each([-1_234, 1_234.5, 1e300, NaN, Infinity])('of %d, which is none, stays as it is', (count) => {
    expect(formatCount(count)).toBe(String(count));
  });

  test.each([
    [0, '0 rows'],
    [1, '1 row'],
    [1_234, '1,234 rows'],
  ])('of %d names what it counts', (count, text) => {
    expect(counted(count, 'row')).toBe(text);
  });
});
