import { asObject, parseJson } from './json.ts';
import { choices, defaultScenario, type Scenario } from './scenario.ts';

/** How a report of `npm run probe` begins. */
export const REPORT_FORMAT = 'd365fo-action probe 1';

/** How the user agent of `npm run probe` begins. */
export const PROBE_USER_AGENT = 'd365fo-action-probe/';

/** What an answer of a probe says of the switches. */
type Settings = Readonly<Record<string, Partial<Scenario>>>;

const minuteSeconds = 60;
const lackingRole = (path: string): Settings => ({ refused: { roleMissingFor: [path] } });
/** A job whose row shows how this status is spelled. */
const jobIn = (status: string, description: string) => [{ description, plan: [{ status }] }];

/** The answers that are the values of a switch themselves. */
const each = (name: keyof typeof choices): Settings =>
  Object.fromEntries(choices[name].map((value) => [String(value), { [name]: value }]));
const yesNo = (name: 'activityId' | 'countCharset'): Settings => ({ yes: { [name]: true }, no: { [name]: false } });

/** The switches by the answers of `npm run probe`. Lists of several answers are joined. */
export const settings: Readonly<Record<string, Settings>> = {
  'token-format': each('tokenFormat'),
  'token-lifetime': {
    'under 50 min': { tokenLifetimeSeconds: 30 * minuteSeconds },
    '50 to 70 min': { tokenLifetimeSeconds: defaultScenario.tokenLifetimeSeconds },
    'over 70 min': { tokenLifetimeSeconds: 90 * minuteSeconds },
  },
  registered: {
    yes: { appRegistered: true },
    'refused with 401': { appRegistered: false, notRegisteredStatus: 401 },
    'refused with 403': { appRegistered: false, notRegisteredStatus: 403 },
  },
  'right-services': lackingRole('/api/services'),
  'right-data': lackingRole('/data/Companies'),
  'right-batch-jobs': lackingRole('/data/BatchJobs'),
  'right-data-management': lackingRole('/data/DataManagementDefinitionGroups'),
  'wrong-token': {
    '401': { refusal: 'status' },
    redirect: { refusal: 'redirect' },
    'html page': { refusal: 'html' },
  },
  'refusal-body': each('refusalBody'),
  'activity-id': yesNo('activityId'),
  compression: { gzip: { gzip: true }, no: { gzip: false } },
  clock: {
    'within 1 min': { clockSkewMs: 0 },
    ahead: { clockSkewMs: 5 * minuteSeconds * 1000 },
    behind: { clockSkewMs: -5 * minuteSeconds * 1000 },
  },
  'first-data-response': {
    'under 1 s': { firstCallMs: 0 },
    '1 to 5 s': { firstCallMs: 2500 },
    '5 to 30 s': { firstCallMs: 15_000 },
    'over 30 s': { firstCallMs: 40_000 },
  },
  'later-responses': {
    'under 1 s': { latencyMs: 0 },
    '1 to 5 s': { latencyMs: 2000 },
    '5 to 30 s': { latencyMs: 10_000 },
    'over 30 s': { latencyMs: 35_000 },
  },
  'not-found-body': each('notFoundBody'),
  'missing-key-status': each('missingKeyStatus'),
  'byte-order-mark': each('byteOrderMark'),
  'count-charset': yesNo('countCharset'),
  'error-shape': each('errorShape'),
  'error-json': each('errorJson'),
  'page-size': Object.fromEntries(
    [10_000, 5000, 2000, 1000, 500, 200, 100].map((pageSize) => [
      pageSize,
      // As many customers as it takes for a second page.
      { pageSize, customersCount: pageSize + 2 },
    ]),
  ),
  'next-link': each('nextLinkForm'),
  'batch-requests': each('batchRequests'),
  'action-value': { value: { valueInValue: false }, 'value in value': { valueInValue: true } },
  'application-version': Object.fromEntries(
    Array.from({ length: 90 }, (_, index) => `10.0.${10 + index}`).map((version) => [
      version,
      { applicationVersion: `${version}.0` },
    ]),
  ),
  'services-xml': each('servicesXml'),
  'filter-canceled': { both: { filterSpelling: 'both' }, 'only Canceled': { filterSpelling: 'metadata' } },
  'filter-ignores-case': { yes: { filterCase: 'ignored' }, no: { filterCase: 'compared' } },
  'unknown-execution': {
    'were not found': { unknownExecution: 'were-not-found' },
    Unknown: { unknownExecution: 'status-unknown' },
  },
  'row-canceled': {
    Canceled: { canceledSpelling: 'Canceled', batchJobs: jobIn('Canceled', 'Canceled') },
    Cancelled: { canceledSpelling: 'Cancelled', batchJobs: jobIn('Canceled', 'Canceled') },
  },
  'row-cancelling': {
    Cancelling: { cancellingSpelling: 'Cancelling', batchJobs: jobIn('Cancelling', 'Being canceled') },
    Canceling: { cancellingSpelling: 'Canceling', batchJobs: jobIn('Cancelling', 'Being canceled') },
  },
  'start-shape': each('startResponseShape'),
  'start-names': each('startResponseNames'),
  'start-under-way': each('startUnderWay'),
  // Whether a PATCH releases one is not asked.
  'start-withheld': { yes: { holdReleasedBy: 'both' }, no: { holdReleasedBy: 'neither' } },
  'start-scheduled': each('startScheduled'),
  'end-date-under-way': each('endDateUnderWay'),
  'status-after-run': { Waiting: { recurringEndsAs: 'Waiting' } },
  'unset-date': each('unsetDate'),
};

/** What the simulator returns in any case, by the questions of `npm run probe` that no switch answers. */
export const fixed: Readonly<Record<string, string>> = {
  'unknown-set-status': '404',
  'unknown-service-status': '404',
  'missing-project-status': '400',
  'lower-case-set': '404',
  'lower-case-metadata': 'accepted',
  etags: 'yes',
  'filter-or': 'accepted',
  'filter-in': '400',
  'filter-startswith': '400',
  'filter-contains': 'accepted',
  'filter-bare-enum': '400',
  'filter-wildcard': 'yes',
};

/**
 * The answers of a report, by question.
 *
 * @param text the report that `npm run probe` wrote
 * @throws Error if it is none
 */
function answersOf(text: string): (id: string) => string[] {
  const report = asObject(parseJson(text));
  if (report['format'] !== REPORT_FORMAT) throw new Error('The file is no report of `npm run probe`.');
  const findings = asObject(report['findings']);
  return (id) => [asObject(findings[id])['answer'] ?? []].flat().filter((answer) => typeof answer === 'string');
}

/** What a report says that the simulator cannot do alike: `filter-in: accepted`. @throws Error if it is no report */
export function notAlike(text: string): string[] {
  const answers = answersOf(text);
  const known = (id: string, answer: string) =>
    answer === 'unknown' || answer === (fixed[id] ?? 'allowed') || Object.hasOwn(settings[id] ?? {}, answer);
  return [...Object.keys(settings), ...Object.keys(fixed)].flatMap((id) =>
    answers(id)
      .filter((answer) => !known(id, answer))
      .map((answer) => `${id}: ${answer}`),
  );
}

/**
 * The switches that make the simulator respond as a report says, as far as `notAlike` does not name it.
 *
 * @param text the report that `npm run probe` wrote
 * @throws Error if it is none
 */
export function switchesLike(text: string): Partial<Scenario> {
  const answers = answersOf(text);
  const found = Object.entries(settings).flatMap(([id, byAnswer]) =>
    answers(id).flatMap((answer) => (Object.hasOwn(byAnswer, answer) ? (byAnswer[answer] ?? []) : [])),
  );
  const roleMissingFor = found.flatMap((each) => each.roleMissingFor ?? []);
  const jobs = found.flatMap((each) => each.batchJobs ?? []);
  return {
    ...(Object.assign({}, ...found) as Partial<Scenario>),
    ...(roleMissingFor.length > 0 && { roleMissingFor }),
    ...(jobs.length > 0 && { batchJobs: [...structuredClone(defaultScenario.batchJobs), ...jobs] }),
  };
}
