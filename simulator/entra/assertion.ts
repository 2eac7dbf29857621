import { X509Certificate } from 'node:crypto';
import type { Exchange } from '../exchange.ts';
import { asText } from '../json.ts';
import { readJwt, verifyJwt, type Jwt } from '../jwt.ts';
import type { World } from '../world.ts';
import type { SignInDetails } from './errors.ts';

export type ClientCheck = 'known' | { code: number; details?: Partial<SignInDetails> };

/** Seconds by which clocks may differ. */
const skewSeconds = 300;

/** A client assertion: issued by the client itself it is signed with a registered certificate, issued by anyone else it is federated. */
export function checkAssertion(world: World, x: Exchange, assertion: string, tenant: string): ClientCheck {
  const jwt = readJwt(assertion);
  if (jwt === undefined) return { code: 50027 };
  const nowSeconds = world.clock.now() / 1000;
  const { claims } = jwt;
  const expiresAt = Number(asText(claims['exp']));
  const validFrom = Number(asText(claims['nbf'] ?? claims['iat'] ?? 0));
  const inTime = validFrom - skewSeconds <= nowSeconds && nowSeconds < expiresAt + skewSeconds;
  if (claims['iss'] === world.identity.clientId) {
    const certificate = certificateOf(world.scenario.registeredCertificates, jwt);
    if (certificate === undefined || !verifyJwt(assertion, certificate.publicKey)) return { code: 700027 };
    if (!inTime) return { code: 700024 };
    const audiences = [tenant, world.identity.tenantId].flatMap((id) => [
      `https://${x.host}/${id}/oauth2/v2.0/token`,
      `https://${x.host}/${id}/v2.0`,
      `https://${x.host}/adfs/oauth2/token`,
    ]);
    const fits = claims['sub'] === world.identity.clientId && audiences.includes(asText(claims['aud']));
    return fits && asText(claims['jti']) !== '' ? 'known' : { code: 50027 };
  }
  if (!inTime) return { code: 700024 };
  return world.scenario.anyFederatedCredential ? 'known' : checkFederated(world, assertion, jwt);
}

/** The registered certificate that the header names by thumbprint: x5t#S256, or x5t. */
function certificateOf(registered: readonly string[], { header }: Jwt): X509Certificate | undefined {
  const fingerprint = (hex: string): string => Buffer.from(hex.replaceAll(':', ''), 'hex').toString('base64url');
  return registered
    .map((pem) => new X509Certificate(pem))
    .find((certificate) =>
      header['x5t#S256'] === undefined
        ? asText(header['x5t']) === fingerprint(certificate.fingerprint)
        : header['x5t#S256'] === fingerprint(certificate.fingerprint256),
    );
}

/** Issuer, audience and subject must all be those of one federated credential; each is compared with regard to case. */
function checkFederated(world: World, assertion: string, { claims }: Jwt): ClientCheck {
  const details = {
    issuer: asText(claims['iss']),
    audience: asText(claims['aud']),
    subject: asText(claims['sub']),
  };
  const credentials = world.scenario.federatedCredentials;
  const ofIssuer = credentials.filter(({ issuer }) => issuer === details.issuer);
  if (credentials.length === 0) return { code: 70021, details };
  if (ofIssuer.length === 0) return { code: 700211, details };
  const ofAudience = ofIssuer.filter(({ audience }) => audience === details.audience);
  if (ofAudience.length === 0) return { code: 700212, details };
  if (!ofAudience.some(({ subject }) => subject === details.subject)) return { code: 700213, details };
  return verifyJwt(assertion, world.identity.keys.publicKey) ? 'known' : { code: 50013, details };
}
