import { join } from 'node:path';
import { findPackage } from '../../import-data-package/package.mjs';
import { input, refuse, runStep } from '../../step.mjs';

/** Every package is checked before the first request, so that a missing file stops the run and not half of it. */
await runStep(() => {
  const found = Object.entries(JSON.parse(input('packages')))
    .map(([name, value]) => ({ place: /^package-(\d+)$/.exec(name)?.[1], value }))
    .filter(({ place, value }) => place !== undefined && value !== '')
    .map(({ place, value }) => {
      const entry = JSON.parse(value);
      const folder = entry['package-artifact'] === '' ? '' : join(input('folder'), place);
      return { place, ...findPackage(entry.package, folder) };
    });
  refuse(found.map(({ place, problem }) => problem && `\`packages\`, entry ${place}: ${problem}`));
  return Object.fromEntries(found.map(({ place, file }) => [`file-${place}`, file]));
});
