import process from 'node:process';
import { artifactName, environmentName, executionName, isLaterAttempt } from '../../names.mjs';
import { input, newFolder, runStep } from '../../step.mjs';

await runStep(() => {
  const environment = environmentName(input('environment-name'), input('environment-url'));
  const runKey = input('run-key');
  // Two uses of the chain in one job, and two legs of a matrix, have a journal each.
  const use = executionName(runKey, environment, input('plan'), input('place'));
  return {
    artifact: artifactName('post-deployment', runKey || process.env.GITHUB_JOB, environment, use),
    folder: newFolder('journal'),
    again: String(isLaterAttempt(input('first-attempt'))),
  };
});
