import type { Exchange } from '../exchange.ts';
import type { World } from '../world.ts';
import { checkAssertion, type ClientCheck } from './assertion.ts';

/** Whether the client proves who it is: by secret, certificate or federated assertion. */
export function checkClient(world: World, x: Exchange, form: URLSearchParams, tenant: string): ClientCheck {
  const { identity, scenario } = world;
  const secret = form.get('client_secret');
  const assertion = form.get('client_assertion');
  if (assertion !== null) {
    const type = form.get('client_assertion_type');
    if (type !== 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer') return { code: 7000218 };
    return checkAssertion(world, x, assertion, tenant);
  }
  if (secret === null || secret === '') return { code: 7000218 };
  if (scenario.expiredClientSecrets.includes(secret)) return { code: 7000222 };
  return secret === identity.clientSecret ? 'known' : { code: 7000215 };
}
