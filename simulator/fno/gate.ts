import { empty, json, type SimulatedResponse } from '../response.ts';
import { header, markUnknown, type Exchange } from '../exchange.ts';
import { asText, type JsonObject } from '../json.ts';
import { readJwt, verifyJwt } from '../jwt.ts';
import { gatewayPage, signInPage, signInRedirect } from '../pages.ts';
import type { RefusalBody } from '../scenario.ts';
import type { World } from '../world.ts';

export type Admission = { claims: JsonObject } | { refusal: SimulatedResponse };

/** The claims behind an accepted bearer, or the response that refuses it. `onPremises`: the path began with /namespaces/AXSF. */
export function admit(world: World, x: Exchange, path: string, onPremises: boolean): Admission {
  const { scenario, identity } = world;
  const bearer = /^Bearer (.+)$/i.exec(header(x, 'authorization'))?.[1];
  const claims = bearer === undefined ? undefined : claimsOf(world, bearer);
  if (claims === undefined || !isCurrent(world, claims) || !isForUs(world, x, claims, onPremises)) {
    return { refusal: notSignedIn(world) };
  }
  // $metadata is served under any valid token.
  if (path === '/data/$metadata') return { claims };
  if (!scenario.appRegistered || asText(claims['appid']).toLowerCase() !== identity.clientId) {
    return { refusal: refused(scenario.notRegisteredStatus, scenario.refusalBody) };
  }
  if (scenario.roleMissingFor.some((part) => path.includes(part)))
    return { refusal: refused(403, scenario.refusalBody) };
  return { claims };
}

function claimsOf({ identity }: World, bearer: string): JsonObject | undefined {
  const opaque = identity.opaqueTokens.get(bearer);
  if (opaque !== undefined) return opaque;
  return verifyJwt(bearer, identity.keys.publicKey) ? readJwt(bearer)?.claims : undefined;
}

const isCurrent = ({ clock }: World, claims: JsonObject): boolean => Number(claims['exp']) * 1000 > clock.now();

/** The audience is the origin in lower case without a slash, exactly. */
function isForUs({ identity, scenario }: World, x: Exchange, claims: JsonObject, onPremises: boolean): boolean {
  const origin = `https://${x.host}`;
  const withPath = `${origin}/namespaces/AXSF`;
  const audience = asText(claims['aud']);
  if (claims['tid'] !== undefined && claims['tid'] !== identity.tenantId) return false;
  if (!onPremises || scenario.onPremisesAudience === 'origin') return audience === origin;
  return audience === withPath || (scenario.onPremisesAudience === 'either' && audience === origin);
}

function notSignedIn({ scenario }: World): SimulatedResponse {
  switch (scenario.refusal) {
    case 'redirect':
      return signInRedirect();
    case 'html':
      return signInPage();
    case 'status':
      return refused(401, scenario.refusalBody);
  }
}

/** The 404 for what the simulator has no part for; the record says so. */
export function notServed(world: World, x: Exchange): SimulatedResponse {
  markUnknown(x);
  return noRoute(world, x);
}

/** The 404 for a path that leads nowhere. */
export function noRoute({ scenario }: World, x: Exchange): SimulatedResponse {
  if (scenario.notFoundBody !== 'json') return refused(404, scenario.notFoundBody);
  return json(404, {
    Message: `No HTTP resource was found that matches the request URI 'https://${x.host}${x.record.url}'. No route data was found for this request.`,
  });
}

const titles = { 401: 'Unauthorized', 403: 'Forbidden', 404: 'Not Found' } as const;

/** A refusal in one of the three forms that are known of its body. */
export function refused(status: 401 | 403 | 404, body: RefusalBody): SimulatedResponse {
  const headers: Record<string, string> =
    status === 401 ? { 'www-authenticate': 'Bearer authorization_uri="https://login.microsoftonline.com/common"' } : {};
  switch (body) {
    case 'empty':
      return empty(status, headers);
    case 'html': {
      const page = gatewayPage(status, titles[status]);
      return { ...page, headers: { ...page.headers, ...headers } };
    }
    case 'json':
      return json(status, { Message: `${titles[status]}: the request was refused.` }, headers);
  }
}
