import { businessEventKinds } from './batch/statuses.ts';
import { faultKinds, type Fault } from './faults.ts';
import { defaultScenario, type Scenario } from './scenario.ts';

type Choices = {
  [
    Name in keyof Scenario as string extends Scenario[Name]
      ? never
      : number extends Scenario[Name]
        ? never
        : Scenario[Name] extends string | number
          ? Name
          : never
  ]: readonly Scenario[Name][];
};

/** The values of every switch that has a few. */
export const choices: Choices = {
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
};

/** Switches whose default is null, and what else they may be. */
const nullable: Partial<Record<keyof Scenario, 'number' | 'string'>> = {
  entraErrorCode: 'number',
  startRefusal: 'string',
  importGatewayCutMs: 'number',
};

const faultMembers: readonly string[] = [
  ...['match', 'respond', 'retryAfterSeconds', 'retryAfterAs', 'delayMs', 'carryOut', 'afterBytes'],
  ...['status', 'headers', 'body'],
];
const matchMembers: readonly string[] = ['method', 'host', 'path', 'body', 'nth', 'times', 'fromMs', 'untilMs'];

/** Sets switches by name; null sets one back to its default. Throws on a name or value that is none, and changes nothing then. */
export function mergeScenario(scenario: Scenario, changes: Partial<Record<keyof Scenario, unknown>>): void {
  const unknown = Object.keys(changes).filter((name) => !Object.hasOwn(defaultScenario, name));
  if (unknown.length > 0) throw new Error(`no such switch: ${unknown.join(', ')}`);
  const given = Object.entries(changes).map(([key, value]) => {
    const name = key as keyof Scenario;
    const standard = structuredClone(defaultScenario[name]);
    const problem = value === null ? undefined : problemOfSwitch(name, value, standard);
    if (problem !== undefined) throw new Error(problem);
    return [name, value === null ? standard : value] as const;
  });
  Object.assign(scenario, Object.fromEntries(given));
}

/**
 * Says what is wrong with the value of a switch.
 *
 * @param standard its default
 * @returns a sentence, or `undefined`
 */
export function problemOfSwitch(name: keyof Scenario, value: unknown, standard: unknown): string | undefined {
  const allowed: readonly unknown[] | undefined = Object.hasOwn(choices, name)
    ? choices[name as keyof Choices]
    : undefined;
  if (allowed !== undefined) {
    const list = allowed.map((each) => JSON.stringify(each)).join(', ');
    return allowed.includes(value) ? undefined : `${name} is ${JSON.stringify(value)}; it can be ${list}`;
  }
  const wanted = nullable[name] ?? typeof standard;
  if (Array.isArray(standard)) {
    if (!Array.isArray(value)) return `${name} must be an array`;
    const problems = value.map((each: unknown, index) => {
      const problem = problemOfEntry[name]?.(each);
      return problem === undefined ? undefined : `${name}[${index}]: ${problem}`;
    });
    return problems.find((problem) => problem !== undefined);
  }
  if (name === 'entityKeys') return areLists(value) ? undefined : `${name} must be an object of arrays of strings`;
  if (name === 'businessEventsUrl' && !isEndpoint(value))
    return `${name} is ${JSON.stringify(value)}; it can be a URL, a path that begins with /, or empty`;
  const fits = typeof value === wanted && (typeof value !== 'number' || Number.isFinite(value));
  return fits ? undefined : `${name} must be a ${wanted}`;
}

const problemOfEntry: Partial<Record<keyof Scenario, (entry: unknown) => string | undefined>> = {
  faults: problemOfFault,
  batchJobs: problemOfJob,
  businessEvents: (kind) =>
    (businessEventKinds as readonly unknown[]).includes(kind)
      ? undefined
      : `it is ${JSON.stringify(kind)}; it can be ${businessEventKinds.join(', ')}`,
};

const isEndpoint = (value: unknown): boolean =>
  value === '' ||
  (typeof value === 'string' && /^(?:\/|https?:\/\/)/.test(value) && URL.canParse(value, 'https://localhost'));

const areLists = (value: unknown): boolean =>
  typeof value === 'object' &&
  !Array.isArray(value) &&
  Object.values(value ?? {}).every((list) => Array.isArray(list) && list.every((each) => typeof each === 'string'));

/** @returns what is wrong with a fault, or `undefined` */
export function problemOfFault(fault: unknown): string | undefined {
  if (typeof fault !== 'object' || fault === null) return 'a fault is an object';
  const { respond, match = {} } = fault as Partial<Fault>;
  if (respond === undefined || !faultKinds.includes(respond)) {
    return `respond is ${respond === undefined ? 'missing' : JSON.stringify(respond)}; it can be ${faultKinds.join(', ')}`;
  }
  const unknown =
    Object.keys(fault).find((name) => !faultMembers.includes(name)) ??
    Object.keys(match).find((name) => !matchMembers.includes(name));
  if (unknown !== undefined) return `there is no member "${unknown}"`;
  const [, expression] = /^\/(.+)\/$/.exec(match.path ?? '') ?? [];
  try {
    if (expression !== undefined) new RegExp(expression);
  } catch (error) {
    return `path: ${error instanceof Error ? error.message : String(error)}`;
  }
  return undefined;
}

/** @returns what is wrong with a batch job to be added, or `undefined` */
export function problemOfJob(job: unknown): string | undefined {
  if (typeof job !== 'object' || job === null) return 'a batch job is an object';
  const { recId, plan, runPlans } = job as { recId?: unknown; plan?: unknown; runPlans?: unknown };
  if (recId !== undefined && !(typeof recId === 'string' && /^\d{1,19}$/.test(recId)))
    return 'recId must be a string of digits';
  const plans: unknown[] = [
    ...(plan === undefined ? [] : [plan]),
    ...(Array.isArray(runPlans) ? (runPlans as unknown[]) : []),
  ];
  const isPlan = (steps: unknown): boolean =>
    Array.isArray(steps) && steps.every((step) => typeof (step as { status?: unknown } | null)?.status === 'string');
  return plans.every(isPlan) ? undefined : 'a plan is an array of {"status":"…","forMs":…}';
}
