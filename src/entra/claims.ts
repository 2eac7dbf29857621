import { asText, parseObject, type JsonObject } from '../json/narrow.ts';

/** @returns the claims of a JWT, its signature unchecked; `undefined` where the token is opaque */
export function claimsOf(token: string): JsonObject | undefined {
  const [, payload, signature] = token.split('.');
  if (payload === undefined || signature === undefined) return undefined;
  return parseObject(Buffer.from(payload, 'base64url').toString('utf8'));
}

/** The last second of a Date (https://tc39.es/ecma262/#sec-time-values-and-time-range). */
const LAST_SECOND = 8.64e12;

/** @returns a claim that is a time (`exp`, `iat`, `nbf`), in milliseconds since 1970; nothing of one that is no date */
export function timeClaimMs(claims: JsonObject | undefined, name: 'exp' | 'iat' | 'nbf'): number | undefined {
  const seconds = claims?.[name];
  return typeof seconds === 'number' && Math.abs(seconds) <= LAST_SECOND ? seconds * 1000 : undefined;
}

/** Whether a text can be a token: a header carries no other (RFC 6750, 2.1). */
export const isTokenText = (text: string) => /^[\x21-\x7e]+$/.test(text);

/** @returns the values of `aud`, which may be one or several (RFC 7519, 4.1.3) */
export const audiencesOf = (claims: JsonObject): string[] =>
  [claims['aud']].flat().flatMap((audience) => asText(audience) ?? []);
