import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { Failure } from '../../../src/errors.ts';
import { pack } from '../../../src/data-package/pack.ts';
import { unpack } from '../../../src/data-package/unpack.ts';
import { withoutInvisible } from '../../../src/invisible.ts';
import { searchFor } from '../../../src/data-package/company-codes.ts';
import { budgetOf } from '../../../src/data-package/zip-read.ts';
import { hostileText } from './hostile.ts';
import { property } from './property.ts';

/** A folder holds several, since most of the time goes into what a zip costs. */
const TABLES = 20;

// eslint-disable-next-line no-control-regex -- XML has no other control characters
const withoutControls = (text: string) => text.replace(/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, '');

/** What a table, a spreadsheet or an XML parser could take for more than text. */
const PIECES = [
  '"', '""', ',', ';', '\t', '|', '\r\n', '\r', '\n', '\ufeff', '0001', '=1+1', '-1', ' ', '\u2028', '\0', '_x000D_', ']]>', '&amp;', '<a>',
  'e\u0301', '.000000', '😀', '長', 'A', 'a',
]; // prettier-ignore
const cell = fc
  .oneof(
    { weight: 4, arbitrary: fc.array(fc.constantFrom(...PIECES), { maxLength: 4 }).map((pieces) => pieces.join('')) },
    { weight: 1, arbitrary: hostileText },
  )
  .map((text) => text.toWellFormed());
const column = fc
  .oneof({ weight: 3, arbitrary: fc.stringMatching(/^[A-Z][A-Z0-9_]{0,5}$/) }, { weight: 1, arbitrary: cell })
  // Refused in a header: line ends, blanks around a name, what nobody sees, and what could separate columns.
  .map((text) => withoutInvisible(withoutControls(text).replaceAll(/[\r\n;\t|]/g, '')).trim())
  .filter((name) => name !== '');

const table = fc
  .uniqueArray(column, { minLength: 1, maxLength: 4, selector: (name) => name.toLowerCase() })
  .chain((columns) =>
    fc.record({
      label: cell.map((text) => withoutControls(text).trim()),
      columns: fc.constant(columns),
      rows: fc.array(fc.array(cell, { minLength: columns.length, maxLength: columns.length }), { maxLength: 5 }),
    }),
  );
type GivenTable = typeof table extends fc.Arbitrary<infer Value> ? Value : never;

/** A file that cannot be a table of a package. */
const FAULTS: readonly (string | Buffer)[] = [
  '',
  'A,,B\n1,2,3\n',
  'A,B,a\n1,2,3\n',
  'A,B\n1\n',
  'A,B\n1,2,3\n',
  'A\r\n1\r\n',
  'A\n"1\n',
  'A\n1"2\n',
  'A\n"1"2\n',
  'A\0\n1\n',
  Buffer.from('A\n\u00ed\u00a0\u0080\n', 'latin1'),
  Buffer.from('\ufeffA\r\n1\r\n', 'utf16le'),
];

const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
const recordOf = (cells: readonly string[], isQuoted = (text: string) => /[",\r\n]|^\ufeff|^$/.test(text)) =>
  `${cells.map((text) => (isQuoted(text) ? quoted(text) : text)).join(',')}\n`;
const inOrder = (a: readonly string[], b: readonly string[]) => {
  const at = a.findIndex((text, index) => text !== b[index]);
  return at < 0 ? 0 : (a[at] ?? '') < (b[at] ?? '') ? -1 : 1;
};
/** Every cell as it stands, whatever the quotation marks; but line ends stand inside of them. */
const cellsOf = (text: string) =>
  [...text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))([,\n])/g)].map(
    ([, inQuotes, bare, end]) => `${inQuotes?.replaceAll('""', '"') ?? bare ?? ''}${end ?? ''}`,
  );

const notes = { info: () => undefined, notice: () => undefined, warning: () => undefined };

async function roundTrip(
  place: string,
  tables: readonly GivenTable[],
  sort: 'keys' | 'none',
  fault: string | Buffer | null,
) {
  const [from, zip, to] = ['from', 'a.zip', 'to'].map((name) => join(place, name)) as [string, string, string];
  mkdirSync(from);
  const entities = tables.map(({ label }, at) => ({ label: `${label}${at}`, file: `T${at}.csv` }));
  writeFileSync(join(from, 'package.yml'), JSON.stringify({ entities }));
  for (const [at, { columns, rows }] of tables.entries())
    writeFileSync(join(from, `T${at}.csv`), [columns, ...rows].map((cells) => recordOf(cells)).join(''));
  if (fault !== null) {
    writeFileSync(join(from, 'T0.csv'), fault);
    await assert.rejects(pack(from, zip, searchFor([]), notes), Failure);
    assert.equal(readdirSync(place).join(), 'from');
    return;
  }
  await pack(from, zip, searchFor([]), notes);
  await unpack(zip, to, { sort, removeStale: false, search: searchFor([]), budget: budgetOf(64) }, notes);
  for (const [at, { columns, rows }] of tables.entries()) {
    const expected = [columns, ...(sort === 'none' ? rows : rows.toSorted(inOrder))];
    const text = readFileSync(join(to, `T${at}.csv`), 'utf8');
    assert.deepEqual(cellsOf(text), cellsOf(expected.map((cells) => recordOf(cells)).join('')));
  }
}

/** What is packed and unpacked is the same table; what cannot be one is refused, and leaves nothing behind. */
export const packages = property(
  'packages of text',
  fc.asyncProperty(
    fc.array(table, { minLength: TABLES, maxLength: TABLES, size: 'max' }),
    fc.constantFrom('keys' as const, 'none' as const),
    fc.oneof({ weight: 5, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: fc.constantFrom(...FAULTS) }),
    async (tables, sort, fault) => {
      const place = mkdtempSync(join(tmpdir(), 'd365fo-wall-'));
      try {
        await roundTrip(place, tables, sort, fault);
      } finally {
        rmSync(place, { recursive: true, force: true });
      }
    },
  ),
  TABLES,
);
