import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { removeRunFolders } from '../harness/run-action.ts';
import { SEED } from '../harness/seed.ts';
import { properties } from './generated/properties.ts';
import { mutants } from './mutants.ts';
import { judgeMutant, type RowTold, runRows, runWhole } from './stages.ts';
import { table } from './table.ts';

/** Of the whole wall (`npm run wall`) what runs in about a minute. */
const EVERY = 20;
const CASES = 200;
const RUNS = 16;
const MINUTES = 300_000;

afterAll(removeRunFolders);

test('the wall has at least 90 rows, no two of one name, each in a phase of an operation', () => {
  expect(table.length).toBeGreaterThanOrEqual(90);
  const names = table.map(([phase, [operation, fault]]) => `${phase} ${operation} ${fault}`);
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  for (const operation of ['rest', 'dmf-init', 'batch-wait', 'token'])
    for (const phase of ['inputs', 'sign-in', 'call', 'report'])
      expect(names.some((name) => name.startsWith(`${phase} ${operation} `))).toBe(true);
});

describe('rows', () => {
  const chosen = table.filter((_, index) => index % EVERY === 0);
  const told = new Map<unknown, RowTold>();
  beforeAll(() => runRows(chosen, 3, (each) => told.set(each.row, each)), MINUTES);
  test.each(chosen.map(([phase, row]) => [`${phase} ${row[0]} ${row[1]}`, row] as const))('%s', (_, row) => {
    expect(told.get(row)?.result.problems).toEqual([]);
  });
});

describe(`generated cases, seed ${SEED}`, () => {
  test.each(properties.map((property) => [property.name, property] as const))('%s', async (_, property) => {
    expect(await property.check({ numRuns: CASES, seed: SEED })).toBe('');
  });

  test(
    'whole runs',
    async () => {
      const found: unknown[] = [];
      await runWhole({ count: RUNS, seed: SEED }, 3, (...run) => found.push(run) > 3);
      expect(found).toEqual([]);
    },
    MINUTES,
  );
});

/** Those that rows and whole runs see take longer: `npm run wall` has them. */
const quickMutants = mutants.filter(({ seenBy }) => typeof seenBy === 'object' && 'generated' in seenBy);
test.each(quickMutants.map((mutant) => [mutant.name, mutant] as const))(
  'with %s the wall is red',
  async (_, mutant) => {
    expect(await judgeMutant(mutant, mutants, SEED)).not.toEqual([]);
  },
  MINUTES,
);
