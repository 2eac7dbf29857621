import { join } from 'node:path';
import { input, newFolder, refuse, runStep, warn } from '../../step.mjs';
import { findPackage } from '../package.mjs';

await runStep(async () => {
  const { file = '', folder = '', warning, problem } = await findPackage(input('package'), input('folder'));
  refuse([problem]);
  if (warning) warn(warning);
  return { file, folder, packed: folder && join(newFolder('packed'), 'package.zip') };
});
