import { appendFileSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { input, runStep } from '../../step.mjs';
import { matrixSummary } from '../../summary.mjs';

await runStep(() => {
  const folder = input('folder');
  const files = existsSync(folder)
    ? readdirSync(folder, { recursive: true }).filter((name) => name.endsWith('.json'))
    : [];
  const found = files.map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')));
  const results = JSON.parse(input('targets')).map(({ name }) => resultOf(name, found));
  appendFileSync(process.env.GITHUB_STEP_SUMMARY, matrixSummary(input('chain'), results));
  const broken = results.find(({ outcome }) => outcome !== 'finished');
  return {
    outcome: broken ? 'failed' : 'finished',
    error: broken ? `${broken.environment}: ${broken.error}` : '',
    results: JSON.stringify(results),
  };
});

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
