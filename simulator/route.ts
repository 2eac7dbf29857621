import { json, type Answer } from './answer.ts';
import { tokenEndpoint } from './entra/token.ts';
import { discovery } from './entra/discovery.ts';
import type { Exchange } from './exchange.ts';
import { environment } from './fno/environment.ts';
import { roleOf, type Role } from './hosts.ts';
import type { World } from './world.ts';

/** What a path belongs to. */
function ownerOf(path: string): Exclude<Role, 'any'> {
  if (/^\/[^/]+\/(oauth2\/|v2\.0\/\.well-known\/|discovery\/)/.test(path))
    return path.startsWith('/adfs/') ? 'adfs' : 'entra';
  return 'fno';
}

/** Answers a request by host and by path. Undefined: the connection is to be reset. */
export async function route(world: World, x: Exchange): Promise<Answer | undefined> {
  const owner = ownerOf(x.path);
  const role = roleOf(x.host);
  if (role !== 'any' && role !== owner) return json(404, { Message: `${x.host} does not serve ${x.path}.` });
  switch (owner) {
    case 'entra': {
      const [, tenant] = /^\/([^/]+)\/oauth2\/v2\.0\/token$/.exec(x.path) ?? [];
      if (tenant !== undefined && x.method === 'POST') return tokenEndpoint(world, x, tenant);
      return discovery(world, x) ?? json(404, { Message: `${x.path} is not served.` });
    }
    case 'adfs':
    case 'oidc':
    case 'commvault':
      return json(404, { Message: `${x.path} is not served.` });
    case 'fno':
      return environment(world, x);
  }
}
