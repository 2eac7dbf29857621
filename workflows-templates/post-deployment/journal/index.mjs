import process from 'node:process';
import { artifactName, environmentName, isLaterAttempt } from '../../names.mjs';
import { input, newFolder, runStep } from '../../step.mjs';

await runStep(() => {
  const environment = environmentName(input('environment-name'), input('environment-url'));
  return {
    artifact: artifactName('post-deployment', input('run-key') || process.env.GITHUB_JOB, environment),
    folder: newFolder('journal'),
    again: String(isLaterAttempt(input('first-attempt'))),
  };
});
