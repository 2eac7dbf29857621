import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { readXlsx } from '../../../src/data-package/xlsx.ts';
import { budgetOf, openZip } from '../../../src/data-package/zip-read.ts';
import { newWorkspace } from '../../harness/data-package.ts';
import { inlineCell, numberCell, rawXlsx, textCell, type RawWorkbook } from '../../harness/xlsx.ts';

/** Header and rows of a sheet, and how many cells were converted. */
async function read(workbook: RawWorkbook, sheet = 'Units', mostShared?: number) {
  const file = join(newWorkspace(), 'a.xlsx');
  writeFileSync(file, rawXlsx(workbook));
  const zip = await openZip(file, 'a.xlsx', budgetOf(10));
  try {
    const { header, rows, converted } = await readXlsx(zip, sheet, 'a.xlsx', mostShared);
    const all: (readonly string[])[] = [];
    for await (const batch of rows) all.push(...batch);
    return { header, rows: all, converted: converted.cells };
  } finally {
    zip.close();
  }
}

const header = inlineCell('A1', 'A') + inlineCell('B1', 'B') + inlineCell('C1', 'C');
const rowOf = async (cells: string, more: Partial<RawWorkbook> = {}) =>
  (await read({ ...more, sheets: { Units: [header, cells] } })).rows;

describe('a workbook', () => {
  test('has its cells where their references say, gaps are blank, and blank rows are none', async () => {
    const rows = [header, inlineCell('C2', 'c'), '', '<c r="A4" s="1"/>', inlineCell('B5', 'b') + '<c r="XFD5"/>'];
    expect(await read({ sheets: { Units: rows } })).toEqual({
      header: ['A', 'B', 'C'],
      rows: [
        ['', '', 'c'],
        ['', 'b', ''],
      ],
      converted: 0,
    });
  });

  test('without references has its cells one after the other', async () => {
    expect(await rowOf('<c t="str"><v>a</v></c><c t="str"><v>b</v></c>')).toEqual([['a', 'b', '']]);
  });

  test('has columns beyond Z', async () => {
    const names = Array.from({ length: 703 }, (_, at) => `N${at}`);
    const cells = names.map((name) => `<c t="str"><v>${name}</v></c>`).join('');
    const { rows } = await read({ sheets: { Units: [cells, inlineCell('AA2', 'x') + inlineCell('AAA2', 'y')] } });
    expect(rows.map((row) => row.flatMap((cell, at) => (cell === '' ? [] : [[at, cell]])))).toEqual([
      [
        [26, 'x'],
        [702, 'y'],
      ],
    ]);
  });

  test('has shared texts, in one piece or in several, and without their readings', async () => {
    const shared = [
      '<t>0001</t>',
      '<r><rPr/><t xml:space="preserve"> a </t></r><r><t>&amp;b</t></r>',
      '<t>東京</t><rPh sb="0" eb="2"><t>とうきょう</t></rPh>',
    ];
    expect(await rowOf(textCell('A2', 0) + textCell('B2', 1) + textCell('C2', 2), { shared })).toEqual([
      ['0001', ' a &b', '東京'],
    ]);
  });

  test.each([
    ['_x000D_', '\r'],
    ['a_x000d_\nb', 'a\r\nb'],
    ['_x005F_x000D_', '_x000D_'],
    ['_x005F_x005F_', '_x005F_'],
    ['_xD_ _x000G_ x000D_', '_xD_ _x000G_ x000D_'],
  ])('has the text %j as %j, shared or not', async (written, text) => {
    const cells = textCell('A2', 0) + inlineCell('B2', written) + `<c r="C2" t="str"><v>${written}</v></c>`;
    expect(await rowOf(cells, { shared: [`<t>${written}</t>`] })).toEqual([[text, text, text]]);
  });

  test('has numbers, dates and truth values in the form of F&O, and says how many', async () => {
    const formats = [14, 'dd.mm.yyyy hh:mm', 49];
    const rows = [
      header,
      numberCell('A2', '40574', 1) + numberCell('B2', '40574.5', 2) + numberCell('C2', '1.1000000000000001'),
      numberCell('A3', '5', 3) + '<c r="B3" t="b"><v>1</v></c><c r="C3" t="str"><f>A1</f><v>40574</v></c>',
    ];
    expect(await read({ formats, sheets: { Units: rows } })).toMatchObject({
      rows: [
        ['2011-01-31 00:00:00', '2011-01-31 12:00:00', '1.1'],
        ['5', 'Yes', '40574'],
      ],
      converted: 5,
    });
    expect(await rowOf(numberCell('A2', '39112', 1), { formats, date1904: true })).toEqual([
      ['2011-01-31 00:00:00', '', ''],
    ]);
  });

  test('with several sheets gives the one of the manifest; an only sheet needs no name', async () => {
    const sheets = { Notes: [inlineCell('A1', 'N')], Units: [header, inlineCell('A2', 'a')] };
    expect((await read({ sheets })).rows).toEqual([['a', '', '']]);
    expect((await read({ sheets: { Other: [header] } })).header).toEqual(['A', 'B', 'C']);
    expect((await read({ sheets }, 'UNITS')).rows).toEqual([['a', '', '']]);
    expect((await read({ sheets, hidden: ['Notes'] }, 'Tabelle1')).rows).toEqual([['a', '', '']]);
  });

  test('is read whatever prefix its elements have', async () => {
    const shared = ['<r><t>a</t></r><r><t>b</t></r>'];
    const cells = textCell('A2', 0) + numberCell('B2', '40574', 1);
    expect(await rowOf(cells, { shared, formats: [14], date1904: true, prefix: 'x' })).toEqual([
      ['ab', '2015-02-01 00:00:00', ''],
    ]);
  });

  test.each<[what: string, workbook: RawWorkbook, message: string | RegExp]>([
    [
      'several sheets, none of them named by the manifest',
      { sheets: { One: [header], Two: [header] } },
      '`a.xlsx` has the sheets `One`, `Two`, and none of them is `Units`, as the manifest says.',
    ],
    ['no sheet', { sheets: {} }, '`a.xlsx` is not an Excel workbook, or has no sheet.'],
    ['no row', { sheets: { Units: [] } }, /^`a.xlsx` has no header/],
    [
      'a value beside its header',
      { sheets: { Units: [header, inlineCell('D2', 'x')] } },
      '`a.xlsx` has a value to the right of its header: "x".',
    ],
    [
      'a cell with an error',
      { sheets: { Units: [header, '<c r="A2" t="e"><v>#N/A</v></c>'] } },
      '`a.xlsx` has the error #N/A in the cell A2: correct it.',
    ],
    [
      'a text that is not there',
      { sheets: { Units: [header, textCell('A2', 1)] }, shared: ['<t>a</t>'] },
      '`a.xlsx` is damaged: a cell names a text (1) that it does not have.',
    ],
    [
      'more shared text than the limit',
      { sheets: { Units: [header] }, shared: ['<t>123456</t>', '<t>78901</t>'] },
      '`a.xlsx` has more than 10 characters of text that cells share.',
    ],
  ])('with %s is refused', async (_, workbook, message) => {
    await expect(read(workbook, 'Units', 10)).rejects.toThrow(message);
  });

  test('takes as much shared text as the limit', async () => {
    const shared = ['<t>12345</t>', '<t>67890</t>'];
    expect((await read({ sheets: { Units: [header, textCell('A2', 1)] }, shared }, 'Units', 10)).rows).toEqual([
      ['67890', '', ''],
    ]);
  });
});
