import { appendFileSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { input, runStep } from '../../step.mjs';

await runStep(() => {
  const folder = input('folder');
  const files = existsSync(folder) ? readdirSync(folder) : [];
  const found = files.map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')));
  const results = JSON.parse(input('targets')).map(
    ({ name }) => found.find(({ environment }) => environment === name) ?? without(name),
  );
  appendFileSync(process.env.GITHUB_STEP_SUMMARY, markdown(results));
  const broken = results.find(({ outcome }) => outcome !== 'finished');
  return {
    outcome: broken ? 'failed' : 'finished',
    error: broken ? `${broken.environment}: ${broken.error}` : '',
    results: JSON.stringify(results),
  };
});

function without(name) {
  return {
    environment: name,
    outcome: 'failed',
    error: 'The job for this environment left no result: it was rejected or cancelled, or its runner was lost.',
    stages: [],
  };
}

function markdown(results) {
  const rows = results.map(({ environment, outcome, error, stages }) => {
    const path = stages.map(({ stage, outcome: of }) => `${of === 'success' ? '✅' : '❌'} ${stage}`).join('<br>');
    return `| ${cell(environment)} | ${outcome === 'finished' ? '✅' : '❌'} ${outcome} | ${path} | ${cell(error)} |`;
  });
  return (
    [
      '## After the deployment',
      '',
      '| Environment | Outcome | Stages | Error |',
      '| --- | --- | --- | --- |',
      ...rows,
      '',
    ].join('\n') + '\n'
  );
}

/** Escapes the text of a server or a user, so that it is one cell without markup. */
function cell(text) {
  return text
    .replace(/\s+/g, ' ')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replace(/[\\`*_[\]|]/g, '\\$&');
}
