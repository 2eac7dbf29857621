import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { root } from '../../tools/manifest.ts';
import { newWorkspace, runPackage } from '../harness/data-package.ts';
import { rawZip } from '../harness/raw-zip.ts';

/** Part of a package as F&O exported it; it is no part of the project. */
const real = resolve(root, '../shared/packages/system-setup');
const hasPython = spawnSync('python3', ['--version']).status === 0;
const missing = [!existsSync(real) && `there is no ${real}`, !hasPython && 'there is no Python'].filter(Boolean);
if (missing.length > 0) console.log(`The real package is not tested: ${missing.join(', ')}.`);

/** Reads a package with nothing but Python's own libraries: every table, by the name of its file, as rows of cells. */
const PYTHON = `
import csv, io, json, re, sys, zipfile
import xml.etree.ElementTree as E
def xlsx(data):
    z = zipfile.ZipFile(io.BytesIO(data)); n = '{http://schemas.openxmlformats.org/spreadsheetml/2006/main}'
    shared = []
    if 'xl/sharedStrings.xml' in z.namelist():
        shared = [''.join(t.text or '' for t in s.iter(n + 't')) for s in E.fromstring(z.read('xl/sharedStrings.xml'))]
    rows = []
    for row in E.fromstring(z.read('xl/worksheets/sheet1.xml')).iter(n + 'row'):
        cells = {}
        for c in row:
            at = 0
            for letter in re.match('[A-Z]+', c.get('r')).group(): at = at * 26 + ord(letter) - 64
            v = c.find(n + 'v')
            cells[at - 1] = shared[int(v.text)] if c.get('t') == 's' else ''.join(t.text or '' for t in c.iter(n + 't'))
        rows.append([cells.get(i, '') for i in range(max(cells) + 1)])
    return [r + [''] * (len(rows[0]) - len(r)) for r in rows]
z = zipfile.ZipFile(sys.argv[1])
assert z.testzip() is None
E.fromstring(z.read('Manifest.xml')); E.fromstring(z.read('PackageHeader.xml'))
tables = {}
for name in z.namelist():
    if name.endswith('.xlsx'): tables[name[:-5]] = xlsx(z.read(name))
    if name.endswith('.csv'): tables[name[:-4]] = list(csv.reader(io.StringIO(z.read(name).decode('utf-16'), newline='')))
json.dump(tables, sys.stdout)
`;
const tablesOf = (zip: string): Record<string, string[][]> =>
  JSON.parse(
    execFileSync('python3', ['-c', PYTHON, zip], {
      encoding: 'utf8',
      maxBuffer: 2 ** 28,
      env: { ...process.env, PYTHONIOENCODING: 'utf-8' },
    }),
  ) as Record<string, string[][]>;

(missing.length > 0 ? describe.skip : describe)('a package as F&O exported it', () => {
  test('unpacked, packed and compared it is the same, cell by cell, to a reader that is not ours', async () => {
    const workspace = newWorkspace();
    const files = readdirSync(real).map((name) => ({ name, data: readFileSync(join(real, name)) }));
    writeFileSync(join(workspace, 'real.zip'), rawZip(files));
    const unpacked = await runPackage(workspace, {
      mode: 'unpack',
      package: 'real.zip',
      folder: 'golden',
      sort: 'none',
    });
    expect(unpacked.outputs).toMatchObject({ error: '', 'entity-count': '12', 'row-count': '7283' });
    const packed = await runPackage(workspace, { mode: 'pack', folder: 'golden', package: 'packed.zip' });
    expect(packed.outputs).toMatchObject({ error: '', 'entity-count': '12', 'row-count': '7283' });
    expect(tablesOf(join(workspace, 'packed.zip'))).toEqual(tablesOf(join(workspace, 'real.zip')));
    const unzip = spawnSync('unzip', ['-t', 'packed.zip'], { cwd: workspace, encoding: 'utf8' });
    if (unzip.error === undefined) expect(unzip.stdout).toContain('No errors detected');

    const equal = await runPackage(workspace, { mode: 'compare', package: 'real.zip', with: 'packed.zip' });
    expect(equal.outputs).toMatchObject({ error: '', 'difference-count': '0' });

    const file = join(workspace, 'golden/Units.csv');
    writeFileSync(file, readFileSync(file, 'utf8').replace('1/2 cubic inch', 'half a cubic inch'));
    writeFileSync(join(workspace, 'golden/package.yml'), 'entities:\n  - label: Units\n    keys: [UNITSYMBOL]\n');
    const changed = await runPackage(workspace, { mode: 'compare', folder: 'golden', with: 'real.zip' });
    expect(JSON.parse(readFileSync(changed.outputs['drift-file'] ?? '', 'utf8'))).toEqual([
      {
        entity: 'Units',
        difference: 'changed',
        key: { UNITSYMBOL: '1/2 cu. in' },
        fields: { UNITDESCRIPTION: { here: 'half a cubic inch', there: '1/2 cubic inch' } },
      },
    ]);
  });
});
