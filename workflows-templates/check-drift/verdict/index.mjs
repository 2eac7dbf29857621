import process from 'node:process';
import { input, Problem, runStep } from '../../step.mjs';

const MOST_NAMED = 5;

await runStep(() => {
  const count = input('difference-count');
  // Without a number nothing was compared, whatever the steps before said.
  if (!/^\d+$/.test(count)) throw new Problem('The comparison did not say how many differences there are.');
  if (Number(count) === 0) return { outcome: input('export-outcome') || 'finished' };
  const message = `${input('folder')} and the environment differ: ${counted(JSON.parse(input('drift')))}.`;
  if (input('fail-on-drift') !== 'false') throw new Problem(message, { outcome: 'drift' });
  process.stdout.write(`${message}\n`);
  return { outcome: 'drift' };
});

/** `3 differences in 2 entities (Units: 2, Currencies: 1)` */
function counted(drift) {
  const found = drift
    .map(({ entity, onlyHere, onlyThere, changed }) => ({ entity, count: onlyHere + onlyThere + changed }))
    .filter(({ count }) => count > 0)
    .sort((one, other) => other.count - one.count);
  const total = found.reduce((sum, { count }) => sum + count, 0);
  const named = found.slice(0, MOST_NAMED).map(({ entity, count }) => `${entity}: ${count}`);
  const more = found.length > named.length ? [`${found.length - named.length} more`] : [];
  const [differences, entities] = [
    total === 1 ? '1 difference' : `${total} differences`,
    found.length === 1 ? '1 entity' : `${found.length} entities`,
  ];
  return `${differences} in ${entities} (${[...named, ...more].join(', ')})`;
}
