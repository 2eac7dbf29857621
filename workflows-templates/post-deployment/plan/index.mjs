import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { input, notPositive, refuse, runStep } from '../../step.mjs';
import { readEnvironments, readGroups, readPackages } from './lists.mjs';

await runStep(() => {
  const places = countPlaces();
  const problems = [];
  const targets = readEnvironments(input('environments'), input('environment'), problems);
  const packages = readPackages(input('packages'), places.packages, problems);
  const groups = readGroups(input('batch-jobs'), places.groups, problems);
  const maxParallel = input('max-parallel');
  refuse([
    ...problems,
    /^[1-9]\d*$/.test(maxParallel)
      ? ''
      : `\`max-parallel\` is ${JSON.stringify(maxParallel)}: give a whole number of at least 1.`,
    notPositive('wait-timeout-minutes'),
  ]);
  return {
    targets: JSON.stringify(targets),
    key: randomBytes(4).toString('hex'),
    ...Object.fromEntries(packages.map((entry, index) => [`package-${index + 1}`, JSON.stringify(entry)])),
    ...Object.fromEntries(groups.map(({ kind, value }, index) => [`${kind}-${index + 1}`, value])),
  };
});

/** The places are steps of the composite action and outputs of this one: what is generated there is what is counted here. */
function countPlaces() {
  const manifest = readFileSync(join(import.meta.dirname, 'action.yml'), 'utf8');
  const count = (name) => manifest.match(new RegExp(`^  ${name}-\\d+:`, 'gm'))?.length ?? 0;
  return { packages: count('package'), groups: count('recids') };
}
