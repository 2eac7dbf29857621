import type { BatchJobs } from './batch/jobs.ts';
import type { BlobStore } from './blobs.ts';
import type { Clock } from './clock.ts';
import type { Executions } from './dmf/executions.ts';
import type { DataStore } from './dmf/store.ts';
import type { Identity } from './entra/identity.ts';
import type { JsonObject } from './json.ts';
import type { Row } from './odata/entity-set.ts';
import type { RecordedRequest } from './record.ts';
import type { Scenario } from './scenario.ts';

/** A file in the queue of a recurring integration. */
export interface Message {
  id: string;
  enqueuedAtMs: number;
  executionId: string;
}

/** A business event that was posted, and what the endpoint returned; 0 if it returned nothing. */
export interface PostedEvent {
  url: string;
  body: JsonObject;
  status: number;
}

export type Tables = Record<'customerGroups' | 'batchGroups' | 'systemUsers' | 'emailParameters', Row[]>;

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
  /** The rows that can be written. */
  tables: Tables;
  businessEvents: PostedEvent[];
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
  world.tables = firstTables(world.scenario);
  world.businessEvents.length = 0;
  world.jobs.restart();
}

/**
 * The rows of a new environment. A copy of a database brings no batch groups along, all its users are disabled but
 * administrators and the one by whom pipelines sign in, and its encrypted fields are empty.
 */
export const firstTables = ({ databaseCopied }: Scenario): Tables => ({
  customerGroups: [
    { dataAreaId: 'usmf', CustomerGroupId: '10', Description: 'Wholesales customers' },
    { dataAreaId: 'usmf', CustomerGroupId: '30', Description: "Retail customers' group" },
    { dataAreaId: 'demf', CustomerGroupId: '10', Description: 'Großhandel' },
  ],
  batchGroups: [
    { GroupId: '', ServerId: '', Description: 'Empty batch group' },
    ...(databaseCopied ? [] : [{ GroupId: 'MRP', ServerId: '', Description: 'Master planning' }]),
  ],
  systemUsers: [
    { UserID: 'Admin', UserName: 'Admin', Enabled: true, Company: 'dat', Email: 'admin@contoso.com' },
    { UserID: 'DBMovementAPI', UserName: 'DBMovementAPI', Enabled: true, Company: 'usmf', Email: '' },
    {
      UserID: 'Operator',
      UserName: 'Operator',
      Enabled: !databaseCopied,
      Company: 'usmf',
      Email: 'operator@contoso.com',
    },
  ],
  emailParameters: [
    { ID: 0, SMTPServer: 'smtp.contoso.com', SMTPUser: 'f-and-o', SMTPPassword: databaseCopied ? '' : '********' },
  ],
});
