import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { newRunKey } from '../../names.mjs';
import { pathProblem } from '../../paths.mjs';
import { input, newFolder, notBoolean, refuse, runStep } from '../../step.mjs';
import { groupName, lookupsOf, readGroups } from './groups.mjs';
import { readEnvironments, readPackages } from './lists.mjs';
import { shareTime } from './time.mjs';

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
    pathProblem('ready-path', input('ready-path')),
    pathProblem('smoke-path', input('smoke-path')),
    notBoolean('allow-scheduled'),
    shareTime(packages, groups),
  ]);
  return {
    targets: JSON.stringify(targets),
    ...newRunKey(),
    groups: JSON.stringify(groups.map((group) => ({ name: groupName(group), ...group }))),
    folder: newFolder('packages'),
    ...lookupsOf(groups),
    ...Object.fromEntries(packages.map((entry, index) => [`package-${index + 1}`, JSON.stringify(entry)])),
  };
});

/**
 * How many entries each list may have: as many as there are outputs for, which are generated with the steps of the
 * composite action. One of the groups is spare: a re-run may split a group.
 */
function countSlots() {
  const manifest = (step) => readFileSync(join(import.meta.dirname, '..', step, 'action.yml'), 'utf8');
  return {
    packages: manifest('plan').match(/^ {2}package-\d+:/gm)?.length ?? 0,
    groups: (manifest('groups').match(/^ {2}group-\d+:/gm)?.length ?? 1) - 1,
  };
}
