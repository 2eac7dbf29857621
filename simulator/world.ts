import type { BatchJobs } from './batch/jobs.ts';
import type { BlobStore } from './blobs.ts';
import type { Clock } from './clock.ts';
import type { Executions } from './dmf/executions.ts';
import type { DataStore } from './dmf/store.ts';
import type { Identity } from './entra/identity.ts';
import type { Row } from './odata/entity-set.ts';
import type { RecordedRequest } from './record.ts';
import type { Scenario } from './scenario.ts';

/** A file in the queue of a recurring integration. */
export interface Message {
  id: string;
  enqueuedAtMs: number;
  executionId: string;
}

/** Everything that a handler may look at or change. */
export interface World {
  scenario: Scenario;
  /** What `reset` goes back to. */
  firstScenario: Scenario;
  clock: Clock;
  /** Simulated time of the start, or of the last reset. */
  startedAtMs: number;
  /** Further host names, each an environment of its own. */
  hosts: readonly string[];
  requests: RecordedRequest[];
  identity: Identity;
  jobs: BatchJobs;
  executions: Executions;
  /** What packages brought, and data projects. */
  data: DataStore;
  messages: Map<string, Message>;
  /** Pop receipts that were handed out and not acknowledged. */
  receipts: Set<string>;
  /** The rows of CustomerGroups, which can be written. */
  customerGroups: Row[];
  batchGroups: Row[];
  systemUsers: Row[];
  blobs: BlobStore;
  azuriteUrl: string | undefined;
  onStop: (() => void) | undefined;
}

/** Back to the scenario of the start; jobs anew, no requests. Time and identities stay. */
export function reset(world: World): void {
  Object.assign(world.scenario, structuredClone(world.firstScenario));
  world.startedAtMs = world.clock.now();
  world.requests.length = 0;
  world.identity.refreshTokens = new Set([world.identity.refreshToken]);
  world.executions.clear();
  world.data.entities.clear();
  world.data.projects.clear();
  world.messages.clear();
  world.receipts.clear();
  world.customerGroups.splice(0, Infinity, ...firstCustomerGroups());
  world.batchGroups.splice(0, Infinity, ...firstBatchGroups());
  world.systemUsers.splice(0, Infinity, ...firstSystemUsers());
  world.jobs.clear();
  for (const spec of world.scenario.batchJobs) world.jobs.add(spec);
}

/** The customer groups of a new environment. */
const firstCustomerGroups = (): Row[] => [
  { dataAreaId: 'usmf', CustomerGroupId: '10', Description: 'Wholesales customers' },
  { dataAreaId: 'usmf', CustomerGroupId: '30', Description: "Retail customers' group" },
  { dataAreaId: 'demf', CustomerGroupId: '10', Description: 'Großhandel' },
];

const firstBatchGroups = (): Row[] => [
  { GroupId: '', ServerId: '', Description: 'Empty batch group' },
  { GroupId: 'MRP', ServerId: '', Description: 'Master planning' },
];

const firstSystemUsers = (): Row[] => [
  { UserID: 'Admin', UserName: 'Admin', Enabled: true, Company: 'dat', Email: 'admin@contoso.com' },
  { UserID: 'Operator', UserName: 'Operator', Enabled: true, Company: 'usmf', Email: 'operator@contoso.com' },
];
