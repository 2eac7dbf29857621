import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readCsv, FOLDER_FORM, csvRecord } from '../../../src/data-package/csv.ts';
import { searchFor } from '../../../src/data-package/company-codes.ts';
import { pack } from '../../../src/data-package/pack.ts';
import { unpack } from '../../../src/data-package/unpack.ts';
import { budgetOf } from '../../../src/data-package/zip-read.ts';
import { filesIn, manifestOf, newWorkspace, utf16, writeFiles } from '../../harness/data-package.ts';
import { rawZip } from '../../harness/raw-zip.ts';
import { SEED } from '../../harness/seed.ts';

const notes = { info: () => undefined, notice: () => undefined, warning: () => undefined };
const unpackTo = (zip: string, folder: string, sort: 'keys' | 'none' = 'keys') =>
  unpack(zip, folder, { sort, removeStale: false, search: searchFor([]), budget: budgetOf(1024) }, notes);

/** What breaks tables: quotes, line ends, leading zeros, blanks, formulas, emoji, marks of encodings. */
const cell = fc.oneof(
  fc.constantFrom(
    '',
    '0001',
    ' x ',
    '"',
    '""',
    'a"b',
    'a,b',
    'a\nb',
    'a\r\nb',
    '\r',
    '\n',
    '=1+1',
    '@SUM(A1)',
    '-1',
    '+1',
    '😀',
    '\ufeff',
    '.000000',
    '2011-01-31 00:00:00',
    '1.3357400000000000',
    '\t',
    ';',
    'é',
    'e\u0301',
  ),
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.string({ unit: fc.constantFrom('"', ',', '\r', '\n', ' ', 'a', '\u2028', '\0'), maxLength: 6 }),
);
const header = fc.uniqueArray(fc.stringMatching(/^[A-Z][A-Z0-9_]{0,8}$/), { minLength: 1, maxLength: 6 });
const table = header.chain((columns) =>
  fc.record({
    columns: fc.constant(columns),
    rows: fc.array(fc.array(cell, { minLength: columns.length, maxLength: columns.length }), { maxLength: 12 }),
  }),
);

const csv = ({ columns, rows }: { columns: string[]; rows: string[][] }, lineEnd: '\n' | '\r\n') =>
  [columns, ...rows].map((row) => csvRecord(row, lineEnd)).join('');

async function rowsOf(text: string): Promise<string[][]> {
  const { header: columns, rows } = await readCsv(
    (async function* () {
      yield await Promise.resolve(text);
    })(),
    FOLDER_FORM,
    'x.csv',
  );
  const all: string[][] = [[...columns]];
  for await (const batch of rows) all.push(...batch.map((row) => [...row]));
  return all;
}

describe('round trips', () => {
  test('a table of a package comes back with every character', async () => {
    await fc.assert(
      fc.asyncProperty(table, async (given) => {
        const place = newWorkspace();
        const entity = { label: 'Units', file: 'Units.csv', fields: given.columns };
        const zip = rawZip([
          { name: 'Manifest.xml', data: manifestOf([entity]) },
          { name: 'Units.csv', data: utf16(csv(given, '\r\n')) },
        ]);
        writeFiles(place, { 'a.zip': zip });
        await unpackTo(join(place, 'a.zip'), join(place, 'a'), 'none');
        expect(await rowsOf(readFileSync(join(place, 'a', 'Units.csv'), 'utf8'))).toEqual([
          given.columns,
          ...given.rows,
        ]);
        await pack(join(place, 'a'), join(place, 'b.zip'), searchFor([]), notes);
        await unpackTo(join(place, 'b.zip'), join(place, 'b'), 'none');
        expect(filesIn(join(place, 'b'))).toEqual(filesIn(join(place, 'a')));
      }),
      { numRuns: 30, seed: SEED, endOnFailure: true },
    );
  });

  test('a folder that was unpacked comes back byte for byte, and packs to the same bytes', async () => {
    await fc.assert(
      fc.asyncProperty(table, table, async (units, more) => {
        const place = newWorkspace();
        const entities = [
          { label: 'Units', file: 'Units.csv', fields: units.columns },
          { label: 'Country/regions', file: 'Countryregions.txt', format: 'CSV', fields: more.columns },
        ];
        const zip = rawZip([
          { name: 'Manifest.xml', data: manifestOf(entities) },
          { name: 'Units.csv', data: utf16(csv(units, '\r\n')) },
          { name: 'Countryregions.txt', data: csv(more, '\r\n') },
          { name: 'Resources/ä.bin', data: Buffer.from([0, 1, 2]) },
        ]);
        writeFiles(place, { 'a.zip': zip });
        await unpackTo(join(place, 'a.zip'), join(place, 'a'));
        await pack(join(place, 'a'), join(place, 'b.zip'), searchFor([]), notes);
        await unpackTo(join(place, 'b.zip'), join(place, 'b'));
        expect(filesIn(join(place, 'b'))).toEqual(filesIn(join(place, 'a')));
        await pack(join(place, 'b'), join(place, 'c.zip'), searchFor([]), notes);
        expect(readFileSync(join(place, 'c.zip')).equals(readFileSync(join(place, 'b.zip')))).toBe(true);
      }),
      { numRuns: 20, seed: SEED, endOnFailure: true },
    );
  });

  test('500 columns', async () => {
    const place = newWorkspace();
    const columns = Array.from({ length: 500 }, (_, at) => `C${at}`);
    const rows = Array.from({ length: 50 }, (_, row) => columns.map((name) => `${name} "${row}"\r\n`));
    writeFiles(place, { 'a/Wide.csv': csv({ columns, rows }, '\n') });
    await pack(join(place, 'a'), join(place, 'a.zip'), searchFor([]), notes);
    await unpackTo(join(place, 'a.zip'), join(place, 'b'), 'none');
    expect(readFileSync(join(place, 'b/Wide.csv'), 'utf8')).toBe(readFileSync(join(place, 'a/Wide.csv'), 'utf8'));
  });

  test('a table that packs better than 200 : 1 is unpacked again', async () => {
    const place = newWorkspace();
    writeFiles(place, { 'a/Same.csv': `A\n${'1\n'.repeat(60_000)}` });
    await pack(join(place, 'a'), join(place, 'a.zip'), searchFor([]), notes);
    expect(await unpackTo(join(place, 'a.zip'), join(place, 'b'))).toEqual({ entities: 1, rows: 60_000 });
  });
});
