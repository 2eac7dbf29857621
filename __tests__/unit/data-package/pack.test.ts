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
      '`Units.csv` has CR at the ends of its lines, but a folder has LF: save it with LF.',
    ],
    [
      'a conflict',
      table('UNITSYMBOL,CLASS\n<<<<<<< HEAD\na,1\n=======\na,2\n>>>>>>> main\n'),
      '`Units.csv`, line 2: git left a conflict here: resolve it.',
    ],
    [
      'a pointer of Git LFS',
      { 'Units.csv': 'version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 1\n' },
      '`Units.csv` is a pointer of Git LFS, not the file: check it out with `lfs: true`.',
    ],
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
    ['what Excel and Windows leave', { ...golden, '~$Units.xlsx': 'x', 'Thumbs.db': 'x', 'desktop.ini': 'x' }],
  ])('%s', async (_, files) => {
    expect(await packed(files)).toEqual({ entities: 1, rows: 1 });
  });
});
