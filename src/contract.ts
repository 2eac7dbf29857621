// Generated from action.yml, workflows-templates/data-project/action.yml and package.json by `npm run generate`. Do not edit.

/** Every input, with its default in action.yml. */
export const inputDefaults = {
  operation: '',
  'environment-url': '',
  'tenant-id': '',
  'client-id': '',
  auth: '',
  'client-secret': '',
  'client-secret-encoding': '',
  certificate: '',
  'certificate-password': '',
  'certificate-thumbprint': '',
  'refresh-token': '',
  token: '',
  'authority-host': '',
  scope: '',
  'request-timeout-seconds': '',
  'max-retries': '5',
  summary: 'true',
  service: '',
  path: '',
  query: '',
  method: '',
  payload: '',
  'payload-file': '',
  'content-type': 'application/json; charset=utf-8',
  headers: '',
  'cross-company': 'false',
  'all-pages': 'false',
  'response-file': '',
  'accept-status': '',
  extract: '',
  expect: '',
  idempotent: 'false',
  'mask-response': 'false',
  'wait-timeout-minutes': '',
  'poll-seconds': '',
  'batch-job-recid': '',
  'batch-job-description': '',
  'legal-entity': '',
  'execution-id': '',
  'message-id': '',
  start: 'false',
  'requeue-limit': '0',
  'started-after': 'PT12H',
  'allow-scheduled': 'false',
  'cancel-on': '',
  'accept-outcome': '',
  'callback-url': '',
  asynchronous: 'false',
  verify: 'false',
  mode: '',
  project: '',
  entities: '',
} as const satisfies Record<string, string>;

export type InputName = keyof typeof inputDefaults;

export const outputNames = [
  'error',
  'outcome',
  'token',
  'expires-on',
  'claims',
  'status-code',
  'activity-id',
  'response',
  'response-file',
  'response-headers',
  'row-count',
  'result',
  'status',
  'jobs',
  'jobs-file',
  'errors-file',
  'error-count',
  'elapsed-seconds',
  'entity-count',
] as const;

export type OutputName = (typeof outputNames)[number];

/** Inputs that action.yml does not have. */
export const inputsOfChains = ['mode', 'project', 'entities'] as const satisfies readonly InputName[];

/** Of the product, from package.json. */
export const version = '1.0.0';
