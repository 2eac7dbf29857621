import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { messagesOf } from '../harness.ts';
import { filesIn, manifestOf, newWorkspace, runPackage, utf16, writeFiles } from '../harness/data-package.ts';
import { rawZip } from '../harness/raw-zip.ts';

const units = { label: 'Units', file: 'Units.csv', fields: ['UNITSYMBOL', 'CLASS'] };
const packageOf = (csv: string, entities = [units]) =>
  rawZip([
    { name: 'Manifest.xml', data: manifestOf(entities) },
    { name: 'Units.csv', data: utf16(csv) },
  ]);

test('nothing is written into the job summary if that is not wanted', async () => {
  const workspace = newWorkspace();
  writeFiles(workspace, { 'a.zip': packageOf('UNITSYMBOL,CLASS\r\nb,1\r\n') });
  const run = (folder: string) => runPackage(workspace, { mode: 'unpack', package: 'a.zip', folder, summary: 'false' });
  expect(await run('golden')).toMatchObject({ exitCode: 0, summary: '' });
  expect(await run('a.zip')).toMatchObject({ exitCode: 1, summary: '' });
});

describe('unpack', () => {
  test('sorts rows by the keys of package.yml, and keeps files until remove-stale is set', async () => {
    const workspace = newWorkspace();
    writeFiles(workspace, {
      'a.zip': packageOf('UNITSYMBOL,CLASS\r\nb,1\r\na,2\r\n'),
      'golden/Old.csv': 'A\n',
      'golden/package.yml': 'entities:\n  - label: Units\n    keys: [UNITSYMBOL]\n',
    });
    const first = await runPackage(workspace, { mode: 'unpack', package: 'a.zip', folder: 'golden' });
    expect(first.outputs).toMatchObject({ error: '', 'entity-count': '1', 'row-count': '2' });
    expect(messagesOf(first, 'warning')).toEqual([expect.stringContaining('`Old.csv`')]);
    expect(readFileSync(join(workspace, 'golden/Units.csv'), 'utf8')).toBe('UNITSYMBOL,CLASS\na,2\nb,1\n');
    const second = await runPackage(workspace, {
      mode: 'unpack',
      package: 'a.zip',
      folder: 'golden',
      'remove-stale': 'true',
      sort: 'none',
    });
    expect(second.outputs['error']).toBe('');
    expect(Object.keys(filesIn(join(workspace, 'golden')))).toEqual([
      '.gitattributes',
      'Manifest.xml',
      'PackageHeader.xml',
      'Units.csv',
      'package.yml',
    ]);
    expect(readFileSync(join(workspace, 'golden/Units.csv'), 'utf8')).toBe('UNITSYMBOL,CLASS\nb,1\na,2\n');
    expect(second.summary).toContain('### ✅ data-package: unpack');
  });

  test('CSV of other encodings and separators, and flat XML, become CSV; XML that nests stays', async () => {
    const workspace = newWorkspace();
    const fields = ['UNITSYMBOL', 'CLASS'];
    const zip = rawZip([
      {
        name: 'Manifest.xml',
        data: manifestOf([
          { label: 'Ansi', file: 'Ansi.csv', format: 'CSV', fields },
          { label: 'Tab', file: 'Tab.txt', format: 'TAB-Unicode', fields },
          { label: 'Elements', file: 'Elements.xml', format: 'XML-Element', fields },
          { label: 'Attributes', file: 'Attributes.xml', format: 'XML-Attribute', fields },
          { label: 'Nested', file: 'Nested.xml', format: 'XML-Element', fields },
        ]),
      },
      { name: 'Ansi.csv', data: Buffer.from('UNITSYMBOL;CLASS\r\n\xe4;1,5\r\n', 'latin1') },
      { name: 'Tab.txt', data: utf16('UNITSYMBOL\tCLASS\r\na,b\t"c\r\nd"\r\n') },
      {
        name: 'Elements.xml',
        data: '<Document><U><CLASS>1</CLASS><UNITSYMBOL>a &amp; b</UNITSYMBOL></U><U><UNITSYMBOL>c</UNITSYMBOL></U></Document>',
      },
      { name: 'Attributes.xml', data: utf16('<Document><U UNITSYMBOL="x" CLASS=" y "/></Document>') },
      { name: 'Nested.xml', data: '<Document><U><UNITSYMBOL><A>1</A></UNITSYMBOL></U></Document>' },
      { name: 'Resources/logo.bin', data: Buffer.from([1, 2]) },
    ]);
    writeFiles(workspace, { 'a.zip': zip });
    const run = await runPackage(workspace, { mode: 'unpack', package: 'a.zip', folder: 'golden' });
    expect(run.outputs).toMatchObject({ error: '', 'entity-count': '5', 'row-count': '5' });
    expect(filesIn(join(workspace, 'golden'))).toMatchObject({
      'Ansi.csv': 'UNITSYMBOL,CLASS\nä,"1,5"\n',
      'Tab.csv': 'UNITSYMBOL,CLASS\n"a,b","c\r\nd"\n',
      'Elements.csv': 'UNITSYMBOL,CLASS\na & b,1\nc,\n',
      'Attributes.csv': 'UNITSYMBOL,CLASS\nx, y \n',
      'Nested.xml': '<Document><U><UNITSYMBOL><A>1</A></UNITSYMBOL></U></Document>',
    });
    expect(messagesOf(run, 'notice').filter((message) => message.includes('kept as it is'))).toHaveLength(2);
    const packed = await runPackage(workspace, { mode: 'pack', folder: 'golden', package: 'b.zip' });
    expect(packed.outputs).toMatchObject({ error: '', 'entity-count': '5', 'package-file': join(workspace, 'b.zip') });
  });
});

test('unpack warns of a file that no entity has, which pack would refuse', async () => {
  const workspace = newWorkspace();
  const zip = rawZip([
    { name: 'Manifest.xml', data: manifestOf([units]) },
    { name: 'Units.csv', data: utf16('UNITSYMBOL,CLASS\r\n') },
    { name: 'Other.csv', data: 'A\n' },
  ]);
  writeFiles(workspace, { 'a.zip': zip });
  const run = await runPackage(workspace, { mode: 'unpack', package: 'a.zip', folder: 'golden' });
  expect(messagesOf(run, 'warning')).toEqual([
    '`Other.csv` belongs to no entity of `Manifest.xml`: remove it before you pack the folder.',
  ]);
});

const golden = {
  'Manifest.xml': manifestOf([units]),
  'Units.csv': 'UNITSYMBOL,CLASS\na,1\n',
};

describe('pack refuses', () => {
  test.each<[what: string, files: Record<string, string | Buffer>, message: string]>([
    ['a missing header', { ...golden, 'Units.csv': '' }, '`Units.csv` has no header'],
    ['a repeated header', { ...golden, 'Units.csv': 'UNITSYMBOL,unitsymbol\n' }, 'has two columns'],
    [
      'a row with fewer cells',
      { ...golden, 'Units.csv': 'UNITSYMBOL,CLASS\na,1\nb\n' },
      '`Units.csv`, line 3: the row has 1 cell, but the header has 2',
    ],
    [
      'CRLF between records',
      { ...golden, 'Units.csv': 'UNITSYMBOL,CLASS\r\na,1\r\n' },
      'has CRLF at the ends of its lines',
    ],
    [
      'CRLF after a quoted cell',
      { ...golden, 'Units.csv': 'UNITSYMBOL,CLASS\na,"1"\r\n' },
      'has CRLF at the ends of its lines',
    ],
    [
      'a stray quotation mark',
      { ...golden, 'Units.csv': 'UNITSYMBOL,CLASS\na,1"\n' },
      'a quotation mark is inside a cell',
    ],
    [
      'an open quotation mark',
      { ...golden, 'Units.csv': 'UNITSYMBOL,CLASS\na,"1\n' },
      'is opened here and never closed',
    ],
    ['what is not UTF-8', { ...golden, 'Units.csv': utf16('UNITSYMBOL,CLASS\n') }, '`Units.csv` is not UTF-8'],
    [
      'a lone surrogate',
      { ...golden, 'Units.csv': Buffer.from('554e495453594d424f4c2c434c4153530aeda0bd2c0a', 'hex') },
      '`Units.csv` is not UTF-8',
    ],
    [
      'a mapped field without a column',
      { ...golden, 'Units.csv': 'UNITSYMBOL,CLAS\n' },
      'lacks the column `CLASS` that `Manifest.xml` maps: did you mean it by `CLAS`?',
    ],
    [
      'a file without an entity',
      { ...golden, 'Unit.csv': 'A\n' },
      '`Unit.csv` belongs to no entity of `Manifest.xml`: did you mean `Units.csv`?',
    ],
    ['two files of one entity', { ...golden, 'Units.xml': '<a/>' }, 'The entity `Units` has two files'],
    ['a name that Windows forbids', { 'con.csv': 'A\n' }, 'is reserved for a device'],
    [
      'a manifest without a map',
      { ...golden, 'Manifest.xml': manifestOf([{ ...units, fields: [] }]) },
      'has no field map',
    ],
    [
      'an unknown setting',
      { ...golden, 'package.yml': 'entities:\n  - label: Units\n    key: [A]\n' },
      '`key` is not a setting of entity 1: did you mean `keys`?',
    ],
    [
      'an unknown type',
      { ...golden, 'package.yml': 'entities:\n  - label: Units\n    types: { CLASS: decimals }\n' },
      'did you mean `decimal`?',
    ],
    [
      'an unknown key',
      { ...golden, 'package.yml': 'entities:\n  - label: Units\n    keys: [UNITSYMBOLS]\n' },
      'did you mean `UNITSYMBOL`?',
    ],
    [
      'an unknown entity',
      { ...golden, 'package.yml': 'entities:\n  - label: Unit\n' },
      'has no entity `Unit`: did you mean `Units`?',
    ],
    [
      'a level that the manifest contradicts',
      { ...golden, 'package.yml': 'entities:\n  - label: Units\n    level: 7\n' },
      '`level` of the entity `Units` is 7, but `Manifest.xml` has 1',
    ],
    ['an empty folder', { '.gitattributes': '* -text\n' }, 'It has no table'],
  ])('%s', async (_, files, message) => {
    const workspace = newWorkspace();
    writeFiles(join(workspace, 'golden'), files);
    const run = await runPackage(workspace, { mode: 'pack', folder: 'golden', package: 'out.zip' });
    expect(run.outputs['error']).toContain(message);
    expect(Object.keys(filesIn(workspace)).filter((name) => !name.startsWith('golden/'))).toEqual([]);
  });

  test('all problems at once', async () => {
    const workspace = newWorkspace();
    writeFiles(join(workspace, 'golden'), { 'A.csv': '', 'B.csv': 'X\r\n', 'nul.csv': 'A\n' });
    const run = await runPackage(workspace, { mode: 'pack', folder: 'golden' });
    for (const part of ['3 problems', '`A.csv`', '`B.csv`', '`nul.csv`']) expect(run.outputs['error']).toContain(part);
    expect(run.annotations).toHaveLength(1);
  });
});

describe('compare', () => {
  const settings =
    'entities:\n  - label: Units\n    keys: [UNITSYMBOL]\n    types: { N: decimal }\n    ignore-columns: [modified-at]\n';
  const here = 'UNITSYMBOL,N,TEXT,MODIFIEDDATETIME\na,1,x,1\nb,2,0001,1\nc,3,x,1\nd,,x,1\n';
  const there = 'UNITSYMBOL,N,TEXT,MODIFIEDDATETIME\na,1.00,x,2\nb,2,1,2\nd,0,x,2\ne,5,x,2\n';

  test('counts and shows what differs by key and field', async () => {
    const workspace = newWorkspace();
    writeFiles(workspace, { 'a/Units.csv': here, 'a/package.yml': settings, 'b/Units.csv': there });
    const run = await runPackage(workspace, { mode: 'compare', folder: 'a', with: 'b' });
    expect(run.outputs).toMatchObject({ error: '', 'difference-count': '4', 'row-count': '4' });
    expect(JSON.parse(run.outputs['drift'] ?? '')).toEqual([
      { entity: 'Units', rowsHere: 4, rowsThere: 4, onlyHere: 1, onlyThere: 1, changed: 2 },
    ]);
    expect(JSON.parse(readFileSync(run.outputs['drift-file'] ?? '', 'utf8'))).toEqual([
      {
        entity: 'Units',
        difference: 'changed',
        key: { UNITSYMBOL: 'b' },
        fields: { TEXT: { here: '0001', there: '1' } },
      },
      { entity: 'Units', difference: 'here', key: { UNITSYMBOL: 'c' }, values: { UNITSYMBOL: 'c', N: '3', TEXT: 'x' } },
      { entity: 'Units', difference: 'changed', key: { UNITSYMBOL: 'd' }, fields: { N: { here: '', there: '0' } } },
      {
        entity: 'Units',
        difference: 'there',
        key: { UNITSYMBOL: 'e' },
        values: { UNITSYMBOL: 'e', N: '5', TEXT: 'x' },
      },
    ]);
    expect(run.summary).toContain('| UNITSYMBOL=b | TEXT | 0001 | 1 |');
    expect(run.summary).toContain('<summary>Units: 4 differences</summary>');
    const story = readFileSync(run.outputs['summary-file'] ?? '', 'utf8');
    expect(run.summary.endsWith(`\n\n${story}`)).toBe(true);
  });

  test('hide-values shows keys and fields alone', async () => {
    const workspace = newWorkspace();
    writeFiles(workspace, { 'a/Units.csv': here, 'a/package.yml': settings, 'b/Units.csv': there });
    const run = await runPackage(workspace, { mode: 'compare', folder: 'a', with: 'b', 'hide-values': 'true' });
    const file = readFileSync(run.outputs['drift-file'] ?? '', 'utf8');
    const story = readFileSync(run.outputs['summary-file'] ?? '', 'utf8');
    for (const text of [file, story, run.summary, run.stdout]) expect(text).not.toContain('0001');
    expect(JSON.parse(file)).toContainEqual({
      entity: 'Units',
      difference: 'changed',
      key: { UNITSYMBOL: 'b' },
      fields: ['TEXT'],
    });
  });

  test('without keys a changed row counts two, equal rows are matched one to one, and order does not matter', async () => {
    const workspace = newWorkspace();
    writeFiles(workspace, { 'a/Units.csv': 'A,B\nx,1\nx,1\ny,2\nz,.50\n', 'b/Units.csv': 'A,B\nz,0.5\ny,3\nx,1\n' });
    const run = await runPackage(workspace, { mode: 'compare', folder: 'a', with: 'b' });
    expect(JSON.parse(run.outputs['drift'] ?? '')).toMatchObject([{ onlyHere: 2, onlyThere: 1, changed: 0 }]);
    expect(run.outputs['difference-count']).toBe('3');
  });

  test('a column that the manifest does not map is not drift where the other side lacks it, and is where it has it', async () => {
    const workspace = newWorkspace();
    const csv = 'UNITSYMBOL,CLASS,ENDDATE\na,1,2011-01-31 00:00:00\n';
    writeFiles(workspace, {
      'golden/Manifest.xml': manifestOf([units]),
      'golden/Units.csv': csv,
      'exported/Units.csv': 'UNITSYMBOL,CLASS\na,1\n',
      'other/Units.csv': csv.replace('31', '30'),
    });
    const without = await runPackage(workspace, { mode: 'compare', folder: 'golden', with: 'exported' });
    expect(without.outputs).toMatchObject({ error: '', 'difference-count': '0' });
    expect(messagesOf(without, 'notice')).toEqual([expect.stringContaining('`Units`: `ENDDATE` is not compared')]);
    const other = await runPackage(workspace, { mode: 'compare', folder: 'golden', with: 'other' });
    expect(other.outputs).toMatchObject({ error: '', 'difference-count': '2' });
  });

  test('a folder and the package made of it do not differ', async () => {
    const workspace = newWorkspace();
    writeFiles(join(workspace, 'golden'), golden);
    await runPackage(workspace, { mode: 'pack', folder: 'golden', package: 'a.zip' });
    const run = await runPackage(workspace, { mode: 'compare', package: 'a.zip', with: 'golden' });
    expect(run.outputs).toMatchObject({ error: '', 'difference-count': '0' });
  });
});

describe('codes of other legal entities', () => {
  const folder = { 'Units.csv': 'A,FORMAT\nx,USMF-###\ny,usmf\nz,z\n' };
  const warning = expect.stringContaining('`Units`, column `FORMAT`: `USMF` (2).');

  test('are warned about by pack and unpack, and by neither without them', async () => {
    const workspace = newWorkspace();
    writeFiles(join(workspace, 'golden'), folder);
    const packed = await runPackage(workspace, {
      mode: 'pack',
      folder: 'golden',
      package: 'a.zip',
      'company-codes': 'usmf\ndat\n',
    });
    expect(packed.outputs['error']).toBe('');
    expect(messagesOf(packed, 'warning')).toEqual([warning]);
    const inputs = { mode: 'unpack', package: 'a.zip', folder: 'b' };
    const unpacked = await runPackage(workspace, { ...inputs, 'company-codes': '["USMF"]' });
    expect(messagesOf(unpacked, 'warning')).toEqual([warning]);
    expect(messagesOf(await runPackage(workspace, inputs), 'warning')).toEqual([]);
  });
});

describe('inputs', () => {
  test.each<[inputs: Record<string, string>, messages: string[]]>([
    [{}, ['`mode` is missing']],
    [{ mode: 'zip' }, ['`mode` is "zip": give one of `pack`, `unpack`, `compare`.']],
    [
      { mode: 'pack', with: 'b', sort: 'none' },
      ['`with` is not read in mode `pack`', '`sort` is not read in mode `pack`', '`folder` is missing'],
    ],
    [
      { mode: 'unpack', package: '$RUNNER_TEMP/a.zip', folder: 'a', 'max-unpacked-size-mb': '0' },
      ['no shell replaces', 'a number from 1 to'],
    ],
    [{ mode: 'compare', folder: 'a', with: 'c', 'company-codes': 'USMF' }, ['`company-codes` is not read in mode']],
    [{ mode: 'pack', folder: '.', 'company-codes': 'USMF1' }, ['`company-codes` has "USMF1"']],
    [{ mode: 'pack', folder: '.', package: 'a.zip' }, ['would be packed next time']],
    [{ mode: 'compare', folder: 'a', package: 'b.zip', with: 'c' }, ['both the first side', 'does not exist']],
    [
      { mode: 'unpack', pakage: 'a.zip', folder: 'a' },
      ['`pakage` is not an input: did you mean `package`?', '`package` is missing'],
    ],
  ])('%j', async (inputs, messages) => {
    const run = await runPackage(newWorkspace(), inputs);
    expect(run.exitCode).toBe(1);
    for (const message of messages) expect(run.outputs['error']).toContain(message);
    expect(run.annotations.map(({ level }) => level)).toEqual(['error']);
  });
});
