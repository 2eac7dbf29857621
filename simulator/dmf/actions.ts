import { empty, type Answer } from '../answer.ts';
import type { Exchange } from '../exchange.ts';
import type { World } from '../world.ts';

const prefix = '/data/DataManagementDefinitionGroups/Microsoft.Dynamics.DataEntities.';

/** The actions of data management. Undefined for any other path. Facts, chapter 2. */
export async function dataManagement(world: World, x: Exchange, path: string): Promise<Answer | undefined> {
  if (!path.startsWith(prefix) || x.method !== 'POST') return undefined;
  switch (path.slice(prefix.length)) {
    case 'InitializeDataManagement':
      await world.clock.sleep(world.scenario.initializeMs);
      return empty(world.scenario.initializeStatus);
    case 'InitializeDataManagementAsync':
      return empty(204);
    default:
      return undefined;
  }
}
