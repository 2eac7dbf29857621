import { newRunKey } from '../../names.mjs';
import { pathProblem } from '../../paths.mjs';
import { input, newFolder, notBoolean, notChoices, refuse, runStep } from '../../step.mjs';
import { countOutputs } from '../slots.mjs';
import { groupName, lookupsOf, readGroups } from './groups.mjs';
import { readEnvironments, readPackages } from './lists.mjs';
import { shareTime } from './time.mjs';

await runStep(() => {
  const problems = [];
  const targets = readEnvironments(input('environments'), input('environment'), problems);
  const packages = readPackages(input('packages'), countOutputs('plan', 'package'), problems);
  // One of the places is spare: a re-run may split a group.
  const groups = readGroups(input('batch-jobs'), countOutputs('groups', 'group') - 1, problems);
  const maxParallel = input('max-parallel');
  refuse([
    ...problems,
    /^[1-9]\d*$/.test(maxParallel)
      ? ''
      : `\`max-parallel\` is ${JSON.stringify(maxParallel)}, but must be a whole number of at least 1.`,
    pathProblem('ready-path', input('ready-path')),
    pathProblem('smoke-path', input('smoke-path')),
    notBoolean('allow-scheduled'),
    notChoices('accept-outcome'),
    notChoices('cancel-on'),
    /^[0-5]?$/.test(input('requeue-limit'))
      ? ''
      : `\`requeue-limit\` is ${JSON.stringify(input('requeue-limit'))}, but must be a whole number from 0 to 5.`,
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
