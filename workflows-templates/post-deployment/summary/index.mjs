import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { input, runStep } from '../../step.mjs';

await runStep(() => {
  const results = JSON.parse(input('targets')).map((target, index) => {
    const file = join(input('folder'), `d365fo-post-deployment-${index}.json`);
    return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : without(target);
  });
  appendFileSync(process.env.GITHUB_STEP_SUMMARY, markdown(results));
  const broken = results.find(({ outcome }) => outcome !== 'finished');
  return {
    outcome: broken ? 'failed' : 'finished',
    error: broken ? `${broken.environment}: ${broken.error}` : '',
    results: JSON.stringify(results),
  };
});

function without(target) {
  return {
    environment: target.environment || target['environment-url'] || 'the environment',
    outcome: 'failed',
    error: 'Its job left no result: it was rejected, cancelled, or lost its runner.',
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
      '| Environment | Outcome | Stages | Why |',
      '| --- | --- | --- | --- |',
      ...rows,
      '',
    ].join('\n') + '\n'
  );
}

/** Text of a server or a user, as one cell: no markup of its own. */
function cell(text) {
  return text
    .replace(/\s+/g, ' ')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replace(/[\\`*_[\]|]/g, '\\$&');
}
