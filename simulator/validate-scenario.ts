import { meantValue } from '../src/near-names.ts';
import { businessEventKinds } from './batch/statuses.ts';
import { faultKinds } from './faults.ts';
import { choices, defaultScenario, type Scenario } from './scenario.ts';

/** What a value must be, and how that is said. */
const kinds = {
  string: ['a string', (value: unknown) => typeof value === 'string'],
  number: ['a number', (value: unknown) => Number.isFinite(value)],
  boolean: ['true or false', (value: unknown) => typeof value === 'boolean'],
  object: ['an object', isObject],
  digits: ['a string of digits', (value: unknown) => typeof value === 'string' && /^\d{1,19}$/.test(value)],
  date: ['a date such as "2026-01-31T06:00:00Z"', (value: unknown) => !Number.isNaN(Date.parse(String(value)))],
  strings: ['an array of strings', (value: unknown) => isListOf(value, (each) => typeof each === 'string')],
  plan: ['an array of {"status":"…","forMs":…}', isPlan],
  plans: ['an array of arrays of {"status":"…","forMs":…}', (value: unknown) => isListOf(value, isPlan)],
} as const satisfies Record<string, readonly [string, (value: unknown) => boolean]>;

type Kind = keyof typeof kinds;

/** The members that an object may have, by what each must be. */
type Members = Partial<Record<Kind, readonly string[]>>;

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isListOf(value: unknown, isEntry: (entry: unknown) => boolean): boolean {
  return Array.isArray(value) && value.every((entry) => isEntry(entry));
}

function isPlan(value: unknown): boolean {
  return isListOf(
    value,
    (step) => problemOfMembers(step, { string: ['status'], number: ['forMs'] }, ['status']) === undefined,
  );
}

/** @returns what is wrong with the members of an object, or `undefined` */
function problemOfMembers(value: unknown, members: Members, required: readonly string[] = []): string | undefined {
  if (!isObject(value)) return 'it must be an object';
  for (const name of new Set([...required, ...Object.keys(value)])) {
    const kind = (Object.keys(kinds) as Kind[]).find((each) => members[each]?.includes(name));
    if (kind === undefined) return `there is no member "${name}"${meantValue(name, Object.values(members).flat())}`;
    const [described, fits] = kinds[kind];
    if (!fits(value[name])) return `${name} must be ${described}`;
  }
  return undefined;
}

const jobMembers: Members = {
  digits: ['recId'],
  string: ['description', 'company'],
  number: ['recurrenceMs', 'startsInMs'],
  date: ['startDateTime', 'endDateTime', 'origStartDateTime'],
  object: ['lastRun'],
  plan: ['plan'],
  plans: ['runPlans'],
};
const faultMembers: Members = {
  string: ['retryAfterAs', 'body'],
  number: ['retryAfterSeconds', 'delayMs', 'afterBytes', 'status'],
  boolean: ['carryOut'],
  object: ['match', 'headers'],
};
const matchMembers: Members = {
  string: ['method', 'host', 'path', 'body'],
  number: ['nth', 'times', 'fromMs', 'untilMs'],
};
const credential = ['issuer', 'subject', 'audience'];
const entityMembers: Members = { string: ['name', 'targetStatus'], number: ['records', 'failedRecords'] };

/** What is wrong with an entry of the lists that hold no strings. */
const problemOfEntry: Partial<Record<keyof Scenario, (entry: unknown) => string | undefined>> = {
  faults: problemOfFault,
  batchJobs: problemOfJob,
  businessEvents: (kind) => problemOfChoice('it', kind, businessEventKinds),
  federatedCredentials: (entry) => problemOfMembers(entry, { string: credential }, credential),
  executionEntities: (entry) => problemOfMembers(entry, entityMembers, ['name', 'records']),
};

function problemOfChoice(name: string, value: unknown, allowed: readonly unknown[]): string | undefined {
  if (allowed.includes(value)) return undefined;
  return `${name} is ${JSON.stringify(value)}; it can be ${allowed.map((each) => JSON.stringify(each)).join(', ')}`;
}

/** @returns what is wrong with a fault, or `undefined` */
function problemOfFault(fault: unknown): string | undefined {
  if (!isObject(fault)) return 'it must be an object';
  const { respond, ...more } = fault;
  const { match = {} } = more;
  const problem =
    problemOfChoice('respond', respond, faultKinds) ??
    problemOfMembers(more, faultMembers) ??
    problemOfMembers(match, matchMembers);
  if (problem !== undefined) return problem;
  const [, expression] = /^\/(.+)\/$/.exec(String((match as { path?: unknown }).path)) ?? [];
  try {
    if (expression !== undefined) new RegExp(expression);
  } catch (error) {
    return `path: ${error instanceof Error ? error.message : String(error)}`;
  }
  return undefined;
}

/** @returns what is wrong with a batch job to be added, or `undefined` */
export function problemOfJob(job: unknown): string | undefined {
  return problemOfMembers(job, jobMembers);
}

const isEndpoint = (value: unknown): boolean =>
  value === '' ||
  (typeof value === 'string' && /^(?:\/|https?:\/\/)/.test(value) && URL.canParse(value, 'https://localhost'));

/** What is wrong with the value of a switch: several problems of a list. */
function problemsOfSwitch(name: keyof Scenario, value: unknown): string[] {
  const must = (kind: Kind) => (kinds[kind][1](value) ? [] : [`${name} must be ${kinds[kind][0]}`]);
  if (Object.hasOwn(choices, name)) {
    return [problemOfChoice(name, value, choices[name as keyof typeof choices]) ?? []].flat();
  }
  const entry = problemOfEntry[name];
  if (entry !== undefined) {
    if (!Array.isArray(value)) return [`${name} must be an array`];
    return value.flatMap((each: unknown, index) => {
      const problem = entry(each);
      return problem === undefined ? [] : [`${name}[${index}]: ${problem}`];
    });
  }
  if (name === 'entityKeys') {
    const fits = isObject(value) && Object.values(value).every((list) => kinds.strings[1](list));
    return fits ? [] : [`${name} must be an object of arrays of strings`];
  }
  if (name === 'businessEventsUrl' && !isEndpoint(value))
    return [`${name} is ${JSON.stringify(value)}; it can be a URL, a path that begins with /, or empty`];
  if (name === 'executionPlan' || name === 'messagePlan') return must('plan');
  const standard = defaultScenario[name];
  if (Array.isArray(standard)) return must('strings');
  if (typeof standard === 'string' || name === 'startRefusal') return must('string');
  if (typeof standard === 'boolean') return must('boolean');
  const least = name === 'pageSize' ? 1 : name === 'clockSkewMs' ? -Infinity : 0;
  return typeof value === 'number' && value < least ? [`${name} must be ${least} or more`] : must('number');
}

/** Every problem of a file or a request that sets switches, in a few words each. */
export function problemsOfSwitches(changes: unknown): string[] {
  if (!isObject(changes)) return ['it must be an object of switches'];
  const unknown = Object.keys(changes).filter((name) => !Object.hasOwn(defaultScenario, name));
  return [
    ...(unknown.length > 0
      ? [`no such switch: ${unknown.map((name) => name + meantValue(name, Object.keys(defaultScenario))).join(', ')}`]
      : []),
    ...Object.entries(changes).flatMap(([name, value]) =>
      value === null || unknown.includes(name) ? [] : problemsOfSwitch(name as keyof Scenario, value),
    ),
  ];
}

/** Sets switches by name; null sets one back to its default. Throws on a name or value that is none, and changes nothing then. */
export function mergeScenario(scenario: Scenario, changes: Partial<Record<keyof Scenario, unknown>>): void {
  const problems = problemsOfSwitches(changes);
  if (problems.length > 0) throw new Error(problems.join('; '));
  const given = Object.entries(changes).map(([name, value]) => [
    name,
    value === null ? structuredClone(defaultScenario[name as keyof Scenario]) : value,
  ]);
  Object.assign(scenario, Object.fromEntries(given));
}
