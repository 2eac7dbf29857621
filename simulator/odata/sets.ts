import { batchJobSet } from '../batch/entity.ts';
import { executionDetailsSet } from '../dmf/details.ts';
import { projectSets } from '../dmf/projects.ts';
import type { World } from '../world.ts';
import { customerSet } from './customers.ts';
import type { EntitySet } from './entity-set.ts';
import { smallSets } from './small-sets.ts';
import { systemSets } from './system-sets.ts';

/** The entity sets this environment serves. */
export const entitySets = (world: World): EntitySet[] => [
  batchJobSet(world),
  customerSet(world),
  executionDetailsSet(world),
  ...projectSets(world),
  ...smallSets(world),
  ...systemSets(world),
];
