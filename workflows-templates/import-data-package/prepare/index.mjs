import { Buffer } from 'node:buffer';
import { closeSync, openSync, readdirSync, readSync } from 'node:fs';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { input, missing, newExecutionId, notBoolean, notPositive, Problem, refuse, runStep } from '../../step.mjs';

await runStep(() => {
  refuse([
    missing('definition-group', 'the name of the import project'),
    missing('legal-entity', 'the legal entity to import into, such as `usmf`'),
    notBoolean('overwrite'),
    notPositive('wait-timeout-minutes'),
  ]);
  const file = find(input('package'), input('folder'));
  checkIsZip(file);
  const executionId = newExecutionId();
  return { file, 'unique-name': `${executionId}.zip`, 'execution-id': executionId };
});

function find(name, folder) {
  if (name !== '') return resolve(folder || (process.env.GITHUB_WORKSPACE ?? '.'), name);
  if (folder === '')
    throw new Problem(
      '`package` is missing. Set it to the path of the package, or set `package-artifact`. Nothing was sent.',
    );
  const files = readdirSync(folder, { recursive: true }).filter((entry) => /\.zip$/i.test(entry));
  if (files.length !== 1) {
    const held = files.length === 0 ? 'no zip file' : `${files.length} zip files (${files.join(', ')})`;
    throw new Problem(
      `The artifact contains ${held}. Set \`package\` to the path of the package inside the artifact. Nothing was sent.`,
    );
  }
  return join(folder, files[0]);
}

function checkIsZip(file) {
  const start = Buffer.alloc(20);
  try {
    const descriptor = openSync(file, 'r');
    readSync(descriptor, start);
    closeSync(descriptor);
  } catch (thrown) {
    throw new Problem(
      `The package ${file} cannot be read (${thrown.code}). Check the path, and that the job checks out the repository. Nothing was sent.`,
    );
  }
  const text = start.toString('latin1');
  if (text.startsWith('version https://git')) {
    throw new Problem(
      `The package ${file} is a Git LFS pointer. Check out the repository with \`lfs: true\`. Nothing was sent.`,
    );
  }
  if (!text.startsWith('PK')) throw new Problem(`The package ${file} is not a zip file. Nothing was sent.`);
}
