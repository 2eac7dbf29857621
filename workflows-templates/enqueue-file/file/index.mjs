import process from 'node:process';
import { artifactName, digestOf, environmentName, executionName, isLaterAttempt } from '../../names.mjs';
import { findFile } from '../../files.mjs';
import { input, newFolder, refuse, runStep } from '../../step.mjs';

await runStep(async () => {
  const { file, problem } = findFile(input('file'), input('folder'));
  refuse([problem]);
  const address = (input('environment-url') || process.env.D365FO_ENVIRONMENT_URL) ?? '';
  const legalEntity = input('legal-entity');
  const name = executionName(
    input('run-key'),
    `${input('environment-name')} ${address}`,
    input('integration-id'),
    input('entity'),
    legalEntity,
    await digestOf(file),
    input('place'),
  );
  const environment = environmentName(input('environment-name'), address);
  return {
    file,
    journal: artifactName('enqueue-file', environment, legalEntity, process.env.GITHUB_JOB, name),
    folder: newFolder('journal'),
    again: String(isLaterAttempt(input('first-attempt'))),
    'errors-artifact': artifactName('enqueue-errors', environment, legalEntity, process.env.GITHUB_JOB, name),
  };
});
