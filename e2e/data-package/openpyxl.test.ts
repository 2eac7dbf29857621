import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { filesIn, manifestOf, newWorkspace, runPackage } from '../../__tests__/harness/data-package.ts';
import { rawZip } from '../../__tests__/harness/raw-zip.ts';
import { root } from '../../tools/manifest.ts';
import { installTool } from '../install-tools.ts';

/** Part of a package as F&O exported it; it is no part of the project. */
const real = resolve(root, '../shared/packages/system-setup');
if (!existsSync(real)) console.log(`The real package is not tested: there is no ${real}.`);

/**
 * Reads with openpyxl (https://openpyxl.readthedocs.io) and Python's csv what stands in a folder: every first sheet and
 * every CSV file, as rows of texts. openpyxl leaves `_x000D_` and its like in cells, and has a function for them.
 */
const READ = `
import csv, json, pathlib, sys
import openpyxl
from openpyxl.utils.escape import unescape
def text(cell):
    return '' if cell is None else unescape(cell) if isinstance(cell, str) else repr(cell)
tables = {}
for path in pathlib.Path(sys.argv[1]).iterdir():
    if path.suffix == '.xlsx':
        sheet = openpyxl.load_workbook(path, read_only=True).worksheets[0]
        rows = [[text(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
        tables[path.stem] = [row for row in rows if any(row)]
    if path.suffix == '.csv':
        tables[path.stem] = list(csv.reader(path.open(encoding='utf-8', newline='')))
json.dump(tables, sys.stdout)
`;

/** A workbook with one sheet, whose rows are those of a JSON document; a text such as \`=1+1\` stays a text. */
const WRITE = `
import datetime, json, sys
import openpyxl
from openpyxl.cell import WriteOnlyCell
book = openpyxl.Workbook()
sheet = book.active
sheet.title = 'Units'
for at, row in enumerate(json.load(sys.stdin), 1):
    for column, given in enumerate(row, 1):
        cell = sheet.cell(at, column)
        if isinstance(given, dict):
            cell.value = datetime.datetime.fromisoformat(given['date'])
        else:
            cell.value = given
            if isinstance(given, str):
                cell.data_type = 's'
book.save(sys.argv[1])
`;

const python = (program: string, path: string, input = ''): string =>
  execFileSync(installTool('openpyxl'), ['-c', program, path], {
    input,
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
    env: { ...process.env, PYTHONIOENCODING: 'utf-8' },
  });
const tablesIn = (folder: string) => JSON.parse(python(READ, folder)) as Record<string, string[][]>;

describe('workbooks, read by openpyxl and by us', () => {
  (existsSync(real) ? test : test.skip)('of a package as F&O exported it, are the same cell by cell', async () => {
    const workspace = newWorkspace();
    const files = readdirSync(real).map((name) => ({ name, data: readFileSync(join(real, name)) }));
    writeFileSync(join(workspace, 'real.zip'), rawZip(files));
    const run = await runPackage(workspace, { mode: 'unpack', package: 'real.zip', folder: 'golden', sort: 'none' });
    expect(run.outputs['error']).toBe('');
    const [theirs, ours] = [tablesIn(real), tablesIn(join(workspace, 'golden'))];
    expect(Object.keys(theirs)).toHaveLength(12);
    expect(ours).toEqual(theirs);
  });

  test('that openpyxl wrote: texts as they are, numbers and dates as F&O writes them', async () => {
    const workspace = newWorkspace();
    const texts = ['0001', ' x ', 'a\nb', '=1+1', '😀', '"', 'a,b', '.000000', '_x0041_', '2011-01-31 00:00:00'];
    const rows = [
      ['TEXT', 'VALUE'],
      ...texts.map((text) => [text, 'x']),
      ['number', 1.1],
      ['whole', 42],
      ['large', 12345678901234],
      ['truth', true],
      ['date', { date: '2011-01-31' }],
      ['time', { date: '2026-11-26T13:14:15' }],
      ['before March 1900', { date: '1900-02-28' }],
    ];
    mkdirSync(join(workspace, 'package'));
    python(WRITE, join(workspace, 'Units.xlsx'), JSON.stringify(rows));
    const entities = [
      { label: 'Units', file: 'Units.xlsx', format: 'EXCEL', sheet: 'Units', fields: ['TEXT', 'VALUE'] },
    ];
    const zip = rawZip([
      { name: 'Manifest.xml', data: manifestOf(entities) },
      { name: 'Units.xlsx', data: readFileSync(join(workspace, 'Units.xlsx')) },
    ]);
    writeFileSync(join(workspace, 'a.zip'), zip);
    const run = await runPackage(workspace, { mode: 'unpack', package: 'a.zip', folder: 'golden', sort: 'none' });
    expect(run.outputs['error']).toBe('');
    expect(Object.keys(filesIn(join(workspace, 'golden')))).toContain('Units.csv');
    expect(tablesIn(join(workspace, 'golden'))['Units']).toEqual([
      ['TEXT', 'VALUE'],
      ...texts.map((text) => [text === '_x0041_' ? 'A' : text, 'x']),
      ['number', '1.1'],
      ['whole', '42'],
      ['large', '12345678901234'],
      ['truth', 'Yes'],
      ['date', '2011-01-31 00:00:00'],
      ['time', '2026-11-26 13:14:15'],
      ['before March 1900', '1900-02-28 00:00:00'],
    ]);
  });
});
