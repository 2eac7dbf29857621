import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import process from 'node:process';
import { artifactName, environmentName } from '../../names.mjs';
import { input, missing, newFolder, notPositive, refuse, runStep, tooLong } from '../../step.mjs';

await runStep(() => {
  const name = input('package-name');
  const timeout = notPositive('wait-timeout-minutes');
  refuse([
    missing('definition-group', 'the name of the export project'),
    missing('legal-entity', 'the legal entity to export from, such as `usmf`'),
    /^[\w][\w .-]*$/.test(name)
      ? ''
      : `\`package-name\` is ${JSON.stringify(name)}, but may only contain letters, digits, underscores, spaces, dots and hyphens, and must not start with a space, dot or hyphen.`,
    timeout || tooLong(Number(input('wait-timeout-minutes'))),
  ]);
  return {
    'execution-id': `gh-${process.env.GITHUB_RUN_ID ?? '0'}-${process.env.GITHUB_RUN_ATTEMPT ?? '1'}-${randomBytes(4).toString('hex')}`,
    'artifact-name': input('artifact-name') === 'auto' ? automaticName() : input('artifact-name'),
    file: join(newFolder('export'), `${name}.zip`),
  };
});

function automaticName() {
  return artifactName(
    'export-data-package',
    environmentName(input('environment-name'), input('environment-url')),
    input('legal-entity'),
    process.env.GITHUB_JOB,
    input('definition-group'),
  );
}
