import { describe, expect, test } from '@jest/globals';
import { audiencesOf, claimsOf, timeClaimMs } from '../../../src/entra/claims.ts';
import { isFresh, onRefusal, renewalTime, type HeldToken } from '../../../src/entra/renewal.ts';

const MINUTE = 60_000;
const held: HeldToken = {
  token: 'a',
  source: 'acquired',
  expiresAtMs: 60 * MINUTE,
  renewAtMs: 55 * MINUTE,
  accepted: false,
};

describe('a token is renewed shortly before it expires', () => {
  test.each<[string, number | undefined, number | undefined, number | undefined]>([
    ['an hour: five minutes before', 0, 60 * MINUTE, 55 * MINUTE],
    ['a day: five minutes before', 0, 1440 * MINUTE, 1435 * MINUTE],
    ['ten minutes: one before', 0, 10 * MINUTE, 9 * MINUTE],
    ['ten seconds: one before', 0, 10_000, 9_000],
    ['issued nobody knows when: five minutes before', undefined, 60 * MINUTE, 55 * MINUTE],
    ['an end before its beginning', 5, 1, 1],
    ['no end', 0, undefined, undefined],
  ])('%s', (_, issuedAtMs, expiresAtMs, expected) => {
    expect(renewalTime(issuedAtMs, expiresAtMs)).toBe(expected);
  });

  test.each([
    [55 * MINUTE - 1, true],
    [55 * MINUTE, false],
  ])('at %d ms fresh is %s', (nowMs, fresh) => {
    expect(isFresh(held, nowMs)).toBe(fresh);
  });

  test('a token whose end nobody knows stays fresh', () => {
    expect(isFresh({ ...held, renewAtMs: undefined }, 1e15)).toBe(true);
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
