import { expect, test } from '@jest/globals';
import type { Written } from '../../../../src/fno/write.ts';
import { afterPost, isStale, namedAt, type Next } from '../../../../src/operations/data-project/rules.ts';

const response = (status: number, refusal = ''): Written => ({
  kind: 'response',
  head: { status, headers: {} },
  text: '',
  refusal,
  failure: refusal,
});
const none = (mayHaveArrived: boolean): Written => ({
  kind: 'none',
  head: undefined,
  mayHaveArrived,
  message: 'No response.',
});
const STAGING = 'Write failed. Infolog: Error: Staging cannot be skipped for this entity.';
const CONFLICT = 'Write failed. Infolog: Error: An update conflict occurred due to another user process.';
const GERMAN = 'Write failed. Infolog: Error: Staging kann nicht übersprungen werden.';

const short = (next: Next): string => {
  const attempt =
    'attempt' in next ? ` ${next.attempt.skipStaging} ${next.attempt.conflicts} ${next.attempt.lost}` : '';
  return `${next.kind}${attempt}${next.kind === 'again' ? ` after ${next.afterMs}` : ''}`;
};

test.each<[what: string, written: Written, attempt: [boolean, number, number], next: string]>([
  ['made', response(201), [true, 0, 0], 'made'],
  ['a success that reports an error', response(200, 'F&O refused.'), [false, 0, 0], 'give-up'],
  ['staging must not be skipped', response(400, STAGING), [true, 0, 0], 'again false 0 0 after 0'],
  ['the same in another language', response(400, GERMAN), [true, 0, 0], 'again false 0 0 after 0'],
  ['the same as an exception', response(500, STAGING), [true, 0, 0], 'again false 0 0 after 0'],
  ['refused with staging too', response(400, GERMAN), [false, 0, 0], 'give-up'],
  ['no right to write', response(403, 'Forbidden.'), [true, 0, 0], 'give-up'],
  ['no such entity set', response(404, 'Not found.'), [true, 0, 0], 'give-up'],
  ['a conflict', response(400, CONFLICT), [true, 0, 0], 'again true 1 0 after 2000'],
  ['the second conflict', response(400, CONFLICT), [false, 1, 0], 'again false 2 0 after 4000'],
  ['the third conflict', response(500, CONFLICT), [true, 2, 0], 'again true 3 0 after 8000'],
  ['one conflict too many', response(400, CONFLICT), [true, 3, 0], 'give-up'],
  ['a gateway gives up', response(504, 'Gateway Timeout.'), [true, 0, 0], 'read-back true 0 1'],
  ['a request that timed out at F&O', response(408, 'Timeout.'), [true, 0, 0], 'read-back true 0 1'],
  ['the response is lost', none(true), [true, 1, 0], 'read-back true 1 1'],
  ['the response is lost again', none(true), [true, 0, 1], 'read-back true 0 2'],
  ['the response is lost once more', none(true), [true, 0, 2], 'give-up'],
  ['nothing was sent', none(false), [true, 0, 0], 'give-up'],
  [
    'refused after a lost response: it may be there',
    response(400, 'The record already exists.'),
    [true, 0, 1],
    'read-back true 0 2',
  ],
  ['refused after two lost responses', response(400, 'The record already exists.'), [true, 0, 2], 'give-up'],
])('after a POST: %s', (_, written, [skipStaging, conflicts, lost], next) => {
  expect(short(afterPost(written, { skipStaging, conflicts, lost }))).toBe(next);
});

const now = { epochMs: Date.UTC(2026, 10, 26, 12, 0, 0) };
test.each<[name: string, namedAt: string | undefined, isStale: boolean]>([
  ['gh-export-20261126T115959Z-12345678901-a1b2c3', '2026-11-26T11:59:59.000Z', false],
  ['gh-export-20261125T120000Z-1-a1b2c3', '2026-11-25T12:00:00.000Z', false],
  ['gh-export-20261125T115959Z-1-a1b2c3', '2026-11-25T11:59:59.000Z', true],
  ['GH-EXPORT-20251125T115959Z-1-A1B2C3', '2025-11-25T11:59:59.000Z', true],
  ['gh-export-20271126T115959Z-1-a1b2c3', '2027-11-26T11:59:59.000Z', false],
  ['gh-export-20251125T115959Z-1-a1b2c3-copy', undefined, false],
  ['my-gh-export-20251125T115959Z-1-a1b2c3', undefined, false],
  ['gh-export-golden', undefined, false],
  ['', undefined, false],
])('the project %p', (name, at, stale) => {
  const time = namedAt(name);
  expect(time && new Date(time.epochMs).toISOString()).toBe(at);
  expect(isStale(name, now)).toBe(stale);
});
