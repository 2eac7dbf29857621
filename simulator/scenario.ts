import type { BusinessEventKind } from './batch/statuses.ts';
import type { BatchJobSpec, PlanStep } from './batch/job.ts';
import type { Fault } from './faults.ts';

/** How a response that refuses looks inside. */
export type RefusalBody = Scenario['refusalBody'];

export interface FederatedCredential {
  issuer: string;
  subject: string;
  audience: string;
}

export interface ExecutionEntity {
  name: string;
  records: number;
  /** Rows that are staged and not written. */
  failedRecords?: number;
  /** Its own end, where it differs from that of the execution. */
  targetStatus?: string;
}

/** The switches that have a few values; the first one is the default. What each switch means stands in switches.ts. */
export const choices = {
  tokenFormat: ['jwt', 'opaque'],
  refreshTokenRotation: ['new', 'none'],
  rotatedRefreshToken: ['stays-valid', 'refused'],
  notRegisteredStatus: [401, 403],
  refusal: ['status', 'redirect', 'html'],
  refusalBody: ['empty', 'html', 'json'],
  notFoundBody: ['json', 'empty', 'html'],
  missingKeyStatus: [404, 400],
  otherCompanyStatus: [404, 403],
  filterCase: ['ignored', 'compared'],
  onPremisesAudience: ['either', 'origin', 'with-path'],
  startingAs: ['503-html', '503-empty', '502-html', 'redirect', 'html', 'reset'],
  byteOrderMark: ['count', 'always', 'never'],
  errorShape: ['odata', 'web-api'],
  errorJson: ['compact', 'indented'],
  nextLinkForm: ['skiptoken', 'skip-and-top'],
  batchRequests: ['carried-out', 'echoed'],
  putRow: ['replaces', 'merges'],
  servicesXml: ['lists', 'always', 'never'],
  unsetDate: ['1900-01-01T00:00:00Z', '1900-01-01T12:00:00Z'],
  canceledSpelling: ['Canceled', 'Cancelled'],
  cancellingSpelling: ['Cancelling', 'Canceling'],
  filterSpelling: ['both', 'metadata'],
  recurringEndsAs: ['Waiting', 'same'],
  endDateUnderWay: ['unset', 'kept'],
  startScheduled: ['keeps-start', 'at-once'],
  holdReleasedBy: ['both', 'start', 'patch', 'neither'],
  startResponseShape: ['object', 'string-in-value'],
  startResponseNames: ['documented', 'table'],
  startUnderWay: ['is-success-false', 'http-500'],
  businessEventStatus: ['name', 'label', 'number'],
  unknownExecution: ['were-not-found', 'status-unknown'],
  initializeStatus: [204, 200],
  executionErrors: ['proper', 'none', 'broken'],
  projectKey: ['name', 'name-and-type'],
  enqueueResponse: ['value', 'bare'],
  dequeue: ['file', 'empty'],
  dequeueScheme: ['https', 'http'],
} as const;

/** The other switches, with their defaults. Times are simulated milliseconds. */
const others = {
  tokenLifetimeSeconds: 3599,
  entraErrorCode: null as number | null,
  expiredClientSecrets: [] as string[],
  registeredCertificates: [] as string[],
  federatedCredentials: [
    {
      issuer: 'https://token.actions.githubusercontent.com',
      subject: 'repo:contoso/operations:ref:refs/heads/main',
      audience: 'api://AzureADTokenExchange',
    },
  ] as FederatedCredential[],
  anyFederatedCredential: false,
  publicClient: false,
  userPrincipalName: 'operator@contoso.com',
  oidcIssuer: 'https://token.actions.githubusercontent.com',
  oidcSubject: 'repo:contoso/operations:ref:refs/heads/main',
  oidcLifetimeSeconds: 300,
  oidcStatus: 200,
  appRegistered: true,
  roleMissingFor: [] as string[],
  startingForMs: 0,
  firstCallMs: 0,
  latencyMs: 0,
  clockSkewMs: 0,
  activityId: true,
  gzip: true,
  countCharset: true,
  valueInValue: false,
  userCompany: 'usmf',
  pageSize: 10_000,
  customersCount: 240,
  applicationVersion: '10.0.48.12',
  batchJobs: [
    {
      recId: '5637144576',
      description: 'Nightly customer balances',
      plan: [{ status: 'Waiting', forMs: 2000 }, { status: 'Executing', forMs: 4000 }, { status: 'Finished' }],
    },
    {
      recId: '5637144577',
      description: 'Inventory closing',
      plan: [{ status: 'Waiting', forMs: 1000 }, { status: 'Executing', forMs: 2000 }, { status: 'Error' }],
    },
    { recId: '5637144578', description: 'Settlement, on hold', plan: [{ status: 'Hold' }] },
  ] as BatchJobSpec[],
  databaseCopied: false,
  schedulerTickMs: 2000,
  startRefusal: null as string | null,
  businessEventsUrl: '',
  businessEvents: ['failed'] as BusinessEventKind[],
  businessEventId: 'BatchJob{Event}BusinessEvent',
  initializeMs: 1000,
  importHoldMs: 500,
  importGatewayCutMs: null as number | null,
  exportHoldMs: 0,
  executionPlan: [
    { status: 'NotRun', forMs: 500 },
    { status: 'Executing', forMs: 3000 },
    { status: 'Succeeded' },
  ] as PlanStep[],
  executionUnknownForMs: 0,
  executionEntities: [
    { name: 'Customer groups', records: 12 },
    { name: 'Customers V3', records: 240 },
    { name: 'Vendor groups', records: 7 },
  ] as ExecutionEntity[],
  executionErrorCount: 3,
  stuckDefinitionGroups: [] as string[],
  packageBytes: 20_000,
  dataEntities: ['Currencies', 'Exchange rates', 'Units'],
  missingEntities: [] as string[],
  sharedEntities: ['Currencies'],
  entitiesWithStaging: [] as string[],
  entityKeys: {} as Record<string, string[]>,
  detailConflicts: 0,
  messageQueuedForMs: 0,
  messagePlan: [
    { status: 'Enqueued', forMs: 500 },
    { status: 'Processing', forMs: 2000 },
    { status: 'Processed' },
  ] as PlanStep[],
  callbackStatus: 200,
  commvaultToken: '',
  faults: [] as Fault[],
};

/** Everything that can be switched, as plain JSON. */
export type Scenario = typeof others & { -readonly [Name in keyof typeof choices]: (typeof choices)[Name][number] };

export const defaultScenario: Scenario = {
  ...others,
  ...(Object.fromEntries(Object.entries(choices).map(([name, [standard]]) => [name, standard])) as {
    [Name in keyof typeof choices]: (typeof choices)[Name][0];
  }),
};
