import { createPublicKey } from 'node:crypto';
import { json, type SimulatedResponse } from '../response.ts';
import type { Exchange } from '../exchange.ts';
import type { World } from '../world.ts';
import { entraError } from './errors.ts';

/** OpenID configuration, instance discovery and signing keys, as a client asks for them at an authority host it does not know. */
export function discovery({ identity, clock }: World, x: Exchange): SimulatedResponse | undefined {
  if (x.method !== 'GET' && x.method !== 'HEAD') return undefined;
  const origin = `https://${x.host}`;
  if (x.path === '/adfs/.well-known/openid-configuration') {
    return json(200, {
      issuer: `${origin}/adfs`,
      authorization_endpoint: `${origin}/adfs/oauth2/authorize/`,
      token_endpoint: `${origin}/adfs/oauth2/token/`,
      jwks_uri: `${origin}/adfs/discovery/keys`,
      end_session_endpoint: `${origin}/adfs/oauth2/logout`,
    });
  }
  if (x.path === '/common/discovery/instance') {
    const name = x.host;
    return json(200, {
      tenant_discovery_endpoint: `${origin}/${identity.tenantId}/v2.0/.well-known/openid-configuration`,
      'api-version': '1.1',
      metadata: [{ preferred_network: name, preferred_cache: name, aliases: [name] }],
    });
  }
  if (/^\/[^/]+\/discovery\/(?:v2\.0\/)?keys$/.test(x.path)) {
    const jwk = createPublicKey(identity.keys.publicKey).export({ format: 'jwk' });
    return json(200, { keys: [{ ...jwk, use: 'sig', kid: 'simulator', alg: 'RS256' }] });
  }
  const [, tenant, version = ''] = /^\/([^/]+)\/(v2\.0\/)?\.well-known\/openid-configuration$/.exec(x.path) ?? [];
  if (tenant === undefined) return undefined;
  if (![identity.tenantId, identity.tenantDomain, 'common', 'organizations'].includes(tenant.toLowerCase())) {
    return entraError(90002, { tenant, clientId: '', resource: '' }, clock.now());
  }
  return json(200, {
    token_endpoint: `${origin}/${tenant}/oauth2/${version}token`,
    token_endpoint_auth_methods_supported: ['client_secret_post', 'private_key_jwt', 'client_secret_basic'],
    jwks_uri: `${origin}/${tenant}/discovery/${version}keys`,
    response_modes_supported: ['query', 'fragment', 'form_post'],
    subject_types_supported: ['pairwise'],
    id_token_signing_alg_values_supported: ['RS256'],
    response_types_supported: ['code', 'id_token', 'code id_token', 'id_token token'],
    scopes_supported: ['openid', 'profile', 'email', 'offline_access'],
    issuer: version === '' ? `https://sts.windows.net/${identity.tenantId}/` : `${origin}/${identity.tenantId}/v2.0`,
    authorization_endpoint: `${origin}/${tenant}/oauth2/${version}authorize`,
    device_authorization_endpoint: `${origin}/${tenant}/oauth2/${version}devicecode`,
    end_session_endpoint: `${origin}/${tenant}/oauth2/${version}logout`,
    tenant_region_scope: 'EU',
    cloud_instance_name: 'microsoftonline.com',
  });
}
