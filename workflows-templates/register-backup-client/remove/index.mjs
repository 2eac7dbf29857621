import { rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { input, runStep } from '../../step.mjs';

await runStep(() => {
  if (input('payload-file') !== '') rmSync(dirname(input('payload-file')), { recursive: true, force: true });
  return {};
});
