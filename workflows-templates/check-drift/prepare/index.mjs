import process from 'node:process';
import { notFolder } from '../../files.mjs';
import { chosenArtifactName, notArtifactName } from '../../names.mjs';
import {
  flag,
  input,
  missing,
  notBoolean,
  notChoices,
  notLegalEntity,
  notPositive,
  refuse,
  runStep,
  tooLong,
} from '../../step.mjs';

await runStep(() => {
  const timeout = notPositive('wait-timeout-minutes');
  refuse([
    missing('folder', 'the folder with the configuration') || notFolder('folder', input('folder')),
    missing('legal-entity', 'the legal entity to compare with, such as `usmf`') || notLegalEntity('legal-entity'),
    notBoolean('fail-on-drift'),
    notBoolean('hide-values'),
    notArtifactName(),
    notChoices('accept-outcome'),
    timeout || tooLong(Number(input('wait-timeout-minutes'))),
  ]);
  return {
    'fail-on-drift': flag('fail-on-drift'),
    'artifact-name': chosenArtifactName('check-drift', input('legal-entity'), process.env.GITHUB_JOB, input('folder')),
  };
});
