import { json, type SimulatedResponse } from '../response.ts';
import type { Exchange } from '../exchange.ts';
import { roleOf } from '../hosts.ts';
import type { World } from '../world.ts';
import { basicOf, checkClient } from './client.ts';
import { entraError, type SignInDetails } from './errors.ts';
import { accessTokenClaims, mint, newRefreshToken } from './identity.ts';

/** `POST /<tenant>/oauth2/v2.0/token`, and `…/oauth2/token` of the first version, which takes a `resource`. */
export async function tokenEndpoint(world: World, x: Exchange, tenant: string): Promise<SimulatedResponse> {
  const { identity, scenario, clock } = world;
  const form = new URLSearchParams((await x.body()).toString());
  const isV1 = x.path.endsWith('/oauth2/token');
  const clientId = form.get('client_id') ?? basicOf(x)?.id ?? '';
  const grantType = form.get('grant_type') ?? '';
  const scope = form.get('scope') ?? '';
  const resource = isV1 ? (form.get('resource') ?? '').replace(/\/$/, '') : resourceOf(scope);
  const details: SignInDetails = { clientId, tenant, resource };
  const refuse = (code: number, more: Partial<SignInDetails> = {}): SimulatedResponse =>
    entraError(code, { ...details, ...more }, clock.now());

  if (scenario.entraErrorCode !== null) return refuse(scenario.entraErrorCode);
  if (![identity.tenantId, identity.tenantDomain].includes(tenant.toLowerCase())) return refuse(90002);
  for (const [parameter, value] of Object.entries({ grant_type: grantType, client_id: clientId })) {
    if (value === '') return refuse(900144, { parameter });
  }
  if (clientId.toLowerCase() !== identity.clientId) return refuse(700016);
  if (grantType !== 'client_credentials' && grantType !== 'refresh_token') return refuse(70003);
  if (isV1 && resource === '') return refuse(500011);
  if (!isV1 && grantType === 'client_credentials' && scope === '') return refuse(900144);
  if (!isV1 && grantType === 'client_credentials' && !scope.split(' ').some((part) => part.endsWith('/.default'))) {
    return refuse(1002012, { resource: scope });
  }
  const client = checkClient(world, x, form, tenant);
  if (client !== 'known') {
    if (client.code !== 7000218 || grantType !== 'refresh_token' || !scenario.publicClient) {
      return refuse(
        client.code === 7000218 && grantType === 'client_credentials' ? 7000216 : client.code,
        client.details,
      );
    }
  } else if (scenario.publicClient && grantType === 'refresh_token') return refuse(700025);
  if (!isEnvironment(world, resource, x.host)) return refuse(500011);

  const user = grantType === 'refresh_token' ? { userPrincipalName: scenario.userPrincipalName } : {};
  if (grantType === 'refresh_token') {
    const given = form.get('refresh_token') ?? '';
    if (!identity.refreshTokens.has(given)) return refuse(given.startsWith('1.ARoA') ? 700082 : 9002313);
    if (scenario.rotatedRefreshToken === 'refused') identity.refreshTokens.delete(given);
  }
  const lifetimeSeconds = scenario.tokenLifetimeSeconds;
  const claims = accessTokenClaims(identity, {
    audience: resource,
    clientId,
    nowMs: clock.now(),
    lifetimeSeconds,
    ...user,
  });
  const issuedAt = Math.floor(clock.now() / 1000);
  return json(
    200,
    {
      token_type: 'Bearer',
      ...(grantType === 'refresh_token' && { scope: `${resource}/.default` }),
      ...(isV1
        ? {
            expires_in: String(lifetimeSeconds),
            ext_expires_in: String(lifetimeSeconds),
            expires_on: String(issuedAt + lifetimeSeconds),
            not_before: String(issuedAt),
            resource,
          }
        : { expires_in: lifetimeSeconds, ext_expires_in: lifetimeSeconds }),
      access_token: mint(identity, claims, scenario.tokenFormat),
      ...(grantType === 'refresh_token' && rotated(world, form.get('refresh_token') ?? '')),
    },
    { 'cache-control': 'no-store, no-cache', pragma: 'no-cache' },
  );
}

function rotated({ identity, scenario }: World, given: string): { refresh_token: string } {
  const next = scenario.refreshTokenRotation === 'new' ? newRefreshToken() : given;
  identity.refreshTokens.add(next);
  return { refresh_token: next };
}

/** `https://host/.default` asks for the resource `https://host`; `https://host//.default` for `https://host/`, as Entra ID does. */
function resourceOf(scope: string): string {
  const asked = scope.split(' ').find((part) => part.includes('://')) ?? scope;
  return asked.endsWith('/.default') ? asked.slice(0, -'/.default'.length) : asked.replace(/\/[^/]*$/, '');
}

/** The environments this tenant has: the simulator itself and the F&O names in its certificate. */
function isEnvironment({ hosts }: World, resource: string, host: string): boolean {
  if (!URL.canParse(resource)) return false;
  const { host: asked } = new URL(resource);
  const role = roleOf(asked);
  return (
    role === 'fno' ||
    (role === 'any' && (asked === host || isLoopback(asked) || hosts.includes(new URL(resource).hostname)))
  );
}

const isLoopback = (host: string): boolean => /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/.test(host);
