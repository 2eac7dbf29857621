import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { messageOf } from '../../../src/errors.ts';
import { searchFor } from '../../../src/data-package/company-codes.ts';
import { pack } from '../../../src/data-package/pack.ts';
import { Refused } from '../../../src/data-package/refused.ts';
import { manifestOf, newWorkspace, writeFiles } from '../../harness/data-package.ts';

const units = { label: 'Units', file: 'Units.csv', fields: ['UNITSYMBOL', 'CLASS'] };
const golden = { 'Manifest.xml': manifestOf([units]), 'Units.csv': 'UNITSYMBOL,CLASS\na,1\n' };
const table = (csv: string | Buffer) => ({ ...golden, 'Units.csv': csv });
const settings = (yml: string | Buffer) => ({ ...golden, 'package.yml': yml });
const manifest = (xml: string | Buffer) => ({ ...golden, 'Manifest.xml': xml });

/** Packs a folder, and gives its problems, or what it counted. */
async function packed(files: Record<string, string | Buffer>) {
  const workspace = newWorkspace();
  writeFiles(join(workspace, 'golden'), files);
  const zip = join(workspace, 'out.zip');
  const notes = { info: () => undefined, notice: () => undefined, warning: () => undefined };
  const result = await pack(join(workspace, 'golden'), zip, searchFor([]), notes).catch((thrown: unknown) =>
    thrown instanceof Refused ? thrown.problems : [messageOf(thrown)],
  );
  expect(existsSync(zip)).toBe(!Array.isArray(result));
  return result;
}

const separated = (by: string) => `\`Units.csv\` separates its columns by ${by}: save it with commas.`;
const pointer = 'version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 1\n';
const lfs = (name: string) => `\`${name}\` is a pointer of Git LFS, not the file: check it out with \`lfs: true\`.`;
const conflict = (name: string) => `\`${name}\` has a conflict that git left in it (\`<<<<<<<\`): resolve it.`;
const noList = '`package.yml`: `entities` is missing or no list: give a list of entities, each with a `label`.';

describe('a folder that somebody edited by hand has one problem, which says what to do', () => {
  test.each<[what: string, files: Record<string, string | Buffer>, problem: string]>([
    ['CSV of Excel with semicolons', table('\ufeffUNITSYMBOL;CLASS\na;1\n'), separated('`;`')],
    ['the same without a manifest', { 'Units.csv': 'UNITSYMBOL;CLASS\na;1\n' }, separated('`;`')],
    ['tabs', table('UNITSYMBOL\tCLASS\na\t1\n'), separated('tabs')],
    ['a line for Excel', table('sep=;\nUNITSYMBOL;CLASS\n'), separated('`;`')],
    [
      'empty lines at the end',
      table('UNITSYMBOL,CLASS\na,1\n\n\n'),
      '`Units.csv`, line 3: the line is empty: remove it.',
    ],
    ['an empty line', table('UNITSYMBOL,CLASS\n\na,1\n'), '`Units.csv`, line 2: the line is empty: remove it.'],
    [
      'a row that is too long',
      table('UNITSYMBOL,CLASS\na,1,x\n'),
      '`Units.csv`, line 2: the row has 3 cells, but the header has 2.',
    ],
    [
      'blanks in the header',
      table('UNITSYMBOL,CLASS \na,1\n'),
      '`Units.csv`, line 1: the name of the column "CLASS " has a blank or an invisible character too many: remove it.',
    ],
    [
      'something invisible in the header',
      { 'Units.csv': '\u200bUNITSYMBOL,CLASS\na,1\n' },
      '`Units.csv`, line 1: the name of the column "[U+200B]UNITSYMBOL" has a blank or an invisible character too many: remove it.',
    ],
    [
      'a comma at the end of each line',
      table('UNITSYMBOL,CLASS,\na,1,\n'),
      '`Units.csv` has no name for column 3: name it in the first line.',
    ],
    [
      'lines that end as those of an old Macintosh',
      table('UNITSYMBOL,CLASS\ra,1\r'),
      '`Units.csv` has CR alone at the ends of its lines: save it with LF.',
    ],
    ['a conflict', table('UNITSYMBOL,CLASS\n<<<<<<< HEAD\na,1\n=======\na,2\n>>>>>>> main\n'), conflict('Units.csv')],
    [
      'a conflict in the header',
      table('<<<<<<< a\nUNITSYMBOL,CLASS\n=======\nUNITSYMBOL\n>>>>>>> b\n'),
      conflict('Units.csv'),
    ],
    [
      'a conflict in a table of one column',
      { 'Units.csv': 'A\n<<<<<<< a\n1\n=======\n2\n>>>>>>> b\n' },
      conflict('Units.csv'),
    ],
    [
      'a conflict inside a cell',
      table(`UNITSYMBOL,CLASS\n${'x,1\n'.repeat(70_000)}a,"b\n<<<<<<< a\nc\n=======\nd\n>>>>>>> b\n"\n`),
      conflict('Units.csv'),
    ],
    ['a conflict in the settings', settings('<<<<<<< a\nentities:\n'), conflict('package.yml')],
    ['a conflict in the manifest', manifest('<a>\n<<<<<<< a\n</a>\n'), conflict('Manifest.xml')],
    ['a manifest that is a pointer of Git LFS', manifest(pointer), lfs('Manifest.xml')],
    ['settings that are a pointer of Git LFS', settings(pointer), lfs('package.yml')],
    [
      'a line end in the name of a column',
      table('"UNIT\r\nSYMBOL",CLASS\na,1\n'),
      '`Units.csv` has a line end in the name of the column "UNIT SYMBOL": remove it.',
    ],
    [
      'a quotation mark that stays open, with its row and not with the last line',
      table('UNITSYMBOL,CLASS\na,1\n"b,2\nc,3\nd,4\n'),
      '`Units.csv`, row 3 (the header is row 1): a quotation mark is opened here and never closed.',
    ],
    [
      'a workbook without a manifest',
      { 'Units.csv': 'A\n', 'Other.xlsx': 'PK' },
      '`Other.xlsx` is not CSV: save it as CSV in UTF-8, or remove it.',
    ],
    [
      'two entities of one file in the settings',
      {
        'Countryregions.csv': 'A\n',
        'package.yml': 'entities:\n  - label: Country/regions\n  - label: Countryregions\n',
      },
      '`package.yml` has two entities with the file `Countryregions.csv`: give one of them another `file`.',
    ],
    ['a pointer of Git LFS', { 'Units.csv': pointer }, lfs('Units.csv')],
    [
      'Windows-1252',
      table(Buffer.from('UNITSYMBOL,CLASS\n\xe4,1\n', 'latin1')),
      '`Units.csv` is not UTF-8: save it in UTF-8.',
    ],
    [
      'a workbook in place of the table',
      { 'Manifest.xml': manifestOf([units]), 'Units.xlsx': 'PK' },
      '`Units.xlsx` is not CSV, as `Manifest.xml` says it is: save it as CSV in UTF-8.',
    ],
    [
      'package.yaml',
      { ...golden, 'package.yaml': '' },
      '`package.yaml` is not read under this name: rename it to `package.yml`.',
    ],
    [
      'manifest.xml',
      { 'Units.csv': 'A\n', 'manifest.xml': manifestOf([units]) },
      '`manifest.xml` is not read under this name: rename it to `Manifest.xml`.',
    ],
    ['settings that are empty', settings(''), noList],
    ['settings of comments alone', settings('# none\n'), noList],
    ['entities that are no list', settings('entities: {}\n'), noList],
    ['entities without a name', settings('- label: Units\n'), noList],
    [
      'an entity that is a text',
      settings('entities:\n  - Units\n'),
      '`package.yml`: entity 1 is not a list of `name: value`: write `- label: Units`.',
    ],
    [
      'a setting twice',
      settings('entities:\n  - label: Units\n    keys: [UNITSYMBOL]\n    keys: [CLASS]\n'),
      '`package.yml`: Map keys must be unique at line 4, column 5.',
    ],
    [
      'a tab',
      settings('entities:\n\t- label: Units\n'),
      '`package.yml`: Tabs are not allowed as indentation at line 2, column 1.',
    ],
    [
      'a type in other case',
      settings('entities:\n  - label: Units\n    types: { CLASS: Decimal }\n'),
      '`package.yml`: `types` of the entity `Units` has `CLASS: Decimal`: did you mean `decimal`?',
    ],
    [
      'an anchor that is not there',
      settings('entities:\n  - label: Units\n    keys: *keys\n'),
      '`package.yml`: Unresolved alias (the anchor must be set before the alias): keys.',
    ],
    [
      'anchors that grow',
      settings(
        `a: &a [${'x,'.repeat(9)}x]\nb: &b [${'*a,'.repeat(9)}*a]\nc: &c [${'*b,'.repeat(9)}*b]\nentities: [*c,*c,*c]\n`,
      ),
      '`package.yml`: Excessive alias count indicates a resource exhaustion attack.',
    ],
    [
      'two documents',
      settings('entities: []\n---\nentities: []\n'),
      '`package.yml`: it has several documents: remove the line `---`.',
    ],
    [
      'a key that is no column',
      settings('entities:\n  - label: Units\n    keys: [NAME]\n'),
      '`package.yml`, entity `Units`: `keys` names the column `NAME`, which its file does not have.',
    ],
    [
      'a preset that is none',
      settings('entities:\n  - label: Units\n    ignore-columns: [recid]\n'),
      '`package.yml`, entity `Units`: `ignore-columns` names the column `recid`, which its file does not have and which is none of `recid-like`, `modified-at`, `next-number`.',
    ],
    [
      'a key that a preset hides',
      {
        'Units.csv': 'RECID,CLASS\n1,2\n',
        'package.yml': 'entities:\n  - label: Units\n    keys: [RECID]\n    ignore-columns: [recid-like]\n',
      },
      '`package.yml`, entity `Units`: `ignore-columns` hides `RECID` of its `keys`: remove it from one of the two.',
    ],
    [
      'nothing left to compare',
      settings('entities:\n  - label: Units\n    ignore-columns: [UNITSYMBOL, CLASS]\n'),
      '`package.yml`, entity `Units`: `ignore-columns` leaves no column to compare.',
    ],
    [
      'an entity twice',
      manifest(manifestOf([units, { ...units, file: 'Other.csv' }])),
      '`Manifest.xml` has the entity `Units` twice: remove one of the two.',
    ],
    [
      'two entities of one file',
      manifest(manifestOf([units, { ...units, label: 'Other', file: 'UNITS.xlsx' }])),
      '`Manifest.xml` has two entities with the file `UNITS`: remove one of the two.',
    ],
    [
      'entities that grow',
      manifest('<!DOCTYPE a [<!ENTITY b "b"><!ENTITY c "&b;&b;">]><a>&c;</a>'),
      '`Manifest.xml` has a document type (`<!DOCTYPE`), which no data package has.',
    ],
    [
      'an entity that XML does not know',
      manifest('<DataManagementPackageManifest>&nbsp;</DataManagementPackageManifest>'),
      '`Manifest.xml`, line 1, column 37, is not well-formed XML: undefined entity.',
    ],
    [
      'a manifest that is cut',
      manifest(golden['Manifest.xml'].subarray(0, 400)),
      '`Manifest.xml`, line 1, column 199, is not well-formed XML: unclosed tag: DefinitionGroupName.',
    ],
  ])('%s', async (_, files, problem) => {
    expect(await packed(files)).toEqual([problem]);
  });
});

/** The same manifest as a program writes it that gives the namespace a prefix. */
const prefixed = (xml: Buffer) =>
  xml
    .toString('utf16le')
    .slice(1)
    .replaceAll(/<(\/?)(?=\w)/g, '<$1dm:')
    .replace('xmlns=', 'xmlns:dm=');
const named = {
  'NO.csv': 'NO,Null,1\n1,2,3\n',
  'package.yml': 'entities:\n  - label: NO\n    keys: [NO, Null, 1]\n',
};

test('anchors and `<<` are resolved', async () => {
  const files = { 'A.csv': 'K,RECID\n1,2\n', 'B.csv': 'K,RECID\n1,2\n' };
  const yml = 'entities:\n  - &a\n    label: A\n    keys: &k [K]\n  - <<: *a\n    label: B\n    ignore-columns: *k\n';
  expect(await packed({ ...files, 'package.yml': yml })).toEqual([
    '`package.yml`, entity `B`: `ignore-columns` hides `K` of its `keys`: remove it from one of the two.',
  ]);
});

describe('it packs', () => {
  const names = Array.from({ length: 500 }, (_, at) => `C${at}`);
  test.each<[what: string, files: Record<string, string | Buffer>]>([
    ['a byte-order mark', table('\ufeffUNITSYMBOL,CLASS\na,1\n')],
    ['a header in quotation marks', table('"UNITSYMBOL","CLASS"\na,1\n')],
    ['no line end at the end', table('UNITSYMBOL,CLASS\na,1')],
    ['a cell of a million characters', table(`UNITSYMBOL,CLASS\n${'x'.repeat(1_000_000)},1\n`)],
    ['500 columns', { 'Units.csv': `${names.join(',')}\n${names.join(',')}\n` }],
    ['settings in Windows-1252', settings(Buffer.from('# \xe4\nentities:\n  - label: Units\n', 'latin1'))],
    ['settings in UTF-16', settings(Buffer.from('\ufeffentities:\n  - label: Units\n', 'utf16le'))],
    ['a preset that finds nothing', settings('entities:\n  - label: Units\n    ignore-columns: [next-number]\n')],
    [
      'what Excel, Windows and macOS leave',
      { ...golden, '~$Units.xlsx': 'x', 'Thumbs.db': 'x', 'desktop.ini': 'x', '__MACOSX/Units.csv': 'x' },
    ],
    ['columns and labels that YAML reads as something else', named],
    ['a quoted number', settings('entities:\n  - label: Units\n    level: "1"\n')],
    ['a manifest whose elements have a prefix', manifest(prefixed(golden['Manifest.xml']))],
    ['a field that F&O fills in by itself', manifest(manifestOf([{ ...units, fields: [...units.fields, ''] }]))],
    ['a label on a line of its own', manifest(manifestOf([{ ...units, label: '\n  Units\n' }]))],
    [
      'a file in other case than its entity',
      { 'Manifest.xml': golden['Manifest.xml'], 'units.CSV': golden['Units.csv'] },
    ],
  ])('%s', async (_, files) => {
    expect(await packed(files)).toEqual({ entities: 1, rows: 1 });
  });
});
