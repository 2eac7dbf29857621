import type { SimulatedResponse } from '../response.ts';
import { json } from '../response.ts';
import { jsonBody } from '../body.ts';
import { header, type Exchange } from '../exchange.ts';
import { notServed } from '../fno/gate.ts';
import { asObject, parseJson, type JsonObject } from '../json.ts';
import type { World } from '../world.ts';
import { services, xppException, type ServiceOperation } from './catalog.ts';

/** `/api/services[/<Group>[/<Service>[/<Operation>]]]`: lists and a description by GET, a call by POST. Undefined for any other path. */
export async function servicesRoute(
  world: World,
  x: Exchange,
  path: string,
  claims: JsonObject,
): Promise<SimulatedResponse | undefined> {
  const [, api, root, group, service, operation, more] = path.replace(/\/$/, '').split('/');
  if (api !== 'api' || root !== 'services') return undefined;
  const names = (of: object): { Name: string }[] => Object.keys(of).map((Name) => ({ Name }));
  // Names are those of the AOT, case included.
  const groupFound = own(services, group);
  const serviceFound = own(groupFound, service);
  const found = own(serviceFound, operation);
  if (more !== undefined) return notServed(world, x);
  if (x.method === 'POST') {
    if (found === undefined) return notServed(world, x);
    return asAsked(world, x, 'call', await call(world, x, found, claims));
  }
  if (x.method !== 'GET' && x.method !== 'HEAD')
    return json(405, { Message: `The requested resource does not support http method '${x.method}'.` });
  const listed = [
    { asked: group, list: { ServiceGroups: names(services) } },
    { asked: service, list: groupFound && { Services: names(groupFound) } },
    { asked: operation, list: serviceFound && { Operations: names(serviceFound) } },
    { asked: undefined, list: found && { Parameters: found.parameters, Return: found.returns } },
  ].find(({ asked }) => asked === undefined);
  return listed?.list === undefined ? notServed(world, x) : asAsked(world, x, 'list', json(200, listed.list));
}

function own<T>(of: Record<string, T> | undefined, name: string | undefined): T | undefined {
  return of !== undefined && name !== undefined && Object.hasOwn(of, name) ? of[name] : undefined;
}

async function call(
  world: World,
  x: Exchange,
  operation: ServiceOperation,
  claims: JsonObject,
): Promise<SimulatedResponse> {
  let args: JsonObject;
  try {
    args = asObject(await jsonBody(x));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return xppException(400, 'The request body is not valid JSON.', 'JsonReaderException');
  }
  const missing = operation.parameters.find(({ Name }) => args[Name] === undefined);
  if (missing !== undefined) {
    return xppException(
      400,
      `Parameter '${missing.Name}' is not found within the request content body.`,
      'InvalidOperationException',
    );
  }
  const unknown = Object.keys(args).find((name) => !operation.parameters.some(({ Name }) => Name === name));
  if (unknown !== undefined) {
    return xppException(
      400,
      `Parameter '${unknown}' is not a parameter of the operation.`,
      'InvalidOperationException',
    );
  }
  return operation.call(args, world, claims);
}

/** XML where JSON was not asked for. */
function asAsked(
  { scenario }: World,
  x: Exchange,
  what: 'list' | 'call',
  response: SimulatedResponse,
): SimulatedResponse {
  const wantsXml = scenario.servicesXml === 'always' || (scenario.servicesXml === 'lists' && what === 'list');
  if (!wantsXml || header(x, 'accept').includes('json') || typeof response.body !== 'string' || response.body === '') {
    return response;
  }
  const body = `<?xml version="1.0" encoding="utf-8"?>${element('Response', parseJson(response.body))}`;
  return { ...response, headers: { ...response.headers, 'content-type': 'application/xml; charset=utf-8' }, body };
}

function element(name: string, content: unknown): string {
  const escaped = (text: string): string => text.replace(/[<>&]/g, (character) => `&#${character.charCodeAt(0)};`);
  if (Array.isArray(content)) return content.map((item) => element(name, item)).join('');
  const inner =
    typeof content === 'object' && content !== null
      ? Object.entries(content)
          .map(([key, value]) => element(key.replace(/\W/g, ''), value))
          .join('')
      : escaped(String(content));
  return `<${name}>${inner}</${name}>`;
}
