import { asObject, notJson, parseJson, type Json } from './json.ts';
import { choices, defaultScenario, type Scenario } from './scenario.ts';

/** How a report of `npm run probe` begins. */
export const REPORT_FORMAT = 'd365fo-action probe 1';

/** How the user agent of `npm run probe` begins. */
export const PROBE_USER_AGENT = 'd365fo-action-probe/';

/** What an answer of a probe says of the switches. */
type Settings = Readonly<Record<string, Partial<Scenario>>>;

const minuteSeconds = 60;
/** A page of a size that is none of those that a report names. */
const OTHER_PAGE = 300;
const lackingRole = (path: string): Settings => ({ allowed: {}, refused: { roleMissingFor: [path] } });
/** A job whose row shows how this status is spelled. */
const jobIn = (status: string, description: string) => [{ description, plan: [{ status }] }];
/** A job that ran before and waits for its next start. */
const RECURRING = {
  description: 'Recurring, between two runs',
  plan: [{ status: 'Waiting' }],
  lastRun: { startedAgoMs: 7_200_000, endedAgoMs: 3_600_000 },
  recurrenceMs: 24 * 3_600_000,
  startsInMs: 20 * 3_600_000,
};

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
  'right-customers': lackingRole('/data/CustomersV3'),
  'right-data-management': lackingRole('/data/DataManagementDefinitionGroups'),
  'wrong-token': {
    '401': { refusal: 'status' },
    redirect: { refusal: 'redirect' },
    'html page': { refusal: 'html' },
  },
  'refusal-body': each('refusalBody'),
  'forbidden-body': each('refusalBody'),
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
  // What shows the same switch as the one behind it, if that one stays open.
  'unknown-service-body': each('notFoundBody'),
  'not-found-body': each('notFoundBody'),
  'other-company': {
    '403': { otherCompanyStatus: 403 },
    '404': { otherCompanyStatus: 404, missingKeyStatus: 404 },
    '400': { otherCompanyStatus: 404, missingKeyStatus: 400 },
  },
  'project-key': each('projectKey'),
  'missing-key-status': each('missingKeyStatus'),
  'byte-order-mark': each('byteOrderMark'),
  'count-charset': yesNo('countCharset'),
  'unknown-execution-shape': each('errorShape'),
  'error-shape': each('errorShape'),
  'error-json': each('errorJson'),
  'page-size': Object.fromEntries(
    [10_000, 5000, 2000, 1000, 500, 200, 100, OTHER_PAGE].map((pageSize) => [
      pageSize === OTHER_PAGE ? 'another number' : pageSize,
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
  'status-after-run': { Waiting: { recurringEndsAs: 'Waiting', batchJobs: [RECURRING] } },
  'unset-date': each('unsetDate'),
};

/** What the simulator returns in any case, by the questions of `npm run probe` that no switch answers. */
export const fixed: Readonly<Record<string, string | readonly string[]>> = {
  'unknown-set-status': '404',
  'unknown-service-status': '404',
  'lower-case-set': '404',
  'lower-case-metadata': 'accepted',
  'count-status': 'accepted',
  etags: 'yes',
  'filter-or': 'accepted',
  'filter-in': '400',
  'filter-startswith': '400',
  'filter-contains': 'accepted',
  'filter-bare-enum': '400',
  'filter-wildcard': 'yes',
  'batch-job-fields': [
    ...['BatchJobRecId', 'JobDescription (nullable)', 'Status (nullable)', 'CompanyAccounts (nullable)'],
    ...['ExecutingBy (nullable)', 'CanceledBy (nullable)', 'OrigStartDateTime', 'StartDateTime', 'EndDateTime'],
    ...['StartDate', 'StartTime', 'Finishing', 'Recurrence (nullable)', 'SaveJobToHistory (nullable)'],
    ...['RuntimeJob (nullable)', 'PartitionKey (nullable)'],
  ],
  'dmf-statuses': ['None', 'NotRun', 'Executing', 'Finished', 'Error', 'Aborted', 'Canceled'],
};

/** What the simulator returns follows from what it returns to other questions, as the report has them. */
const follows: Readonly<Record<string, (of: (id: string) => string | undefined) => Answer>> = {
  'no-token': (of) => of('wrong-token'),
  'right-start': (of) => of('right-batch-jobs'),
  'unknown-service-body': (of) => of('not-found-body'),
  'missing-key-body': (of) => {
    const body = of('missing-key-status') === '400' ? 'json' : of('not-found-body');
    return body === 'json' ? of('error-shape') : body;
  },
  'missing-project-status': (of) => (of('project-key') === 'name-and-type' ? of('missing-key-status') : '400'),
  'other-company': (of) => (of('other-company') === '403' ? '403' : of('missing-key-status')),
  'unknown-execution-shape': (of) => of('error-shape'),
  'filter-cancelling': (of) => of('filter-canceled')?.replace('Canceled', 'Cancelling'),
  'batch-statuses': (of) => [
    ...['Hold', 'Waiting', 'Executing', 'Error', 'Finished', 'Ready', 'NotRun'],
    ...(of('filter-canceled') === 'only Canceled'
      ? ['Cancelling', 'Canceled']
      : ['Cancelling', 'Canceling', 'Canceled', 'Cancelled']),
    'Scheduled',
  ],
};

type Answer = string | readonly string[] | undefined;

/** Every question of `npm run probe`, by the id that a report names it by. */
export const questionIds = Object.keys({ ...settings, ...fixed, ...follows });

type Answers = Readonly<Record<string, readonly string[]>>;

/**
 * The answers of a report, by question.
 *
 * @param text the report that `npm run probe` wrote
 * @throws Error that names all that is wrong with it
 */
function answersOf(text: string): Answers {
  const problems: string[] = [];
  const { format, findings } = asObject(parsed(text, problems));
  if (problems.length === 0 && format !== REPORT_FORMAT)
    problems.push(
      typeof format === 'string' && format.startsWith(REPORT_FORMAT.replace(/\d+$/, ''))
        ? `its format is "${format}", and this version reads "${REPORT_FORMAT}"`
        : 'it does not begin like one',
    );
  const answers = Object.entries(asObject(findings)).map(([id, finding]) => {
    const { answer } = asObject(finding);
    const all = [answer].flat();
    if (!all.every((each) => typeof each === 'string')) problems.push(`the answer to "${id}" is no text`);
    if (!questionIds.includes(id)) problems.push(`"${id}" is no question of this version`);
    return [id, all.map(String)];
  });
  if (problems.length === 0 && answers.length === 0) problems.push('it has no findings');
  if (problems.length > 0) throw new Error(`The file is no report of \`npm run probe\`: ${problems.join('; ')}.`);
  return Object.fromEntries(answers) as Answers;
}

function parsed(text: string, problems: string[]): Json {
  try {
    return parseJson(text.replace(/^\ufeff/, ''));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    problems.push(`it ${notJson(text, error)}`);
    return null;
  }
}

/**
 * What a report says that the simulator cannot do alike: `filter-in: accepted`.
 *
 * @throws Error if it is no report
 */
export function notAlike(text: string): string[] {
  const answers = answersOf(text);
  const set = switchesLike(text);
  const all = { ...defaultScenario, ...set };
  /** What the simulator is going to answer to a question that the report leaves open. */
  const otherwise = (id: string) =>
    Object.entries(settings[id] ?? {}).find(([, setting]) =>
      (Object.keys(setting) as (keyof Scenario)[]).every((name) => setting[name] === all[name]),
    )?.[0];
  const first = (id: string) => answers[id]?.find((answer) => answer !== 'unknown');
  const of = (id: string) => first(id) ?? otherwise(id);
  const isSet = (setting: Partial<Scenario> | undefined): boolean => {
    // Lists are joined, so that nothing in them is lost; of anything else the last one wins.
    const wins = (name: keyof Scenario) => Array.isArray(setting?.[name]) || setting?.[name] === set[name];
    return setting !== undefined && (Object.keys(setting) as (keyof Scenario)[]).every(wins);
  };
  const isAlike = (id: string, given: readonly string[]): boolean => {
    const expected = fixed[id] ?? follows[id]?.(of) ?? given;
    const byAnswer = settings[id];
    const isTold = !byAnswer || given.every((answer) => isSet(byAnswer[answer]));
    return given.join() === [expected].flat().join() && isTold;
  };
  return Object.entries(answers)
    .filter(([id, given]) => first(id) !== undefined && !isAlike(id, given))
    .map(([id, given]) => `${id}: ${given.join(', ')}`);
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
    (answers[id] ?? []).flatMap((answer) => (Object.hasOwn(byAnswer, answer) ? (byAnswer[answer] ?? []) : [])),
  );
  const roleMissingFor = found.flatMap((each) => each.roleMissingFor ?? []);
  const jobs = found.flatMap((each) => each.batchJobs ?? []);
  return {
    ...(Object.assign({}, ...found) as Partial<Scenario>),
    ...(roleMissingFor.length > 0 && { roleMissingFor }),
    ...(jobs.length > 0 && { batchJobs: [...structuredClone(defaultScenario.batchJobs), ...jobs] }),
  };
}
