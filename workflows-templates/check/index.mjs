import { pathProblem } from '../paths.mjs';
import { input, isNumber, refuse, runStep, tooLong, withoutEndSlashes } from '../step.mjs';

await runStep(() => {
  const waits = input('wait-timeout-minutes')
    .split(',')
    .map((wait) => wait.trim());
  const malformed = waits.find((wait) => !isNumber(wait));
  refuse([
    ...['environment-url', 'tenant-id', 'client-id'].map(otherThanVariable),
    input('needs-batch-job') === 'true' && input('batch-job-recid') === '' && input('batch-job-description') === ''
      ? 'No batch job is named. Set `batch-job-recid` or `batch-job-description`.'
      : '',
    pathProblem('ready-path', input('ready-path')),
    malformed === undefined
      ? tooLong(waits.reduce((sum, wait) => sum + Number(wait), 0))
      : `\`wait-timeout-minutes\` is ${JSON.stringify(malformed)}, but must be a number of at least 0.`,
  ]);
  return {};
});

/**
 * Whoever fills in a form must not be able to send the secrets of an environment to another host, tenant or
 * application than the one that the environment's variables name.
 */
function otherThanVariable(name) {
  const [given, variable] = [input(name), input(`${name}-variable`)];
  if (given === '' || variable === '' || normalised(given) === normalised(variable)) return '';
  const kept = `D365FO_${name.toUpperCase().replaceAll('-', '_')}`;
  return `\`${name}\` is ${JSON.stringify(given)}, but the variable \`${kept}\` is ${JSON.stringify(variable)}. Omit \`${name}\`, or change the variable.`;
}

function normalised(text) {
  return withoutEndSlashes(text).toLowerCase();
}
