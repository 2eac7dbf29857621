import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { input, runStep } from '../../step.mjs';

await runStep(() => {
  const stages = JSON.parse(input('stages'))
    .filter(({ outcome }) => outcome && outcome !== 'skipped')
    .map(({ stage, outcome, error }) => ({ stage, outcome, error: error ?? '' }));
  const broken = stages.find(({ outcome }) => outcome !== 'success');
  const result = {
    environment: input('environment-name'),
    outcome: broken ? 'failed' : 'finished',
    error: broken
      ? broken.error || `${broken.stage}: the step ended as ${broken.outcome}, without an error message.`
      : '',
    stages,
  };
  const file = join(
    process.env.RUNNER_TEMP ?? tmpdir(),
    `d365fo-post-deployment-${randomBytes(4).toString('hex')}.json`,
  );
  writeFileSync(file, JSON.stringify(result));
  return { outcome: result.outcome, error: result.error, stages: JSON.stringify(stages), 'result-file': file };
});
