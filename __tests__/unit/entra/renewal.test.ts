import { describe, expect, test } from '@jest/globals';
import { audiencesOf, claimsOf, timeClaimMs } from '../../../src/entra/claims.ts';
import { lifeFrom, onRefusal, phaseOf, postponed, type HeldToken } from '../../../src/entra/renewal.ts';

const MINUTE = 60_000;
const at = (ms: number) => ({ monotonicMs: ms });
const held: HeldToken = {
  token: 'a',
  source: 'acquired',
  life: { renewAt: at(55 * MINUTE), expiresAt: at(60 * MINUTE), expiresOn: { epochMs: 0 } },
  accepted: false,
};

describe('a token is renewed shortly before it expires', () => {
  test.each<[string, number, number | undefined, number]>([
    ['an hour: five minutes before', 60 * MINUTE, 60 * MINUTE, 55 * MINUTE],
    ['a day: five minutes before', 1440 * MINUTE, 1440 * MINUTE, 1435 * MINUTE],
    ['ten minutes: one before', 10 * MINUTE, 10 * MINUTE, 9 * MINUTE],
    ['ten seconds: one before', 10_000, 10_000, 9_000],
    ['issued nobody knows when: five minutes before', 60 * MINUTE, undefined, 55 * MINUTE],
    ['an end before its beginning', 1, -4, 1],
  ])('%s', (_, leftMs, wholeMs, expected) => {
    const life = lifeFrom({ moment: at(7), wallTime: { epochMs: 1_000 } }, leftMs, wholeMs);
    expect(life).toEqual({
      renewAt: at(7 + expected),
      expiresAt: at(7 + leftMs),
      expiresOn: { epochMs: 1_000 + leftMs },
    });
  });

  test.each([
    [55 * MINUTE - 1, 'fresh'],
    [55 * MINUTE, 'due'],
    [60 * MINUTE - 1, 'due'],
    [60 * MINUTE, 'expired'],
  ])('at %d ms it is %s', (nowMs, phase) => {
    expect(phaseOf(held, at(nowMs))).toBe(phase);
  });

  test('a token whose end nobody knows stays fresh', () => {
    expect(phaseOf({ life: undefined }, at(1e15))).toBe('fresh');
  });

  test.each<[string, number, number | 'until expiry', number]>([
    ['an outage: in ten seconds', 56 * MINUTE, 0, 56 * MINUTE + 10_000],
    ['a pause that the service asks for', 56 * MINUTE, 90_000, 56 * MINUTE + 90_000],
    ['a pause beyond its end: at its end', 56 * MINUTE, 10 * MINUTE, 60 * MINUTE],
    ['a refusal: at its end', 56 * MINUTE, 'until expiry', 60 * MINUTE],
    ['shortly before its end: at its end', 60 * MINUTE - 1, 0, 60 * MINUTE],
  ])('a renewal that failed is tried again after %s', (_, nowMs, pauseMs, expected) => {
    const life = held.life && postponed(held.life, at(nowMs), pauseMs);
    expect(life).toEqual({ ...held.life, renewAt: at(expected) });
  });
});

describe('a 401', () => {
  test.each<[string, HeldToken | undefined, string, 'newer' | 'renew' | 'fail']>([
    ['to the given token renews', { ...held, source: 'given' }, 'a', 'renew'],
    ['to the given token that was taken before renews', { ...held, source: 'given', accepted: true }, 'a', 'renew'],
    ['to an acquired token that was taken before renews', { ...held, accepted: true }, 'a', 'renew'],
    ['to an acquired token that was never taken fails', held, 'a', 'fail'],
    ['to a token that has been replaced since', held, 'before', 'newer'],
    ['before there is any token', undefined, 'a', 'renew'],
  ])('%s', (_, token, refused, expected) => {
    expect(onRefusal(token, refused)).toBe(expected);
  });
});

describe('claims', () => {
  const jwt = (payload: string) => `e30.${Buffer.from(payload).toString('base64url')}.sig`;
  test.each<[string, string, object | undefined]>([
    ['a JWT', jwt('{"oid":"ü"}'), { oid: 'ü' }],
    ['opaque', 'opaque', undefined],
    ['dots, but no JSON', 'a.b.c', undefined],
    ['a JSON array', jwt('[1]'), undefined],
    ['a JSON null', jwt('null'), undefined],
    ['encrypted (five parts)', 'a.b.c.d.e', undefined],
  ])('of %s', (_, token, expected) => {
    expect(claimsOf(token)).toEqual(expected);
  });

  test('times and audiences', () => {
    expect(timeClaimMs({ exp: 1000 }, 'exp')).toBe(1_000_000);
    expect(timeClaimMs({ exp: '1000' }, 'exp')).toBeUndefined();
    expect(timeClaimMs(undefined, 'iat')).toBeUndefined();
    expect([audiencesOf({ aud: 'a' }), audiencesOf({ aud: ['a', 1, 'b'] }), audiencesOf({})]).toEqual([
      ['a'],
      ['a', 'b'],
      [],
    ]);
  });
});
