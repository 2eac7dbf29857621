import type { BatchJobSpec, PlanStep } from './batch/job.ts';
import { meantValue } from '../src/near-names.ts';
import { notJson } from './json.ts';
import type { Scenario } from './scenario.ts';
import { problemsOfSwitches } from './validate-scenario.ts';

export interface NamedScenario {
  meaning: string;
  switches: Partial<Scenario>;
}

const minuteMs = 60_000;
const run = (end: string): PlanStep[] => [
  { status: 'Waiting', forMs: 1000 },
  { status: 'Executing', forMs: 3000 },
  { status: end },
];

/** A job at rest whose last run ended so half an hour ago, and whose every further run ends so too. */
const atRest = (recId: string, description: string, end: string): BatchJobSpec => ({
  recId,
  description,
  plan: [{ status: end }],
  runPlans: [run(end)],
  lastRun: { startedAgoMs: 35 * minuteMs, endedAgoMs: 30 * minuteMs },
});

const jobs: BatchJobSpec[] = [
  atRest('5637144576', 'Nightly customer balances', 'Finished'),
  atRest('5637144577', 'Post invoices', 'Finished'),
  atRest('5637144578', 'Rebuild the balances', 'Finished'),
  atRest('5637144579', 'Master planning', 'Finished'),
  atRest('5637144580', 'Clean up history', 'Finished'),
  atRest('5637144601', 'Inventory closing', 'Error'),
  { recId: '5637144602', description: 'Settlement, on hold', plan: [{ status: 'Hold' }] },
  {
    recId: '5637144603',
    description: 'Exchange rates, every hour',
    plan: run('Finished'),
    startsInMs: 20 * minuteMs,
    recurrenceMs: 60 * minuteMs,
    lastRun: { startedAgoMs: 41 * minuteMs, endedAgoMs: 40 * minuteMs },
  },
  {
    recId: '5637144604',
    description: 'Year-end closing, in two hours',
    plan: run('Finished'),
    startsInMs: 120 * minuteMs,
  },
];

/** Scenarios that can be chosen by name. Each is laid over those named before it. */
export const namedScenarios: Readonly<Record<string, NamedScenario>> = {
  jobs: {
    meaning:
      'Batch jobs at rest: 5637144576 to 5637144580 finish, 5637144601 ends in Error, 5637144602 is withheld, 5637144603 is recurring, 5637144604 is scheduled in two hours.',
    switches: { batchJobs: jobs },
  },
  'database-copy': {
    meaning:
      'A copy of a database: every batch job is on hold, all users but administrators and DBMovementAPI are disabled, batch groups are gone, and encrypted fields (EmailParameters) are empty. With `jobs`, its jobs are on hold.',
    switches: { databaseCopied: true },
  },
  'business-events': {
    meaning:
      'Every start and end of a batch job is posted as a business event, to the simulator itself (`/callback/business-events`).',
    switches: {
      businessEventsUrl: '/callback/business-events',
      businessEvents: ['started', 'finished', 'failed', 'canceled'],
    },
  },
  throttling: {
    meaning:
      'The second and third request to OData, and the second to a custom service, get 429 with Retry-After; the fifth to OData gets it without.',
    switches: {
      faults: [
        { match: { path: '/data/', nth: 2, times: 2 }, respond: 'throttle', retryAfterSeconds: 2 },
        { match: { path: '/data/', nth: 3 }, respond: 'throttle' },
        { match: { path: '/api/services/', nth: 2 }, respond: 'throttle', retryAfterSeconds: 1 },
      ],
    },
  },
  slow: {
    meaning:
      'Every call takes 3 seconds, the first data call 20 seconds more, refreshing the data entities 30 seconds.',
    switches: { latencyMs: 3000, firstCallMs: 20_000, initializeMs: 30_000, importHoldMs: 15_000 },
  },
  starting: {
    meaning: 'The environment is starting: 503 for the first 45 seconds.',
    switches: { startingForMs: 45_000 },
  },
};

/**
 * Lays scenarios over each other.
 *
 * @param names names of `namedScenarios`, or files, separated by commas or line ends; later ones win
 * @param readText gives the text of a file
 * @throws Error with every problem: a name that is neither a scenario nor ends in `.json`, a file that cannot be read, or holds
 *   something else than switches
 */
export async function combinedScenario(
  names: string,
  readText: (file: string) => Promise<string>,
): Promise<Partial<Scenario>> {
  const combined: Partial<Scenario> = {};
  const problems: string[] = [];
  const known = Object.keys(namedScenarios);
  for (const name of names.split(/[,\r\n]/).map((part) => part.trim())) {
    if (name === '') continue;
    const named = known.find((each) => each === name.toLowerCase());
    if (named !== undefined) {
      Object.assign(combined, structuredClone(namedScenarios[named]?.switches));
      continue;
    }
    if (!/\.json$/i.test(name)) {
      const meant = meantValue(name, known);
      problems.push(`There is no scenario "${name}"${meant}. Use ${known.join(', ')}, or a file that ends in .json.`);
      continue;
    }
    let text = '';
    try {
      text = await readText(name);
      const switches: unknown = JSON.parse(text.replace(/^\ufeff/, ''));
      const wrong = problemsOfSwitches(switches);
      if (wrong.length > 0) problems.push(`${name}: ${wrong.join('; ')}.`);
      Object.assign(combined, switches);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      problems.push(
        error instanceof SyntaxError ? `${name} ${notJson(text, error)}.` : `${name} cannot be read: ${reason}.`,
      );
    }
  }
  if (problems.length > 0) throw new Error(problems.join('\n'));
  return combined;
}

/** The README's table of named scenarios. */
export function scenarioTable(): string {
  const rows = Object.entries(namedScenarios).map(([name, { meaning }]) => `| \`${name}\` | ${meaning} |`);
  return ['| scenario | what happens |', '| --- | --- |', ...rows].join('\n');
}
