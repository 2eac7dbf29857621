import { asText } from '../../src/json/narrow.ts';
import { literal } from '../../src/fno/wire.ts';
import { objectOf, rowsOf, type Seen } from './seen.ts';

/** A request; none of `requests` changes anything. */
export interface Ask {
  method: 'GET' | 'POST';
  /** Below `environment-url`. */
  path: string;
  /** Default is `application/json`; `none` sends no such header. */
  accept?: 'none';
  body?: string;
  contentType?: string;
  /** Sent in place of the token. */
  bearer?: 'none' | 'wrong';
  takes?: 'schema';
  /** It changes something, so it is sent once. */
  isWrite?: true;
}

/** The responses until now, by the names of their requests. */
export type Earlier = Readonly<Record<string, Seen | undefined>>;

const SESSION = '/api/services/UserSessionService/AifUserSessionService/GetUserSessionInfo';
const ACTIONS = '/data/DataManagementDefinitionGroups/Microsoft.Dynamics.DataEntities.';
/** What no environment has, so that no name of a company is asked for. */
const NOBODY = 'D365foActionProbe';
const NO_GUID = '00000000-0000-4000-8000-000000000000';

const get = (path: string): Ask => ({ method: 'GET', path });
const post = (path: string, body = '{}'): Ask => ({ method: 'POST', path, body });
const jobs = (filter: string): Ask => get(`/data/BatchJobs?$top=1&$select=Status&$filter=${filter}`);
const status = (member: string) => `Status eq Microsoft.Dynamics.DataEntities.BatchStatus'${member}'`;
const encodedLiteral = (text: string) => encodeURIComponent(literal(text));

const firstText = (seen: Seen | undefined, column: string) => seen && asText(rowsOf(seen)?.[0]?.[column]);
/** Asks for a legal entity of this environment in another way; it appears nowhere else. */
const companyLike = (make: (company: string) => string | undefined) => (earlier: Earlier) => {
  const like = make(firstText(earlier['companies'], 'DataArea') ?? '');
  return like && get(`/data/Companies?$top=2&$select=DataArea&$filter=DataArea eq ${encodedLiteral(like)}`);
};

/** The same letters in the other case; nothing if there are none that have one. */
function swapped(text: string): string | undefined {
  if (!/[a-z]/i.test(text) || /[^ -~]/.test(text)) return undefined;
  return text === text.toUpperCase() ? text.toLowerCase() : text.toUpperCase();
}

/** A row of a legal entity that is not the user's own. */
function otherCustomer({ session }: Earlier): Ask | undefined {
  const { Company, company = Company } = session ? objectOf(session) : {};
  const own = asText(company);
  const filter = own && `$filter=dataAreaId ne ${encodedLiteral(own)}`;
  return filter
    ? get(`/data/CustomersV3?cross-company=true&$top=1&$select=dataAreaId,CustomerAccount&${filter}`)
    : undefined;
}
/** That row by its key, as if it were the user's own. */
function otherCustomerByKey(earlier: Earlier): Ask | undefined {
  const [company, account] = ['dataAreaId', 'CustomerAccount'].map((name) =>
    firstText(earlier['customer of another company'], name),
  );
  if (!company || !account) return undefined;
  const key = `dataAreaId=${encodedLiteral(company)},CustomerAccount=${encodedLiteral(account)}`;
  return get(`/data/CustomersV3(${key})?$select=dataAreaId`);
}

/** Jobs that wait for a start to come although they ran before: recurring ones. */
function waitingAgain(): Ask {
  const now = `${new Date().toISOString().slice(0, 19)}Z`;
  return jobs(`${status('Waiting')} and EndDateTime gt 1900-01-02T00:00:00Z and OrigStartDateTime gt ${now}`);
}

const BOUNDARY = 'batch_d365fo-action-probe';
const BATCH = [
  `--${BOUNDARY}`,
  'Content-Type: application/http',
  'Content-Transfer-Encoding: binary',
  '',
  'GET Companies?$top=1&$select=DataArea HTTP/1.1',
  'Accept: application/json',
  '',
  '',
  `--${BOUNDARY}--`,
  '',
].join('\r\n');

/** All that is asked, in this order. A function makes its request from earlier responses, or none. */
export const requests = {
  session: post(SESSION),
  companies: get('/data/Companies?$top=1&$select=DataArea'),
  'wrong token': { ...get('/data/BatchJobs?$top=1&$select=Status'), bearer: 'wrong' },
  'no token': { ...get('/data/BatchJobs?$top=1&$select=Status'), bearer: 'none' },
  job: get('/data/BatchJobs?$top=1&$select=Status'),
  'unknown execution': post(`${ACTIONS}GetExecutionSummaryStatus`, JSON.stringify({ executionId: NO_GUID })),
  'unknown set': get(`/data/${NOBODY}`),
  'unknown service': post(`/api/services/${NOBODY}/${NOBODY}/${NOBODY}`),
  'missing job': get('/data/BatchJobs(1)'),
  'missing project': get(
    `/data/DataManagementDefinitionGroups(Name='${NOBODY}',OperationType=Microsoft.Dynamics.DataEntities.DMFOperationType'Export')`,
  ),
  'session without accept': { ...post(SESSION), accept: 'none' },
  'services without accept': { ...get('/api/services'), accept: 'none' },
  'lower-case set': get('/data/batchjobs?$top=1&$select=Status'),
  'lower-case metadata': get('/metadata/publicentities?$top=1&$select=Name'),
  'job count': get('/data/BatchJobs/$count'),
  'unset date': get('/data/BatchJobs?$top=1&$select=EndDateTime&$filter=EndDateTime lt 1900-01-02T00:00:00Z'),
  canceled: jobs(status('Canceled')),
  cancelled: jobs(status('Cancelled')),
  cancelling: jobs(status('Cancelling')),
  canceling: jobs(status('Canceling')),
  'waiting again': waitingAgain,
  or: jobs(`${status('Error')} or ${status('Hold')}`),
  in: jobs(`BatchJobRecId in (1,2)`),
  startswith: jobs(`startswith(JobDescription,'${NOBODY}')`),
  contains: jobs(`contains(JobDescription,'${NOBODY}')`),
  'bare enum': jobs(`Status eq 'Error'`),
  'unknown field': jobs(`${NOBODY} eq 1`),
  'company in the other case': companyLike(swapped),
  'company with a wildcard': companyLike((company) => (company.length > 1 ? `${company.slice(0, -1)}*` : undefined)),
  version: post('/data/DataManagementEntities/Microsoft.Dynamics.DataEntities.GetApplicationVersion'),
  'customer of another company': otherCustomer,
  'row of another company': otherCustomerByKey,
  batch: { ...post('/data/$batch', BATCH), contentType: `multipart/mixed; boundary=${BOUNDARY}` },
  customers: get('/data/CustomersV3?cross-company=true&$select=dataAreaId'),
  schema: { ...get('/data/$metadata'), accept: 'none', takes: 'schema' },
} as const satisfies Record<string, Ask | ((earlier: Earlier) => Ask | '' | undefined)>;

export type RequestName = keyof typeof requests;
