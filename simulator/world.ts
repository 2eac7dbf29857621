import type { BatchJobs } from './batch/jobs.ts';
import type { Clock } from './clock.ts';
import type { Identity } from './entra/identity.ts';
import type { RecordedRequest } from './record.ts';
import type { Scenario } from './scenario.ts';

/** Everything that a handler may look at or change. */
export interface World {
  scenario: Scenario;
  /** What `reset` goes back to. */
  firstScenario: Scenario;
  clock: Clock;
  /** Simulated time of the start, or of the last reset. */
  startedAtMs: number;
  requests: RecordedRequest[];
  identity: Identity;
  jobs: BatchJobs;
}

/** Back to the scenario of the start; jobs anew, no requests. Time and identities stay. */
export function reset(world: World): void {
  Object.assign(world.scenario, structuredClone(world.firstScenario));
  world.startedAtMs = world.clock.now();
  world.requests.length = 0;
  world.jobs.clear();
  for (const spec of world.scenario.batchJobs) world.jobs.add(spec);
}
