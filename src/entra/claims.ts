export type Claims = Record<string, unknown>;

/** @returns the claims of a JWT, its signature unchecked; `undefined` where the token is opaque */
export function claimsOf(token: string): Claims | undefined {
  const [, payload, signature] = token.split('.');
  if (payload === undefined || signature === undefined) return undefined;
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
    return isObject(claims) ? claims : undefined;
  } catch {
    return undefined;
  }
}

/** @returns a claim that is a time (`exp`, `iat`, `nbf`), in milliseconds since 1970 */
export function timeClaimMs(claims: Claims | undefined, name: 'exp' | 'iat' | 'nbf'): number | undefined {
  const seconds = claims?.[name];
  return typeof seconds === 'number' && Number.isFinite(seconds) ? seconds * 1000 : undefined;
}

/** @returns the values of `aud`, which may be one or several (RFC 7519, 4.1.3) */
export function audiencesOf(claims: Claims): string[] {
  return [claims['aud']].flat().filter((audience) => typeof audience === 'string');
}

const isObject = (value: unknown): value is Claims =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
