import process from 'node:process';
import { artifactName, environmentName } from '../../names.mjs';
import { input, newFolder, runStep } from '../../step.mjs';

await runStep(() => {
  const { GITHUB_JOB: job, GITHUB_RUN_ATTEMPT: attempt = '1' } = process.env;
  const environment = environmentName(input('environment-name'), input('environment-url'));
  return {
    artifact: artifactName('post-deployment', input('run-key') || job, environment),
    folder: newFolder('journal'),
    again: String(attempt !== input('first-attempt')),
  };
});
