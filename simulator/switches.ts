import { defaultScenario, type Scenario } from './scenario.ts';

/** What each switch means. Times are simulated milliseconds, where the name does not say seconds. */
export const switches: Record<keyof Scenario, string> = {
  tokenLifetimeSeconds: 'How long an access token is valid.',
  tokenFormat: '`jwt`, or `opaque`: an access token that nothing can be read from, as AD FS may issue.',
  entraErrorCode: 'Rejects every token request with this AADSTS code: `53003`, `7000222`, …',
  expiredClientSecrets: 'Client secrets that are rejected as expired (7000222).',
  registeredCertificates: 'Certificates (PEM) registered for the application.',
  federatedCredentials: 'Issuer, subject and audience of each federated credential; the comparison is case-sensitive.',
  anyFederatedCredential:
    'Any ID token that has not expired is accepted as a federated credential; its signature is not checked.',
  publicClient: 'The application is a public client: a refresh token needs no secret, and none may be sent.',
  refreshTokenRotation: '`new`: each response contains a new refresh token; `none`: it contains the same one.',
  rotatedRefreshToken: 'What happens to a used refresh token: `stays-valid` or `refused`.',
  userPrincipalName: 'User that refresh tokens belong to.',
  oidcIssuer: "Issuer of the workflow job's ID tokens.",
  oidcSubject:
    "Subject of the workflow job's ID tokens; the immutable form is `repo:contoso@1/operations@2:ref:refs/heads/main`.",
  oidcLifetimeSeconds: "How long the workflow job's ID tokens are valid.",
  oidcStatus: 'Status that the ID-token endpoint returns.',
  appRegistered: 'Whether the application is registered in F&O.',
  notRegisteredStatus: 'Status for an application that is not registered: 401 or 403; sources disagree.',
  roleMissingFor: 'Parts of paths for which the user lacks the role: 403.',
  refusal:
    'What a rejected bearer gets: a `status`, a `redirect` to the sign-in page, or that page with HTTP 200 (`html`).',
  refusalBody: 'Body of a 401 or 403 response: `empty`, `html` or `json`.',
  notFoundBody: 'Body of a 404 response, for a missing row too: `empty`, `html` or `json`.',
  missingKeyStatus: 'Status for a key that is not there: 404 or 400.',
  otherCompanyStatus: 'Status for a single row of another legal entity without `cross-company`: 404 or 403.',
  onPremisesAudience: 'Audience that `/namespaces/AXSF` accepts: `origin`, `with-path` or `either`.',
  startingForMs: 'How long the environment is starting after the simulator starts (or after the last reset).',
  startingAs:
    'What a starting environment returns: `503-html`, `503-empty`, `502-html`, `redirect`, `html` or `reset`.',
  firstCallMs: 'How much longer the first data call takes.',
  latencyMs: 'How long every call takes.',
  clockSkewMs: "How far the environment's clock (`Date` header) is ahead.",
  activityId: 'Whether responses have `ms-dyn-aid`.',
  gzip: 'Whether responses are compressed for clients that accept it.',
  byteOrderMark: 'When a UTF-8 byte-order mark is sent: before a `count`, `always` before JSON, or `never`.',
  countCharset: 'Whether the content type of a `$count` names a charset.',
  errorShape: 'Shape of an OData error: `odata` (`error.innererror`), or `web-api` (`ExceptionMessage`).',
  errorJson: 'Whether the JSON of an OData error is `compact` or `indented`.',
  nextLinkForm: 'How a page link says where to go on: `$skiptoken`, or `skip-and-top` (`$skip` and `$top`).',
  batchRequests: 'The requests in a `$batch` are `carried-out`, or the batch is `echoed`.',
  putRow: 'What PUT does to the columns that it does not name: it `replaces` them with empty values, or `merges`.',
  valueInValue: 'Actions return `"value":{"value":…}`.',
  userCompany: "The user's default legal entity.",
  filterCase: 'Whether the case of strings in `$filter` is `ignored` or `compared`.',
  pageSize: 'Rows per page, at most 10,000.',
  customersCount: 'Rows of CustomersV3 in all companies, half of them in `usmf`. About 600 bytes each.',
  applicationVersion: 'What GetApplicationVersion returns.',
  servicesXml: 'When XML is returned without `Accept: application/json`: for `lists`, `always` or `never`.',
  batchJobs: 'Batch jobs at the start: see the section _Batch jobs_.',
  databaseCopied:
    'At the start the environment is a copy of a database: batch jobs are on hold, users other than administrators and DBMovementAPI are disabled, batch groups are gone, and encrypted fields are empty.',
  schedulerTickMs: 'How long a job stays in Cancelling.',
  unsetDate: 'Value of a date that is not set: `1900-01-01T00:00:00Z` or `1900-01-01T12:00:00Z`.',
  canceledSpelling: 'Spelling of the status Canceled: `Canceled` or `Cancelled`.',
  cancellingSpelling: 'Spelling of the status Cancelling: `Cancelling` or `Canceling`.',
  filterSpelling: '`$filter` accepts `both` spellings, or only that of the `metadata`.',
  recurringEndsAs: 'Status of a recurring job after a run: `Waiting` again, or the `same` status as any other job.',
  endDateUnderWay: 'EndDateTime while a job runs again: `unset`, or `kept` from the last run.',
  startScheduled:
    'What starting a job whose start lies in the future does: it `keeps-start`, or the job runs `at-once`.',
  holdReleasedBy:
    'What releases a job on hold: `start` (SetBatchJobToWaiting), `patch` (of Status to Waiting), `both` or `neither`.',
  startResponseShape: 'SetBatchJobToWaiting returns the `object` or a `string-in-value`.',
  startResponseNames:
    'Names in the response of SetBatchJobToWaiting: `documented` (`Batch JobId`, `reponseMessage`), or those of the `table` in the documentation.',
  startRefusal: 'SetBatchJobToWaiting returns 200 with `IsSuccess:false` and this text.',
  startUnderWay: 'What starting a job that is under way returns: `is-success-false` with 200, or `http-500`.',
  businessEventsUrl:
    'Where business events of batch jobs are posted: a URL, or a path of the simulator such as `/callback/events`. If empty, none are.',
  businessEvents: 'Which of them: `started`, `finished`, `failed`, `canceled`.',
  businessEventId: 'Their BusinessEventId; `{Event}` is replaced by Started, Finished, Failed or Canceled.',
  businessEventStatus:
    'Their JobStatus: the `name` (Finished), the `label` in the client (Ended), or the `number` (4).',
  initializeMs: 'How long InitializeDataManagement takes.',
  initializeStatus: 'Status that InitializeDataManagement returns: 204 or 200.',
  importHoldMs: 'How long ImportFromPackage holds the connection.',
  importGatewayCutMs: 'After this time a gateway returns 504 while the import continues.',
  exportHoldMs: 'How long ExportToPackage holds the connection.',
  executionPlan: 'Statuses of an execution over time.',
  executionUnknownForMs: 'How long the details of a new execution "were not found".',
  unknownExecution:
    'What the status of an execution that is not there is: `were-not-found`, a 400 with that text, or `status-unknown`, the status Unknown.',
  executionEntities: 'Entities of an execution, with their records and, if different, their own final status.',
  executionErrors: 'What a failed execution reports: `none`, a `proper` list, or `broken` JSON.',
  executionErrorCount: 'Number of errors that a failed execution reports.',
  stuckDefinitionGroups: 'Definition groups that are blocked by a run that stopped half-way.',
  packageBytes: 'Size of an exported package whose data project was not created through OData.',
  dataEntities: 'Labels of the data entities of the environment, in addition to those that packages brought.',
  missingEntities: 'Labels of data entities that the environment does not have.',
  sharedEntities: 'Labels of data entities that are shared by all legal entities.',
  entitiesWithStaging: 'Labels of data entities that refuse SkipStaging.',
  entityKeys: 'Key columns by label; a row with the same key is updated. Without keys, a row is its own key.',
  detailConflicts: 'How many times adding an entity to a data project fails with an update conflict.',
  projectKey:
    'Key of a data project: its `name`, or `name-and-type` (Name and OperationType, of which no `@odata.id` tells).',
  messageQueuedForMs: 'How long a message has no execution (the empty GUID).',
  messagePlan: 'Statuses of a message over time.',
  enqueueResponse: 'Enqueue returns `{"value":"<guid>"}` or the `bare` GUID.',
  dequeue: 'Dequeue returns a `file`, or is `empty` (204).',
  dequeueScheme: 'Scheme of the download link that Dequeue returns: `https` or `http`.',
  callbackStatus: 'Status that `/callback…` returns.',
  commvaultToken: 'Authtoken that Commvault accepts; if empty, it accepts any.',
  faults: 'Faults; the first rule that matches applies. See the section _Faults_.',
};

/** The README's table of switches. */
export function switchTable(): string {
  const cell = (value: string): string => value.replaceAll('|', '\\|');
  const rows = Object.entries(switches).map(([name, meaning]) => {
    const value = JSON.stringify(defaultScenario[name as keyof Scenario]);
    return `| \`${name}\` | ${value.length > 40 ? 'a sample' : `\`${cell(value)}\``} | ${cell(meaning)} |`;
  });
  return ['| switch | default | meaning |', '| --- | --- | --- |', ...rows].join('\n');
}
