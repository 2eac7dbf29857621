import { describe, expect, test } from '@jest/globals';
import { newItem, noteSeen, type Item } from '../../../../src/operations/batch-wait/item.ts';
import { outageGapMs, outageLine, outageOverLine, prolong } from '../../../../src/operations/batch-wait/outage.ts';
import { OUTCOMES, worstOf } from '../../../../src/operations/batch-wait/outcome.ts';
import { errorOf, outcomeOf, messageFor } from '../../../../src/operations/batch-wait/sentence.ts';
import type { Ending } from '../../../../src/operations/batch-wait/wait.ts';
import { progressLine } from '../../../../src/operations/batch-wait/words.ts';
import { jobAt, NOW_MS } from './job-at.ts';

const MINUTE = 60_000;

function itemAt(status: string, more: Partial<Item> = {}): Item {
  const item = newItem('5637144576', false);
  noteSeen(item, jobAt(status, { began: -60, ended: -57 }), NOW_MS);
  return { ...item, ...more };
}

describe('how far it is', () => {
  test('goes by the last run', () => {
    const item = newItem('1', false);
    noteSeen(item, { ...jobAt('Waiting', { began: -60, ended: -54 }), recId: '1' }, NOW_MS);
    noteSeen(item, { ...jobAt('Executing', { began: 0, ended: -54 }), recId: '1' }, NOW_MS);
    expect(progressLine([item], 4 * MINUTE, NOW_MS + 3.6 * MINUTE)).toBe(
      'Waiting for 4 min: Batch job 1 "Nightly" Executing about 60 % (last run took 6 min)',
    );
    expect(progressLine([item], 7 * MINUTE, NOW_MS + 7 * MINUTE)).toContain('longer than usual (last run took 6 min)');
  });

  test('of many jobs names three', () => {
    const items = [
      itemAt('Finished', { ended: { outcome: 'finished', because: '' } }),
      ...Array.from({ length: 5 }, () => itemAt('Executing')),
    ];
    expect(progressLine(items, MINUTE, NOW_MS)).toMatch(
      /^Waiting for 1 min: 1 of 6 jobs are over; (.*Executing){3}, and 2 more$/,
    );
  });
});

describe('outcomes', () => {
  test('the worst decides, of equal ones the first', () => {
    const several = ['finished', 'ended-unknown', 'timeout', 'timeout'].map((outcome, index) => ({ outcome, index }));
    expect(worstOf(several as [never])).toEqual({ outcome: 'timeout', index: 2 });
    expect(OUTCOMES).toHaveLength(12);
  });

  test.each(['timeout', 'interrupted', 'failed'] as const)('what is still open at the end is %s', (kind) => {
    const ending = (kind === 'failed' ? { kind, error: '' } : { kind, lastOutage: undefined }) as Ending;
    expect(outcomeOf({ ended: undefined }, ending)).toBe(kind);
    expect(outcomeOf({ ended: { outcome: 'error', because: '' } }, ending)).toBe('error');
  });

  test.each(OUTCOMES)('%s has a sentence that names the job', (outcome) => {
    const context = {
      ending: { kind: 'timeout', lastOutage: 'It hung.' } as const,
      timeoutMs: MINUTE,
      serverNowMs: NOW_MS,
    };
    const message = messageFor(itemAt('Waiting'), outcome, context);
    expect(message).toMatch(/^Batch job 5637144576 "Nightly" .*[^.]\.$/);
    expect(message).not.toMatch(/undefined|NaN|\.\./);
    if (outcome !== 'finished' && outcome !== 'partially-succeeded' && outcome !== 'failed') {
      expect(message).toMatch(/System administration|`[a-z-]+|goes on in F&O/);
    }
  });

  test('the error of many jobs tells of a dozen', () => {
    const error = errorOf(
      Array.from({ length: 40 }, (_, index) => `Job ${index} failed.`),
      50,
    );
    expect(error).toMatch(
      /^40 of 50 batch jobs did not end as they should\. Job 0 failed\. .*Job 11 failed\. And 28 more\.$/,
    );
  });
});

describe('an outage', () => {
  test('is one line first, then how long it has been', () => {
    const first = prolong(undefined, { message: 'Answered 503.', retryAfterMs: undefined }, NOW_MS);
    expect(outageLine(first, NOW_MS)).toBe('Answered 503. The wait goes on.');
    const third = prolong(
      prolong(first, { message: 'x', retryAfterMs: undefined }, NOW_MS),
      { message: 'Answered 502.', retryAfterMs: undefined },
      NOW_MS,
    );
    expect(outageLine(third, NOW_MS + 2 * MINUTE)).toBe(
      'No good answer for 2 min (3 looks), the wait goes on. The last one: Answered 502.',
    );
    expect(outageOverLine(third, NOW_MS + 3 * MINUTE)).toBe('The environment answers again, after 3 min.');
  });

  test.each([
    [1, undefined, 1_750, 1_750],
    [3, undefined, 1_750, 4_000],
    [6, undefined, 1_750, 30_000],
    [60, undefined, 1_750, 30_000],
    [2, undefined, 300_000, 300_000],
    [1, 90_000, 1_750, 90_000],
    [1, 0, 1_750, 1_000],
  ])(
    'after %i looks (Retry-After %s, ordinarily %i ms) the next pause is %i ms',
    (polls, retryAfterMs, ordinaryMs, expected) => {
      expect(outageGapMs({ polls, retryAfterMs, sinceMs: 0, message: '' }, ordinaryMs)).toBe(expected);
    },
  );
});
