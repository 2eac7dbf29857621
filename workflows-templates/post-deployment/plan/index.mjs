import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { pathProblem } from '../../paths.mjs';
import { input, newFolder, notBoolean, refuse, runStep } from '../../step.mjs';
import { groupName, readGroups } from './groups.mjs';
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
  const { GITHUB_RUN_ID: run = '0', GITHUB_RUN_ATTEMPT: attempt = '1' } = process.env;
  return {
    targets: JSON.stringify(targets),
    // The last part distinguishes two chains in one workflow run.
    'run-key': `${run}-${attempt}-${randomBytes(4).toString('hex')}`,
    attempt,
    'started-at': new Date().toISOString(),
    groups: JSON.stringify(groups.map((group) => ({ name: groupName(group), ...group }))),
    folder: newFolder('packages'),
    lookup: descriptionsOf(groups),
    ...Object.fromEntries(packages.map((entry, index) => [`package-${index + 1}`, JSON.stringify(entry)])),
  };
});

/** How many entries each list may have: as many as there are outputs for, which are generated with the steps of the composite action. */
function countSlots() {
  const manifest = (step) => readFileSync(join(import.meta.dirname, '..', step, 'action.yml'), 'utf8');
  return {
    packages: manifest('plan').match(/^ {2}package-\d+:/gm)?.length ?? 0,
    groups: manifest('groups').match(/^ {2}group-\d+:/gm)?.length ?? 0,
  };
}

/** F&O is asked once for all descriptions. In `$filter`, quotes are doubled. */
function descriptionsOf(groups) {
  const all = groups.flatMap(({ jobs }) => jobs).flatMap(({ description }) => description ?? []);
  const terms = [...new Set(all)].map((text) => `JobDescription eq '${text.replaceAll("'", "''")}'`);
  return terms.join(' or ');
}
