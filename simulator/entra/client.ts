import { header, type Exchange } from '../exchange.ts';
import type { World } from '../world.ts';
import { checkAssertion, type ClientCheck } from './assertion.ts';

/** Whether the client proves who it is: by secret, certificate or federated assertion. */
export function checkClient(world: World, x: Exchange, form: URLSearchParams, tenant: string): ClientCheck {
  const { identity, scenario } = world;
  const secret = form.get('client_secret') ?? basicOf(x)?.secret ?? null;
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

/** `client_secret_basic`: id and secret in the header, each form-encoded. */
export function basicOf(x: Exchange): { id: string; secret: string } | undefined {
  const encoded = /^Basic (.+)$/i.exec(header(x, 'authorization'))?.[1];
  if (encoded === undefined) return undefined;
  const text = Buffer.from(encoded, 'base64').toString();
  const colon = text.indexOf(':');
  const decoded = (part: string): string => new URLSearchParams(`x=${part}`).get('x') ?? '';
  return { id: decoded(text.slice(0, colon)), secret: decoded(text.slice(colon + 1)) };
}
