import { expect, test } from '@jest/globals';
import { etaText } from '../../../../src/operations/batch-wait/eta.ts';
import { newItem, noteSeen } from '../../../../src/operations/batch-wait/item.ts';
import { jobAt, NOW_MS, type Dates } from './job-at.ts';
import { play } from './play.ts';

const at = (ms: number) => ({ monotonicMs: ms });
const MINUTE = 60_000;

/** A job whose last run took so many minutes, and what was seen of it then, ten minutes apart. */
function etaAfter(tookMinutes: number, statuses: readonly string[], afterMinutes = 0): string {
  const item = newItem('1', false);
  const before: Dates = { began: -600, ended: -600 + tookMinutes };
  statuses.forEach((status, index) => noteSeen(item, jobAt(status, before), at(index * 10 * MINUTE)));
  const now = at(((statuses.length - 1) * 10 + afterMinutes) * MINUTE);
  return etaText(item, { time: { epochMs: NOW_MS }, at: at(0) }, now);
}

test.each<[number, string[], number, string]>([
  [35, ['Waiting', 'Executing'], 0, 'expected about 12:45 UTC, in 35 min; the last run took 35 min'],
  [35, ['Waiting', 'Executing'], 23.2, 'expected about 12:45 UTC, in 12 min; the last run took 35 min'],
  [1, ['Waiting', 'Executing'], 0.25, 'expected about 12:11:00 UTC, in 45 s; the last run took 1 min'],
  [35, ['Waiting', 'Executing'], 40, 'expected about 12:45 UTC, 5 min ago; the last run took 35 min'],
  [900, ['Waiting', 'Executing'], 0, 'expected about 2026-06-02 03:10 UTC, in 15 h; the last run took 15 h'],
  [35, ['Waiting'], 0, ''],
  [35, ['Executing'], 5, ''],
  [35, ['Waiting', 'Executing', 'Cancelling'], 0, ''],
  [35, ['Waiting', 'Executing', 'Finished'], 0, ''],
  [35, ['Finished'], 0, ''],
])('a last run of %d min, seen %j, %d min later: %j', (took, statuses, later, text) => {
  expect(etaAfter(took, statuses, later)).toBe(text);
});

test('a run that failed in this wait is no guide to the next', () => {
  const long: Dates = { began: -600, ended: -565 };
  const { lines } = play({ requeueLimit: 1 }, [
    ['Waiting', long],
    ['Executing', { began: 0.2, ended: -565 }],
    ['Error', { began: 0.2, ended: 0.4 }],
    ['Error', { began: 0.2, ended: 0.4 }],
    'accepted',
    ['Executing', { began: 0.8, ended: 0.4 }],
  ]);
  expect(lines.filter((line) => line.includes('expected about')).map((line) => line.split('; ')[1])).toEqual([
    'the last run took 35 min',
    'the last run took 35 min',
  ]);
});
