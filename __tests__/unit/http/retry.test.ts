import { describe, expect, test } from '@jest/globals';
import { decide, parseRetryAfter, type Effort, type Trouble } from '../../../src/http/retry.ts';

const now = Date.parse('2026-11-21T10:00:00Z');
const fresh: Effort = { maxRetries: 5, retries: 0, pausedMs: 0 };
const status = (code: number, retryAfter?: string): Trouble => ({ kind: 'status', status: code, retryAfter });
const fault = (kind: Extract<Trouble, { kind: 'fault' }>['fault'], nameHasResolved = true): Trouble => ({
  kind: 'fault',
  fault: kind,
  nameHasResolved,
});

describe('what is repeated', () => {
  test.each([
    // trouble, a read is repeated, a write is repeated
    [status(408), true, false],
    [status(429), true, true],
    [status(500), false, false],
    [status(501), false, false],
    [status(502), true, false],
    [status(503), true, false],
    [status(504), true, false],
    [fault('refused'), true, true],
    [fault('name-not-found', true), true, true],
    [fault('name-not-found', false), false, false],
    [fault('proxy-unavailable'), true, true],
    [fault('proxy-refused'), false, false],
    [fault('tls'), false, false],
    [fault('broken'), true, false],
    [fault('cut'), true, false],
    [fault('timeout'), false, false],
  ])('%j: a read %s, a write %s', (trouble, asRead, asWrite) => {
    expect(decide(trouble, true, fresh, now, 0.5).kind === 'retry').toBe(asRead);
    expect(decide(trouble, false, fresh, now, 0.5).kind === 'retry').toBe(asWrite);
  });
});

describe('how long the pause is', () => {
  test.each([
    ['no header, first repeat', status(503), 0, 1, 1_000],
    ['no header, third repeat', status(503), 2, 1, 4_000],
    ['no header, full jitter', status(503), 2, 0.25, 1_000],
    ['no header, bounded', status(503), 12, 1, 30_000],
    ['429 without a header, at once up to 30 s', status(429), 0, 1, 30_000],
    ['429 without a header, jitter', status(429), 0, 0.1, 3_000],
    ['seconds win', status(429, '7'), 0, 1, 7_000],
    ['zero seconds', status(429, '0'), 3, 1, 0],
    ['a date wins', status(503, 'Sat, 21 Nov 2026 10:00:12 GMT'), 0, 1, 12_000],
    ['a date that has passed', status(503, 'Sat, 21 Nov 2026 09:00:00 GMT'), 0, 1, 0],
    ['nonsense is no header', status(503, 'soon'), 0, 1, 1_000],
    ['a negative number is no header', status(503, '-5'), 0, 1, 1_000],
    ['a connection', fault('refused'), 1, 1, 2_000],
  ])('%s', (_, trouble, retries, random, afterMs) => {
    const effort = { ...fresh, maxRetries: 100, retries };
    expect(decide(trouble, true, effort, now, random)).toEqual({ kind: 'retry', afterMs });
  });
});

describe('when it gives up', () => {
  test.each([
    ['after the repeats allowed', status(503), { maxRetries: 2, retries: 2, pausedMs: 0 }, 'It was repeated 2 times.'],
    ['with no repeats allowed', status(503), { maxRetries: 0, retries: 0, pausedMs: 0 }, ''],
    ['on a Retry-After beyond 10 minutes', status(429, '601'), fresh, 'wait 601 s (Retry-After)'],
    ['on pauses of 10 minutes in all', status(429, '60'), { ...fresh, retries: 1, pausedMs: 550_000 }, '10 minutes'],
    ['on what is never repeated', status(400), fresh, ''],
  ])('%s', (_, trouble, effort, because) => {
    const decision = decide(trouble, true, effort, now, 1);
    expect(decision.kind).toBe('give-up');
    expect(decision).toHaveProperty('because', because === '' ? '' : expect.stringContaining(because));
  });
});

test.each([
  [undefined, undefined],
  ['', undefined],
  ['2', 2_000],
  ['1.5', 1_500],
  [' 3 ', 3_000],
  ['Sat, 21 Nov 2026 10:01:00 GMT', 60_000],
  ['1e9', undefined],
  ['2026', 2_026_000],
])('Retry-After %j is %j ms', (header, expected) => {
  expect(parseRetryAfter(header, now)).toBe(expected);
});
