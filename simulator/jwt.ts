import { constants, createPublicKey, sign, verify, type KeyObject } from 'node:crypto';
import { asObject, parseJson, type JsonObject } from './json.ts';

export interface Jwt {
  header: JsonObject;
  claims: JsonObject;
}

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A JWT signed with RS256; the private key is PEM. */
export function signJwt(claims: JsonObject, privateKey: string, header: JsonObject = {}): string {
  const input = `${encode({ typ: 'JWT', alg: 'RS256', ...header })}.${encode(claims)}`;
  return `${input}.${sign('sha256', Buffer.from(input), privateKey).toString('base64url')}`;
}

/** Header and claims of a JWT, unverified; undefined for what is no JWT. */
export function readJwt(token: string): Jwt | undefined {
  const parts = token.split('.');
  if (parts.length !== 3) return undefined;
  try {
    const [header, claims] = parts
      .slice(0, 2)
      .map((part) => asObject(parseJson(Buffer.from(part, 'base64url').toString())));
    return header === undefined || claims === undefined ? undefined : { header, claims };
  } catch {
    return undefined;
  }
}

/** Whether the RS256 or PS256 signature of a JWT is that of the public key (PEM, or a certificate's key). */
export function verifyJwt(token: string, publicKey: string | KeyObject): boolean {
  const [header, claims, signature] = token.split('.');
  if (header === undefined || claims === undefined || signature === undefined) return false;
  const algorithm = readJwt(token)?.header['alg'];
  if (algorithm !== 'RS256' && algorithm !== 'PS256') return false;
  const key = typeof publicKey === 'string' ? createPublicKey(publicKey) : publicKey;
  return verify(
    'sha256',
    Buffer.from(`${header}.${claims}`),
    algorithm === 'PS256'
      ? { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }
      : { key },
    Buffer.from(signature, 'base64url'),
  );
}
