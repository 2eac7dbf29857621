import { statSync } from 'node:fs';
import { isLaterAttempt, nameFile } from '../../names.mjs';
import { findFile } from '../../files.mjs';
import { input, newFolder, refuse, runStep, warn } from '../../step.mjs';

await runStep(async () => {
  const { file, problem } = findFile(input('file'), input('folder'));
  refuse([problem]);
  if (statSync(file).size === 0) warn(`The file ${file} is empty. It is sent as it is.`);
  const { name, artifactOf } = await nameFile(file, input('integration-id'), input('entity'));
  return {
    file,
    journal: artifactOf('enqueue-file', name),
    folder: newFolder('journal'),
    again: String(isLaterAttempt(input('first-attempt'))),
    'errors-artifact': artifactOf('enqueue-errors', name),
  };
});
