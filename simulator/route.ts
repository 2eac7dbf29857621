import { json, type SimulatedResponse } from './response.ts';
import { commvault } from './commvault.ts';
import { adfsTokenEndpoint } from './entra/adfs.ts';
import { discovery } from './entra/discovery.ts';
import { tokenEndpoint } from './entra/token.ts';
import { markUnknown, type Exchange } from './exchange.ts';
import { environment } from './fno/environment.ts';
import { roleOf, type Role } from './hosts.ts';
import { idToken } from './oidc.ts';
import type { World } from './world.ts';

type Owner = Exclude<Role, 'any'> | 'blob' | 'callback';

/** What a path belongs to. */
function ownerOf(path: string): Owner {
  if (path.startsWith('/adfs/')) return 'adfs';
  if (/^\/[^/]+\/(oauth2|(v2\.0\/)?\.well-known|discovery)\//.test(path)) return 'entra';
  if (path === '/oidc-token') return 'oidc';
  if (path.startsWith('/commandcenter/')) return 'commvault';
  if (path.startsWith('/blob/')) return 'blob';
  if (/^\/callback(\/|$)/.test(path)) return 'callback';
  return 'fno';
}

/** Responds to a request by host and by path. Undefined: the connection is to be reset. */
export async function route(world: World, x: Exchange): Promise<SimulatedResponse | undefined> {
  const owner = ownerOf(x.path);
  const role = roleOf(x.host);
  const notServed = (): SimulatedResponse => {
    markUnknown(x);
    return json(404, { Message: `${x.host} does not serve ${x.method} ${x.path}.` });
  };
  // Blobs and callbacks are found under any name.
  if (role !== 'any' && role !== owner && owner !== 'blob' && owner !== 'callback') return notServed();
  switch (owner) {
    case 'entra': {
      const [, tenant] = /^\/([^/]+)\/oauth2\/(?:v2\.0\/)?token$/.exec(x.path) ?? [];
      if (tenant !== undefined && x.method === 'POST') return tokenEndpoint(world, x, tenant);
      return discovery(world, x) ?? notServed();
    }
    case 'adfs':
      if (/^\/adfs\/oauth2\/token\/?$/.test(x.path) && x.method === 'POST') return adfsTokenEndpoint(world, x);
      return discovery(world, x) ?? notServed();
    case 'oidc':
      return x.method === 'GET' ? idToken(world, x) : notServed();
    case 'commvault':
      return /^\/commandcenter\/api\/v4\/[dD]ynamics365$/.test(x.path) ? commvault(world, x) : notServed();
    case 'blob':
      return world.blobs.serve(x);
    case 'callback':
      return json(world.scenario.callbackStatus, {});
    case 'fno':
      return environment(world, x);
  }
}
