import { input, isNumber, notPositive, SPARE_MINUTES } from '../../step.mjs';

/** How long F&O may take to respond to a refresh: the time limit of that request. */
const REFRESH_MINUTES = 30;
const LONGEST_DEFAULT = 120;
const SHORTEST_DEFAULT = 5;

/**
 * Gives every package and every group its time limit. A limit that was given holds. Where none was, it is two hours, or
 * less if the job would otherwise end before its waits do.
 *
 * @returns a problem; `''` if all of it fits into the time of the job
 */
export function shareTime(packages, groups) {
  const named = ['environment', 'ready', 'smoke'].map((stage) => `${stage}-timeout-minutes`);
  const malformed = [...named, 'job-timeout-minutes'].map((name) => notPositive(name)).filter(Boolean);
  const common = ['wait', 'package', 'batch']
    .map((stage) => `${stage}-timeout-minutes`)
    .filter((name) => input(name) !== '');
  malformed.push(...common.map((name) => notPositive(name)).filter(Boolean));
  if (malformed.length > 0) return malformed.join(' ');

  const waits = [...withLimit(packages, 'package'), ...withLimit(groups, 'batch')];
  const open = waits.filter((wait) => wait['wait-timeout-minutes'] === '');
  const given = waits.reduce(
    (sum, wait) => sum + (isNumber(wait['wait-timeout-minutes']) ? Number(wait['wait-timeout-minutes']) : 0),
    0,
  );
  const stages = [
    input('environment-timeout-minutes'),
    REFRESH_MINUTES,
    ...(input('ready-path') ? [input('ready-timeout-minutes')] : []),
    ...(input('smoke-path') ? [input('smoke-timeout-minutes')] : []),
  ].reduce((sum, minutes) => sum + Number(minutes), 0);

  const limit = Number(input('job-timeout-minutes'));
  const rest = limit - SPARE_MINUTES - stages - given;
  const share = open.length === 0 ? 0 : Math.min(LONGEST_DEFAULT, Math.floor(rest / open.length));
  for (const wait of open) wait['wait-timeout-minutes'] = String(Math.max(share, SHORTEST_DEFAULT));
  if (rest >= open.length * SHORTEST_DEFAULT) return '';
  const needed = limit - rest + open.length * SHORTEST_DEFAULT;
  return `The stages of this chain may take ${Math.ceil(needed)} minutes in all, but the job ends after ${limit} (\`job-timeout-minutes\`). Shorten the waits, give the job more time, or run the chain more than once.`;
}

function withLimit(entries, kind) {
  for (const entry of entries)
    entry['wait-timeout-minutes'] ||= input(`${kind}-timeout-minutes`) || input('wait-timeout-minutes');
  return entries;
}
