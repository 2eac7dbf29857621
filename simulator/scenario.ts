import type { BusinessEventKind } from './batch/statuses.ts';
import type { BatchJobSpec, PlanStep } from './batch/job.ts';
import type { Fault } from './faults.ts';

/** How a response that refuses looks inside. */
export type RefusalBody = 'empty' | 'html' | 'json';

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

/** Everything that can be switched, as plain JSON; what each switch means stands in switches.ts. Times are simulated milliseconds. */
export interface Scenario {
  // Sign-in
  tokenLifetimeSeconds: number;
  tokenFormat: 'jwt' | 'opaque';
  entraErrorCode: number | null;
  expiredClientSecrets: string[];
  registeredCertificates: string[];
  federatedCredentials: FederatedCredential[];
  anyFederatedCredential: boolean;
  publicClient: boolean;
  refreshTokenRotation: 'new' | 'none';
  rotatedRefreshToken: 'stays-valid' | 'refused';
  userPrincipalName: string;
  // ID tokens of the workflow job
  oidcIssuer: string;
  oidcSubject: string;
  oidcLifetimeSeconds: number;
  oidcStatus: number;
  // The environment's door
  appRegistered: boolean;
  notRegisteredStatus: 401 | 403;
  roleMissingFor: string[];
  refusal: 'status' | 'redirect' | 'html';
  refusalBody: RefusalBody;
  notFoundBody: RefusalBody;
  missingKeyStatus: 400 | 404;
  otherCompanyStatus: 403 | 404;
  onPremisesAudience: 'origin' | 'with-path' | 'either';
  startingForMs: number;
  startingAs: '503-html' | '503-empty' | '502-html' | 'redirect' | 'html' | 'reset';
  firstCallMs: number;
  latencyMs: number;
  clockSkewMs: number;
  activityId: boolean;
  gzip: boolean;
  byteOrderMark: 'count' | 'always' | 'never';
  countCharset: boolean;
  errorShape: 'odata' | 'web-api';
  errorJson: 'compact' | 'indented';
  nextLinkForm: 'skiptoken' | 'skip-and-top';
  batchRequests: 'carried-out' | 'echoed';
  valueInValue: boolean;
  // Data
  userCompany: string;
  filterCase: 'ignored' | 'compared';
  pageSize: number;
  customersCount: number;
  applicationVersion: string;
  // Custom services
  servicesXml: 'lists' | 'always' | 'never';
  // Batch jobs
  batchJobs: BatchJobSpec[];
  databaseCopied: boolean;
  schedulerTickMs: number;
  unsetDate: '1900-01-01T00:00:00Z' | '1900-01-01T12:00:00Z';
  canceledSpelling: 'Canceled' | 'Cancelled';
  cancellingSpelling: 'Cancelling' | 'Canceling';
  filterSpelling: 'both' | 'metadata';
  recurringEndsAs: 'Waiting' | 'same';
  endDateUnderWay: 'unset' | 'kept';
  startScheduled: 'keeps-start' | 'at-once';
  holdReleasedBy: 'both' | 'start' | 'patch' | 'neither';
  startResponseShape: 'object' | 'string-in-value';
  startResponseNames: 'documented' | 'table';
  startRefusal: string | null;
  startUnderWay: 'is-success-false' | 'http-500';
  businessEventsUrl: string;
  businessEvents: BusinessEventKind[];
  businessEventId: string;
  businessEventStatus: 'name' | 'label' | 'number';
  // Data management
  initializeMs: number;
  initializeStatus: 200 | 204;
  importHoldMs: number;
  importGatewayCutMs: number | null;
  exportHoldMs: number;
  executionPlan: PlanStep[];
  executionUnknownForMs: number;
  unknownExecution: 'were-not-found' | 'status-unknown';
  executionEntities: ExecutionEntity[];
  executionErrors: 'none' | 'proper' | 'broken';
  executionErrorCount: number;
  stuckDefinitionGroups: string[];
  packageBytes: number;
  dataEntities: string[];
  missingEntities: string[];
  sharedEntities: string[];
  entitiesWithStaging: string[];
  entityKeys: Record<string, string[]>;
  detailConflicts: number;
  projectKey: 'name' | 'name-and-type';
  messageQueuedForMs: number;
  messagePlan: PlanStep[];
  enqueueResponse: 'value' | 'bare';
  dequeue: 'file' | 'empty';
  dequeueScheme: 'https' | 'http';
  // Others
  callbackStatus: number;
  commvaultToken: string;
  faults: Fault[];
}

export const defaultScenario: Scenario = {
  tokenLifetimeSeconds: 3599,
  tokenFormat: 'jwt',
  entraErrorCode: null,
  expiredClientSecrets: [],
  registeredCertificates: [],
  federatedCredentials: [
    {
      issuer: 'https://token.actions.githubusercontent.com',
      subject: 'repo:contoso/operations:ref:refs/heads/main',
      audience: 'api://AzureADTokenExchange',
    },
  ],
  anyFederatedCredential: false,
  publicClient: false,
  refreshTokenRotation: 'new',
  rotatedRefreshToken: 'stays-valid',
  userPrincipalName: 'operator@contoso.com',
  oidcIssuer: 'https://token.actions.githubusercontent.com',
  oidcSubject: 'repo:contoso/operations:ref:refs/heads/main',
  oidcLifetimeSeconds: 300,
  oidcStatus: 200,
  appRegistered: true,
  notRegisteredStatus: 401,
  roleMissingFor: [],
  refusal: 'status',
  refusalBody: 'empty',
  notFoundBody: 'json',
  missingKeyStatus: 404,
  otherCompanyStatus: 404,
  onPremisesAudience: 'either',
  startingForMs: 0,
  startingAs: '503-html',
  firstCallMs: 0,
  latencyMs: 0,
  clockSkewMs: 0,
  activityId: true,
  gzip: true,
  byteOrderMark: 'count',
  countCharset: true,
  errorShape: 'odata',
  errorJson: 'compact',
  nextLinkForm: 'skiptoken',
  batchRequests: 'carried-out',
  valueInValue: false,
  userCompany: 'usmf',
  filterCase: 'ignored',
  pageSize: 10_000,
  customersCount: 240,
  applicationVersion: '10.0.48.12',
  servicesXml: 'lists',
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
  ],
  databaseCopied: false,
  schedulerTickMs: 2000,
  unsetDate: '1900-01-01T00:00:00Z',
  canceledSpelling: 'Canceled',
  cancellingSpelling: 'Cancelling',
  filterSpelling: 'both',
  recurringEndsAs: 'Waiting',
  endDateUnderWay: 'unset',
  startScheduled: 'keeps-start',
  holdReleasedBy: 'both',
  startResponseShape: 'object',
  startResponseNames: 'documented',
  startRefusal: null,
  startUnderWay: 'is-success-false',
  businessEventsUrl: '',
  businessEvents: ['failed'],
  businessEventId: 'BatchJob{Event}BusinessEvent',
  businessEventStatus: 'name',
  initializeMs: 1000,
  initializeStatus: 204,
  importHoldMs: 500,
  importGatewayCutMs: null,
  exportHoldMs: 0,
  executionPlan: [{ status: 'NotRun', forMs: 500 }, { status: 'Executing', forMs: 3000 }, { status: 'Succeeded' }],
  executionUnknownForMs: 0,
  unknownExecution: 'were-not-found',
  executionEntities: [
    { name: 'Customer groups', records: 12 },
    { name: 'Customers V3', records: 240 },
    { name: 'Vendor groups', records: 7 },
  ],
  executionErrors: 'proper',
  executionErrorCount: 3,
  stuckDefinitionGroups: [],
  packageBytes: 20_000,
  dataEntities: ['Currencies', 'Exchange rates', 'Units'],
  missingEntities: [],
  sharedEntities: ['Currencies'],
  entitiesWithStaging: [],
  entityKeys: {},
  detailConflicts: 0,
  projectKey: 'name',
  messageQueuedForMs: 0,
  messagePlan: [{ status: 'Enqueued', forMs: 500 }, { status: 'Processing', forMs: 2000 }, { status: 'Processed' }],
  enqueueResponse: 'value',
  dequeue: 'file',
  dequeueScheme: 'https',
  callbackStatus: 200,
  commvaultToken: '',
  faults: [],
};
