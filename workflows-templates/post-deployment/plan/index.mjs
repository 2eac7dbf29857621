import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { input, notPositive, refuse, runStep } from '../../step.mjs';
import { readEnvironments, readGroups, readPackages } from './lists.mjs';

await runStep(() => {
  const slots = countSlots();
  const problems = [];
  const targets = readEnvironments(input('environments'), input('environment'), problems);
  const packages = readPackages(input('packages'), slots.packages, problems);
  const groups = readGroups(input('batch-jobs'), slots.groups, problems);
  const maxParallel = input('max-parallel');
  refuse([
    ...problems,
    /^[1-9]\d*$/.test(maxParallel)
      ? ''
      : `\`max-parallel\` is ${JSON.stringify(maxParallel)}, but must be a whole number of at least 1.`,
    notPositive('wait-timeout-minutes'),
  ]);
  return {
    targets: JSON.stringify(targets),
    key: randomBytes(4).toString('hex'),
    ...Object.fromEntries(packages.map((entry, index) => [`package-${index + 1}`, JSON.stringify(entry)])),
    ...Object.fromEntries(groups.map(({ kind, value }, index) => [`${kind}-${index + 1}`, value])),
  };
});

/** How many entries each list may have: as many as this action has outputs for, which are generated with the steps of the composite action. */
function countSlots() {
  const manifest = readFileSync(join(import.meta.dirname, 'action.yml'), 'utf8');
  return {
    packages: manifest.match(/^ {2}package-\d+:/gm)?.length ?? 0,
    groups: manifest.match(/^ {2}recids-\d+:/gm)?.length ?? 0,
  };
}
