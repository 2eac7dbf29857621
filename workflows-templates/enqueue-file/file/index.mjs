import { isLaterAttempt, nameFile } from '../../names.mjs';
import { findFile } from '../../files.mjs';
import { input, newFolder, refuse, runStep } from '../../step.mjs';

await runStep(async () => {
  const { file, problem } = findFile(input('file'), input('folder'));
  refuse([problem]);
  const { name, artifactOf } = await nameFile(file, input('integration-id'), input('entity'));
  return {
    file,
    journal: artifactOf('enqueue-file', name),
    folder: newFolder('journal'),
    again: String(isLaterAttempt(input('first-attempt'))),
    'errors-artifact': artifactOf('enqueue-errors', name),
  };
});
