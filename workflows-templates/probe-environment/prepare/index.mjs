import process from 'node:process';
import { chosenArtifactName, notArtifactName } from '../../names.mjs';
import { input, notPositive, refuse, runStep, tooLong } from '../../step.mjs';

await runStep(() => {
  const recId = input('may-start-batch-job');
  const timeout = notPositive('wait-timeout-minutes');
  refuse([
    recId === '' || /^[1-9]\d{0,18}$/.test(recId)
      ? ''
      : `\`may-start-batch-job\` is ${JSON.stringify(recId)}, but must be the RecId of one batch job, which consists of digits only.`,
    notArtifactName(),
    timeout || tooLong(recId === '' ? 0 : Number(input('wait-timeout-minutes'))),
  ]);
  return { 'artifact-name': chosenArtifactName('probe-environment', process.env.GITHUB_JOB) };
});
