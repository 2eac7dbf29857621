import { batchJobSet } from '../batch/entity.ts';
import type { World } from '../world.ts';
import type { EntitySet } from './entity-set.ts';

/** The entity sets this environment serves. */
export const entitySets = (world: World): EntitySet[] => [batchJobSet(world)];
