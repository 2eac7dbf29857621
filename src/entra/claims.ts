import { asText, parseObject, type JsonObject } from '../json/narrow.ts';

/** @returns the claims of a JWT, its signature unchecked; `undefined` where the token is opaque */
export function claimsOf(token: string): JsonObject | undefined {
  const [, payload, signature] = token.split('.');
  if (payload === undefined || signature === undefined) return undefined;
  return parseObject(Buffer.from(payload, 'base64url').toString('utf8'));
}

/** @returns a claim that is a time (`exp`, `iat`, `nbf`), in milliseconds since 1970 */
export function timeClaimMs(claims: JsonObject | undefined, name: 'exp' | 'iat' | 'nbf'): number | undefined {
  const seconds = claims?.[name];
  return typeof seconds === 'number' && Number.isFinite(seconds) ? seconds * 1000 : undefined;
}

/** @returns the values of `aud`, which may be one or several (RFC 7519, 4.1.3) */
export const audiencesOf = (claims: JsonObject): string[] =>
  [claims['aud']].flat().flatMap((audience) => asText(audience) ?? []);
