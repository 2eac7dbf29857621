import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { compare } from '../../../src/data-package/compare.ts';
import { budgetOf } from '../../../src/data-package/zip-read.ts';
import { messageOf } from '../../../src/errors.ts';
import { driftBlocks } from '../../../src/report/drift-summary.ts';
import { newWorkspace, writeFiles } from '../../harness/data-package.ts';

const settings = 'entities:\n  - label: Units\n    keys: [KEY]\n';
const notes = { info: () => undefined, notice: () => undefined, warning: () => undefined };

/** Compares two tables, and gives the differences as a summary shows them, or the error. */
async function compared(here: string | Buffer, there: string | Buffer) {
  const workspace = newWorkspace();
  writeFiles(workspace, { 'a/Units.csv': here, 'a/package.yml': settings, 'b/Units.csv': there });
  const options = { here: join(workspace, 'a'), there: join(workspace, 'b'), driftFile: join(workspace, 'drift.json') };
  try {
    const found = await compare({ ...options, hideValues: false, budget: budgetOf(1) }, notes);
    return driftBlocks(found, false).flatMap((block) =>
      block.kind === 'details' ? block.blocks.flatMap((table) => (table.kind === 'table' ? table.rows : [])) : [],
    );
  } catch (thrown) {
    return messageOf(thrown);
  }
}

test('columns are the same in any case', async () => {
  expect(await compared('KEY,VALUE\na,1\n', 'Value,Key\n2,a\n')).toEqual([['KEY=a', 'VALUE', '1', '2']]);
});

const long = 'x'.repeat(2_000);
test.each<[what: string, here: string, there: string, shown: [string, string]]>([
  ['a blank at the end', 'x', 'x ', ['"x"', '"x "']],
  ['another blank', 'x y', 'x\u00a0y', ['"x y"', '"x\\u00a0y"']],
  ['a character that nobody sees', 'xy', 'x\u200by', ['"xy"', '"x\\u200by"']],
  ['another line end', '"x\ny"', '"x\r\ny"', ['"x\\ny"', '"x\\r\\ny"']],
  ['another form of Unicode', 'é', 'e\u0301', ['"\\u00e9"', '"e\\u0301"']],
  ['what anybody sees', 'é', 'e', ['é', 'e']],
  ['nothing on one side', '', ' ', ['', ' ']],
  ['the end of a long text', `${long}a`, `${long}b`, [`…${'x'.repeat(50)}a`, `…${'x'.repeat(50)}b`]],
  [
    'blanks at the end of a long text',
    long,
    `${long}  `,
    [`"\\u2026${'x'.repeat(50)}"`, `"\\u2026${'x'.repeat(50)}  "`],
  ],
])('a reader sees the difference if it is %s', async (_, here, there, shown) => {
  expect(await compared(`KEY,V\na,${here}\n`, `KEY,V\na,${there}\n`)).toEqual([['KEY=a', 'V', ...shown]]);
});

test.each([
  ['KEY;V\na;1\n', '`b/Units.csv` separates its columns by `;`: save it with commas.'],
  [Buffer.from('KEY,V\n\xe4,1\n', 'latin1'), '`b/Units.csv` is not UTF-8: save it in UTF-8.'],
  ['KEY,V\na\n', '`b/Units.csv`, line 2: the row has 1 cell, but the header has 2.'],
])('a fault says on which side it is: %j', async (there, message) => {
  expect(await compared('KEY,V\na,1\n', there)).toBe(message);
});
