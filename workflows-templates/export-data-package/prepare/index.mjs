import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { chosenArtifactName, notArtifactName, projectName } from '../../names.mjs';
import {
  input,
  missing,
  newFolder,
  notChoices,
  notLegalEntity,
  notPlain,
  notWait,
  refuse,
  runStep,
  trimmed,
} from '../../step.mjs';
import { inWorkspace } from '../../files.mjs';
import { notUsable } from '../../folder.mjs';

await runStep(async () => {
  const name = input('package-name');
  const [group, entities, unpackTo] = ['definition-group', 'entities', 'unpack-to'].map(input);
  refuse([
    group === '' && entities === ''
      ? '`definition-group` is missing. Set it to the name of the export project, or set `entities`.'
      : '',
    group !== '' && entities !== '' ? 'Both `definition-group` and `entities` are set. Set only one of them.' : '',
    entities.startsWith('@') ? await notUsable('entities', entities.slice(1).trim(), 'exported') : '',
    unpackTo && existsSync(inWorkspace(unpackTo)) ? await notUsable('unpack-to', unpackTo, 'updated') : '',
    missing('legal-entity', 'the legal entity to export from, such as `usmf`') || notLegalEntity('legal-entity'),
    notPlain('definition-group'),
    notPlain('unpack-to'),
    notArtifactName(),
    notChoices('accept-outcome'),
    /^[\w][\w .-]*$/.test(name)
      ? ''
      : `\`package-name\` is ${JSON.stringify(name)}, but may only contain letters, digits, underscores, spaces, dots and hyphens, and must not start with a space, dot or hyphen.`,
    notWait(),
  ]);
  const project = entities === '' ? group : projectName();
  if (entities !== '')
    process.stdout.write(`This makes the temporary data project ${project} in F&O, and deletes it afterwards.\n`);
  return {
    'execution-id': `gh-${process.env.GITHUB_RUN_ID ?? '0'}-${process.env.GITHUB_RUN_ATTEMPT ?? '1'}-${randomBytes(4).toString('hex')}`,
    ...trimmed('legal-entity', 'package-name'),
    'definition-group': project,
    'artifact-name': chosenArtifactName(
      'export-data-package',
      input('legal-entity'),
      process.env.GITHUB_JOB,
      group || entities,
    ),
    file: join(newFolder('export'), `${name}.zip`),
  };
});
