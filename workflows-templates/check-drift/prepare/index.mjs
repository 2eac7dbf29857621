import process from 'node:process';
import { notFolder } from '../../files.mjs';
import { chosenArtifactName } from '../../names.mjs';
import { input, missing, notBoolean, notPositive, refuse, runStep, tooLong } from '../../step.mjs';

await runStep(() => {
  const timeout = notPositive('wait-timeout-minutes');
  refuse([
    missing('folder', 'the folder with the configuration') || notFolder('folder', input('folder')),
    missing('legal-entity', 'the legal entity to compare with, such as `usmf`'),
    notBoolean('fail-on-drift'),
    notBoolean('hide-values'),
    timeout || tooLong(Number(input('wait-timeout-minutes'))),
  ]);
  return {
    'artifact-name': chosenArtifactName('check-drift', input('legal-entity'), process.env.GITHUB_JOB, input('folder')),
  };
});
