import { json, type SimulatedResponse } from '../response.ts';
import type { Exchange } from '../exchange.ts';
import { roleOf } from '../hosts.ts';
import type { World } from '../world.ts';
import { checkClient } from './client.ts';
import { accessTokenClaims, mint, newRefreshToken } from './identity.ts';

/** `POST /adfs/oauth2/token`: v1 style, with `resource` in the body. */
export async function adfsTokenEndpoint(world: World, x: Exchange): Promise<SimulatedResponse> {
  const { identity, scenario, clock } = world;
  const form = new URLSearchParams((await x.body()).toString());
  const refuse = (error: string, message: string): SimulatedResponse =>
    json(400, { error, error_description: message });
  const resource = form.get('resource');
  const grantType = form.get('grant_type');
  if ((form.get('client_id') ?? '').toLowerCase() !== identity.clientId) {
    return refuse(
      'invalid_client',
      "MSIS9223: The received OAuth request is invalid: the 'client_id' is not registered.",
    );
  }
  const client = checkClient(world, x, form, 'adfs');
  const isPublic =
    client !== 'known' && client.code === 7000218 && scenario.publicClient && grantType === 'refresh_token';
  if (client !== 'known' && !isPublic) return refuse('invalid_client', 'MSIS9622: Client authentication failed.');
  if (resource === null) {
    return refuse(
      'invalid_request',
      "MSIS9229: The received OAuth request is invalid: the parameter 'resource' is missing.",
    );
  }
  if (!isResource(world, resource, x.host)) {
    return refuse(
      'invalid_resource',
      `MSIS9602: The received 'resource' parameter is invalid: '${resource}' is no registered resource.`,
    );
  }
  const given = form.get('refresh_token') ?? '';
  if (grantType === 'refresh_token' && !identity.refreshTokens.has(given)) {
    return refuse('invalid_grant', 'MSIS9615: The refresh token is expired or invalid.');
  }
  const lifetimeSeconds = scenario.tokenLifetimeSeconds;
  const claims = accessTokenClaims(identity, {
    audience: resource,
    clientId: identity.clientId,
    nowMs: clock.now(),
    lifetimeSeconds,
    ...(grantType === 'refresh_token' && { userPrincipalName: scenario.userPrincipalName }),
  });
  delete claims['tid'];
  delete claims['idp'];
  const refreshToken = newRefreshToken();
  if (grantType === 'refresh_token') identity.refreshTokens.add(refreshToken);
  return json(200, {
    access_token: mint(identity, { ...claims, iss: `http://${x.host}/adfs/services/trust` }, scenario.tokenFormat),
    token_type: 'bearer',
    expires_in: lifetimeSeconds,
    ...(grantType === 'refresh_token' && { refresh_token: refreshToken }),
  });
}

/** The environment on premises, by its origin or with its path. */
function isResource({ hosts }: World, resource: string, host: string): boolean {
  if (!URL.canParse(resource)) return false;
  const url = new URL(resource);
  const role = roleOf(url.host);
  const isHost = role === 'fno' || (role === 'any' && (url.host === host || hosts.includes(url.hostname)));
  return isHost && ['/', '/namespaces/AXSF', '/namespaces/AXSF/'].includes(url.pathname);
}
