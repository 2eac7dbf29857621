import { randomUUID } from 'node:crypto';
import type { SimulatedResponse } from '../response.ts';
import { dataManagement } from '../dmf/actions.ts';
import { connector } from '../dmf/messages.ts';
import { onPremises, type Exchange } from '../exchange.ts';
import type { JsonObject } from '../json.ts';
import { thrownResponse } from '../odata/errors.ts';
import { metadataRoute } from '../odata/metadata-route.ts';
import { dataRoute } from '../odata/route.ts';
import { gatewayPage, signInPage, signInRedirect } from '../pages.ts';
import { servicesRoute } from '../services/route.ts';
import type { World } from '../world.ts';
import { admit, notServed } from './gate.ts';

/** A request to the environment: starting up, the bearer, then what the path names. Undefined: the connection is to be reset. */
export async function environment(world: World, x: Exchange): Promise<SimulatedResponse | undefined> {
  const { scenario, clock } = world;
  const isOnPremises = onPremises.test(x.path);
  const path = x.path.replace(onPremises, '').replace(/^\/data(?=\/|$)/i, '/data');
  if (clock.now() < world.startedAtMs + scenario.startingForMs) return starting(scenario.startingAs);
  const admitted = admit(world, x, path, isOnPremises);
  const response =
    'refusal' in admitted
      ? admitted.refusal
      : await serve(world, x, path, admitted.claims).catch((error: unknown) => thrownResponse(world, x, error));
  return scenario.activityId ? { ...response, headers: { 'ms-dyn-aid': randomUUID(), ...response.headers } } : response;
}

async function serve(world: World, x: Exchange, path: string, claims: JsonObject): Promise<SimulatedResponse> {
  const isFirst =
    world.scenario.firstCallMs > 0 &&
    !world.requests.some((request) => request.status === 200 && request.url.includes('/data'));
  await world.clock.sleep(world.scenario.latencyMs + (isFirst ? world.scenario.firstCallMs : 0));
  return (
    (await servicesRoute(world, x, path, claims)) ??
    metadataRoute(world, x, path) ??
    (await connectorWhere(world, x, path)) ??
    (await dataManagement(world, x, path)) ??
    (await dataRoute(world, x, path)) ??
    notServed(world, x)
  );
}

/** Recurring integrations are not there on premises. */
const connectorWhere = async (world: World, x: Exchange, path: string): Promise<SimulatedResponse | undefined> =>
  onPremises.test(x.path) ? undefined : connector(world, x, path);

function starting(as: World['scenario']['startingAs']): SimulatedResponse | undefined {
  switch (as) {
    case '503-html':
      return gatewayPage(503, 'Service Unavailable');
    case '503-empty':
      return { status: 503 };
    case '502-html':
      return gatewayPage(502, 'Bad Gateway');
    case 'redirect':
      return signInRedirect();
    case 'html':
      return signInPage();
    case 'reset':
      return undefined;
  }
}
