import { appendFileSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { input, Problem, runStep } from '../../step.mjs';
import { matrixSummary } from '../../summary.mjs';

/** GitHub fails a job whose outputs exceed 1 MB. https://docs.github.com/actions/reference/limits */
const MOST_CHARACTERS = 500_000;

await runStep(() => {
  const folder = input('folder');
  const files = existsSync(folder)
    ? readdirSync(folder, { recursive: true }).filter((name) => name.endsWith('.json'))
    : [];
  if (input('targets') === '')
    throw new Problem(
      'The list of environments did not reach the other jobs, so nothing was run. GitHub drops an output that contains a secret: keep the names and URLs of environments in variables instead of secrets.',
    );
  const found = files.flatMap((name) => resultIn(join(folder, name)));
  const results = JSON.parse(input('targets')).map(({ name }) => resultOf(name, found));
  appendFileSync(process.env.GITHUB_STEP_SUMMARY, matrixSummary(input('chain'), results));
  // The job of that environment is red for itself, unless it left no result.
  if (results.some(({ outcome }) => outcome !== 'finished')) process.exitCode = 1;
  const broken = results.find(({ outcome }) => outcome !== 'finished');
  return {
    outcome: broken ? 'failed' : 'finished',
    error: broken ? `${broken.environment}: ${broken.error}` : '',
    results: withinLimit(results),
  };
});

/** A result that cannot be read is none. */
function resultIn(file) {
  try {
    return [JSON.parse(readFileSync(file, 'utf8'))];
  } catch {
    return [];
  }
}

/** The results as JSON, without the batch jobs of the stages if that is too long. */
function withinLimit(results) {
  const shown = results.map(({ environment, outcome, error, stages }) => ({ environment, outcome, error, stages }));
  const whole = JSON.stringify(shown);
  return whole.length <= MOST_CHARACTERS
    ? whole
    : JSON.stringify(shown, (key, value) => (key === 'jobs' ? undefined : value));
}

/** Of several results of one environment, one that failed is never hidden by another. */
function resultOf(name, found) {
  const own = found.filter(({ environment }) => environment === name);
  return own.find(({ outcome }) => outcome !== 'finished') ?? own[0] ?? without(name);
}

function without(name) {
  return {
    environment: name,
    outcome: 'failed',
    error: 'The job for this environment left no result: it was rejected or cancelled, or its runner was lost.',
    stages: [],
  };
}
