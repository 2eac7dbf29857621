import { inWorkspace } from '../../files.mjs';
import { input, runStep } from '../../step.mjs';
import { keepNames } from '../manifest-names.mjs';

await runStep(() => {
  keepNames(inWorkspace(input('folder')), input('project'), JSON.parse(input('names')));
  return {};
});
