import { readdirSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { sortKey, sortRows } from '../../../src/data-package/sort.ts';
import type { Row } from '../../../src/data-package/table.ts';
import { newWorkspace } from '../../harness/data-package.ts';
import { SEED } from '../../harness/seed.ts';

async function* batchesOf(rows: Row[], size: number): AsyncGenerator<Row[]> {
  for (let at = 0; at < rows.length; at += size) yield await Promise.resolve(rows.slice(at, at + size));
}

async function sorted(rows: Row[], spillCharacters: number): Promise<Row[]> {
  const folder = newWorkspace();
  const all: Row[] = [];
  for await (const batch of sortRows(batchesOf(rows, 3), sortKey, folder, spillCharacters)) all.push(...batch);
  expect(readdirSync(folder)).toEqual([]);
  return all;
}

describe('sorting', () => {
  const cell = fc.oneof(
    fc.string({ maxLength: 4 }),
    fc.string({ unit: fc.constantFrom('\0', '\u0001', 'a', '\n', '\u2028'), maxLength: 4 }),
  );
  const cells = (a: Row, b: Row) =>
    a.map((x, at) => (x < (b[at] ?? '') ? -1 : Number(x > (b[at] ?? '')))).find(Boolean) ?? 0;

  test('the same order in memory and over runs on disk, cell by cell', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(cell, cell), { maxLength: 40 }), async (rows) => {
        const expected = rows.toSorted(cells);
        expect(await sorted(rows, Infinity)).toEqual(expected);
        expect(await sorted(rows, 100)).toEqual(expected);
      }),
      { numRuns: 40, seed: SEED, endOnFailure: true },
    );
  });

  test('different cells give different keys', () => {
    fc.assert(
      fc.property(
        fc.tuple(cell, cell),
        fc.tuple(cell, cell),
        (a, b) => (sortKey(a) === sortKey(b)) === (a[0] === b[0] && a[1] === b[1]),
      ),
      { seed: SEED },
    );
  });

  test('runs are removed when the reader gives up', async () => {
    const folder = newWorkspace();
    const rows = Array.from({ length: 50 }, (_, at): Row => [String(at)]);
    for await (const batch of sortRows(batchesOf(rows, 3), sortKey, folder, 100)) if (batch.length > 0) break;
    expect(readdirSync(folder)).toEqual([]);
  });
});
