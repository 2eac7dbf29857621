import type { RecordedRequest } from '../harness/server.ts';

/** Requests by name: the part of the URL that tells them. The first that fits counts. */
export const PATHS: Readonly<Record<string, string>> = {
  'sign-in': '/oauth2/',
  'id-token': '/oidc-token',
  callback: '/callback',
  call: '/data/CustomerGroups',
  pages: '/data/CustomersV3',
  batch: '/data/$batch',
  service: '/api/services/Contoso',
  init: '.InitializeDataManagement',
  verify: '/GetUserSessionInfo',
  version: '.GetApplicationVersion',
  poll: '/data/BatchJobs?',
  start: '.SetBatchJobToWaiting',
  execution: '.GetExecutionSummaryStatus',
  errors: '.GetExecutionErrors',
  details: '/data/DataManagementExecutionJobDetails',
  message: '.GetMessageStatus',
  'execution-of': '.GetExecutionIdByMessageId',
};

/** The name of a request in the rows; `METHOD path` where it has none. */
export function nameOfRequest({ method, url }: Pick<RecordedRequest, 'method' | 'url'>): string {
  if (method === 'PATCH') return 'cancel';
  const path = decodeURIComponent(url);
  const known = Object.entries(PATHS).find(([, part]) => path.includes(part));
  return known?.[0] ?? `${method}:${path.split('?')[0] ?? ''}`;
}

/** Requests in their order, as rows write them: `sign-in call×3`. */
export function written(requests: readonly Pick<RecordedRequest, 'method' | 'url'>[]): string {
  const counted: [name: string, times: number][] = [];
  for (const name of requests.map(nameOfRequest)) {
    const last = counted.at(-1);
    if (last?.[0] === name) last[1] += 1;
    else counted.push([name, 1]);
  }
  return counted.map(([name, times]) => (times === 1 ? name : `${name}×${times}`)).join(' ');
}

/**
 * Whether requests, in their order, are those of a row: `call×2` are two, `call×2-4` two to four, `poll+` one or more, and
 * `message|execution-of+` any of both.
 */
export function areRequests(expected: string, requests: readonly Pick<RecordedRequest, 'method' | 'url'>[]): boolean {
  const found = requests.map((request) => `${nameOfRequest(request)} `).join('');
  const pattern = expected
    .split(' ')
    .filter(Boolean)
    .map((each) => {
      const [, names = '', least, most = least, many] = /^(.+?)(?:×(\d+)(?:-(\d+))?|(\+))?$/.exec(each) ?? [];
      const times = many ?? (least === undefined ? '' : `{${least},${most ?? ''}}`);
      return `(?:(?:${names
        .split('|')
        .map((name) => RegExp.escape(name))
        .join('|')}) )${times}`;
    });
  return new RegExp(`^${pattern.join('')}$`).test(found);
}
