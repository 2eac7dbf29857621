import { join } from 'node:path';
import { findPackage } from '../../import-data-package/package.mjs';
import { input, newFolder, refuse, runStep, warn } from '../../step.mjs';

/** Every package is checked before the first request, so that a missing file stops the run and not half of it. Folders are packed next. */
await runStep(async () => {
  const entries = Object.entries(JSON.parse(input('packages')))
    .map(([name, value]) => ({ place: /^package-(\d+)$/.exec(name)?.[1], value }))
    .filter(({ place, value }) => place !== undefined && value !== '');
  const found = await Promise.all(
    entries.map(async ({ place, value }) => {
      const entry = JSON.parse(value);
      const folder = entry['package-artifact'] === '' ? '' : join(input('folder'), place);
      return { place, ...(await findPackage(entry.package, folder)) };
    }),
  );
  for (const { place, warning } of found) if (warning) warn(`\`packages\`, entry ${place}: ${warning}`);
  const packed = newFolder('packed');
  const outputs = Object.fromEntries(
    found.flatMap(({ place, file = '', folder = '' }) => [
      [`file-${place}`, file],
      [`folder-${place}`, folder],
      [`packed-${place}`, folder && join(packed, `package-${place}.zip`)],
    ]),
  );
  // The folders are checked by packing them, also if a zip file is faulty.
  refuse(
    found.map(({ place, problem }) => problem && `\`packages\`, entry ${place}: ${problem}`),
    outputs,
  );
  return outputs;
});
