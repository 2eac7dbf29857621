import { randomBytes, randomUUID } from 'node:crypto';
import type { KeyPair } from '../certificate.ts';
import type { JsonObject } from '../json.ts';
import { signJwt } from '../jwt.ts';

/** Who may sign in, made at start. */
export interface Identity {
  tenantId: string;
  tenantDomain: string;
  clientId: string;
  clientSecret: string;
  /** Signs access tokens and ID tokens. */
  keys: KeyPair;
  /** What stands behind each opaque access token. */
  opaqueTokens: Map<string, JsonObject>;
  refreshTokens: Set<string>;
  /** The first refresh token, as a user would have obtained it. */
  refreshToken: string;
}

export function createIdentity(keys: KeyPair): Identity {
  const refreshToken = newRefreshToken();
  return {
    tenantId: randomUUID(),
    tenantDomain: 'contoso.onmicrosoft.com',
    clientId: randomUUID(),
    clientSecret: `sim8Q~${randomBytes(24).toString('base64url')}`,
    keys,
    opaqueTokens: new Map(),
    refreshTokens: new Set([refreshToken]),
    refreshToken,
  };
}

export const newRefreshToken = (): string => `1.ARoA${randomBytes(96).toString('base64url')}.AgABAwEAAAD`;

export interface TokenRequest {
  audience: string;
  clientId: string;
  nowMs: number;
  lifetimeSeconds: number;
  /** Given for the tokens of a user. */
  userPrincipalName?: string;
}

/** The claims of an access token as Entra ID writes them for this resource. */
export function accessTokenClaims(identity: Identity, request: TokenRequest): JsonObject {
  const issuedAt = Math.floor(request.nowMs / 1000);
  const objectId = '3f2b8c1e-0000-4000-8000-5e0d6a000001';
  return {
    aud: request.audience,
    iss: `https://sts.windows.net/${identity.tenantId}/`,
    iat: issuedAt,
    nbf: issuedAt,
    exp: issuedAt + request.lifetimeSeconds,
    aio: randomBytes(24).toString('base64'),
    appid: request.clientId,
    appidacr: '1',
    idp: `https://sts.windows.net/${identity.tenantId}/`,
    oid: objectId,
    rh: '1.AAAA',
    sub: objectId,
    tid: identity.tenantId,
    uti: randomBytes(16).toString('base64url'),
    ver: '1.0',
    ...(request.userPrincipalName !== undefined && {
      scp: 'AX.FullAccess CustomService.FullAccess Odata.FullAccess',
      upn: request.userPrincipalName,
      unique_name: request.userPrincipalName,
    }),
  };
}

/** The access token with these claims; an opaque one is remembered, because nothing can be read off it. */
export function mint(identity: Identity, claims: JsonObject, format: 'jwt' | 'opaque'): string {
  if (format === 'jwt') return signJwt(claims, identity.keys.privateKey, { kid: 'simulator', x5t: 'simulator' });
  const token = randomBytes(120).toString('base64url');
  identity.opaqueTokens.set(token, claims);
  return token;
}
