import { describe, expect, test } from '@jest/globals';
import { decide, parseRetryAfter, retryAfterOf, type Effort, type Trouble } from '../../../src/http/retry.ts';

const now = { epochMs: Date.parse('2026-11-21T10:00:00Z') };
const fresh: Effort = { maxRetries: 5, retries: 0, pausedMs: 0 };
const status = (code: number, askedPauseMs?: number): Trouble => ({ kind: 'status', status: code, askedPauseMs });
const ofStore = (code: number, errorCode: string): Trouble => ({
  kind: 'status',
  status: code,
  askedPauseMs: undefined,
  code: errorCode,
});
const fault = (kind: Extract<Trouble, { kind: 'fault' }>['fault'], sent: boolean, nameHasResolved = true): Trouble => ({
  kind: 'fault',
  fault: kind,
  sent,
  nameHasResolved,
});

describe('what is retried', () => {
  test.each([
    // trouble, a read is retried, a write is retried
    [status(408), true, false],
    [status(429), true, true],
    [status(500), false, false],
    [ofStore(500, 'OperationTimedOut'), true, false],
    [ofStore(500, 'InternalError'), true, false],
    [ofStore(500, 'SomethingElse'), false, false],
    [ofStore(409, 'OperationTimedOut'), false, false],
    [ofStore(503, 'ServerBusy'), true, false],
    [status(501), false, false],
    [status(502), true, false],
    [status(503), true, false],
    [status(504), true, false],
    [fault('unreachable', false), true, true],
    [fault('no-tls', false), true, true],
    [fault('name-not-found', false, true), true, true],
    [fault('name-not-found', false, false), false, false],
    [fault('proxy-unavailable', false), true, true],
    [fault('proxy-refused', false), false, false],
    [fault('unknown-issuer', false), false, false],
    [fault('certificate-expired', false), false, false],
    [fault('certificate-not-yet-valid', false), false, false],
    [fault('certificate-of-other-host', false), false, false],
    [fault('certificate', false), false, false],
    [fault('invalid-request', false), false, false],
    [fault('broken', true), true, false],
    [fault('cut', true), true, false],
    [fault('unreadable', true), false, false],
    [fault('too-long', true), false, false],
    [fault('timeout', false), false, false],
    [fault('timeout', true), false, false],
  ])('%j: a read %s, a write %s', (trouble, asRead, asWrite) => {
    expect(decide(trouble, true, fresh, 0.5).kind === 'retry').toBe(asRead);
    expect(decide(trouble, false, fresh, 0.5).kind === 'retry').toBe(asWrite);
  });
});

describe('how long the pause is', () => {
  test.each([
    ['nothing asked for, first retry', status(503), 0, 1, 1_000],
    ['nothing asked for, third retry', status(503), 2, 1, 4_000],
    ['nothing asked for, full jitter', status(503), 2, 0.25, 1_000],
    ['nothing asked for, bounded', status(503), 12, 1, 30_000],
    ['429 with nothing asked for, at once up to 30 s', status(429), 0, 1, 30_000],
    ['429 with nothing asked for, jitter', status(429), 0, 0.1, 3_000],
    ['what is asked for wins', status(429, 7_000), 0, 1, 7_000],
    ['no pause asked for', status(429, 0), 3, 1, 0],
    ['a connection', fault('unreachable', false), 1, 1, 2_000],
  ])('%s', (_, trouble, retries, random, afterMs) => {
    const effort = { ...fresh, maxRetries: 100, retries };
    expect(decide(trouble, true, effort, random)).toEqual({ kind: 'retry', afterMs });
  });
});

describe('when it gives up', () => {
  test.each([
    ['after the retries allowed', status(503), { maxRetries: 2, retries: 2, pausedMs: 0 }, 'It was retried 2 times.'],
    ['with no retries allowed', status(503), { maxRetries: 0, retries: 0, pausedMs: 0 }, ''],
    ['on a pause beyond 10 minutes', status(429, 601_000), fresh, 'a pause of 601 s (Retry-After)'],
    ['on pauses of 10 minutes in all', status(429, 60_000), { ...fresh, retries: 1, pausedMs: 550_000 }, '10 minutes'],
    ['on what is never retried', status(400), fresh, ''],
  ])('%s', (_, trouble, effort, because) => {
    const decision = decide(trouble, true, effort, 1);
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
  ['0', 0],
  ['Sat, 21 Nov 2026 10:01:00 GMT', 60_000],
  ['Sat, 21 Nov 2026 09:00:00 GMT', 0],
  ['1e9', undefined],
  ['-5', undefined],
  ['soon', undefined],
  ['2026', 2_026_000],
])('Retry-After %j is %j ms', (header, expected) => {
  expect(parseRetryAfter(header, now)).toBe(expected);
});

test.each([
  [{ 'x-ms-retry-after-ms': '1500', 'retry-after': '60' }, 1_500],
  [{ 'x-ms-retry-after-ms': '0', 'retry-after': '60' }, 0],
  [{ 'x-ms-retry-after-ms': 'soon', 'retry-after': '60' }, 60_000],
  [{ 'x-ms-retry-after-ms': '', 'retry-after': '60' }, 60_000],
  [{ 'retry-after': '60' }, 60_000],
  [{}, undefined],
])('%j asks for a pause of %j ms', (headers: Record<string, string>, expected) => {
  expect(retryAfterOf({ headers }, now)).toBe(expected);
});

test('a date in Retry-After is of the clock of the server, whatever ours shows', () => {
  const headers = { date: 'Thu, 26 Nov 2026 10:00:00 GMT', 'retry-after': 'Thu, 26 Nov 2026 10:00:30 GMT' };
  expect(retryAfterOf({ headers }, { epochMs: Date.UTC(2026, 10, 26, 11) })).toBe(30_000);
});
