import process from 'node:process';
import { notUsable } from '../../folder.mjs';
import { chosenArtifactName, notArtifactName } from '../../names.mjs';
import { flag, input, missing, notBoolean, notChoices, notLegalEntity, notWait, refuse, runStep } from '../../step.mjs';

await runStep(async () => {
  refuse([
    missing('folder', 'the folder with the configuration') || (await notUsable('folder', input('folder'), 'compared')),
    missing('legal-entity', 'the legal entity to compare with, such as `usmf`') || notLegalEntity('legal-entity'),
    notBoolean('fail-on-drift'),
    notBoolean('hide-values'),
    notArtifactName(),
    notChoices('accept-outcome'),
    notWait(),
  ]);
  return {
    'fail-on-drift': flag('fail-on-drift'),
    'artifact-name': chosenArtifactName('check-drift', input('legal-entity'), process.env.GITHUB_JOB, input('folder')),
  };
});
