import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { searchFor } from '../../../src/data-package/company-codes.ts';
import { unpack } from '../../../src/data-package/unpack.ts';
import { budgetOf } from '../../../src/data-package/zip-read.ts';
import { messageOf } from '../../../src/errors.ts';
import { filesIn, manifestOf, newWorkspace, utf16, writeFiles } from '../../harness/data-package.ts';
import { rawZip, type RawEntry } from '../../harness/raw-zip.ts';

/** Unpacks a zip beside files that are there already; gives what is there afterwards and what was told, or the error. */
async function unpacked(zip: Buffer | string, before: Record<string, string> = {}) {
  const workspace = newWorkspace();
  const folder = join(workspace, 'golden');
  writeFiles(folder, before);
  writeFileSync(join(workspace, 'a.zip'), zip);
  const told: string[] = [];
  const note = (line: string) => void told.push(line);
  const options = { sort: 'none', removeStale: false, search: searchFor([]), budget: budgetOf(64) } as const;
  const notes = { info: note, notice: note, warning: note };
  const error = await unpack(join(workspace, 'a.zip'), folder, options, notes).then(() => '', messageOf);
  return { error, told, files: existsSync(folder) ? filesIn(folder) : {} };
}

const units = { label: 'Units', file: 'Units.csv', fields: ['UNITSYMBOL', 'CLASS'] };
const manifest: RawEntry = { name: 'Manifest.xml', data: manifestOf([units]) };
const table = (csv: string | Buffer = 'UNITSYMBOL,CLASS\r\na,1\r\n', name = 'Units.csv'): RawEntry => ({
  name,
  data: typeof csv === 'string' ? utf16(csv) : csv,
});
const CSV = 'UNITSYMBOL,CLASS\na,1\n';

describe('a package as some program made it has its table', () => {
  const laender = {
    name: 'Manifest.xml',
    data: manifestOf([{ label: 'Länder', file: 'Länder.csv', fields: ['UNITSYMBOL'] }]),
  };
  const swapped = Buffer.from(manifestOf([units])).swap16();
  test.each<[what: string, entries: RawEntry[], file?: string]>([
    [
      'macOS',
      [
        manifest,
        table(),
        { name: '__MACOSX/' },
        { name: '__MACOSX/._Units.csv', data: 'x' },
        { name: '.DS_Store', data: 'x' },
      ],
    ],
    ['Windows Explorer', [{ name: 'Resources\\' }, manifest, table(), { name: 'Thumbs.db', data: 'x' }]],
    ['one that changes case', [manifest, table(undefined, 'UNITS.CSV')]],
    ['one that decomposes umlauts', [laender, table(undefined, 'Länder.csv'.normalize('NFD'))], 'Länder.csv'],
    [
      'one that hides that names are UTF-8',
      [laender, { ...table(undefined, 'Länder.csv'), hidesUtf8: true }],
      'Länder.csv',
    ],
    [
      'one that has names in CP437',
      [laender, { ...table(), name: Buffer.from('L\x84nder.csv', 'latin1'), hidesUtf8: true }],
      'Länder.csv',
    ],
    [
      'one that breaks lines in XML',
      [{ name: 'Manifest.xml', data: manifestOf([{ ...units, label: '\n  Units\n', file: '\nUnits.csv ' }]) }, table()],
    ],
    ['one that writes UTF-16 BE', [{ name: 'Manifest.xml', data: swapped }, table()]],
    [
      'one that writes CDATA',
      [{ name: 'Manifest.xml', data: manifestOf([{ ...units, label: '<![CDATA[Units]]>' }]) }, table()],
    ],
    [
      'one that separates by semicolons, without a map',
      [{ name: 'Manifest.xml', data: manifestOf([{ ...units, fields: [] }]) }, table('UNITSYMBOL;CLASS\r\na;1\r\n')],
    ],
  ])('%s', async (_, entries, file = 'Units.csv') => {
    const { error, files } = await unpacked(rawZip(entries));
    expect({ error, csv: files[file] }).toEqual({ error: '', csv: CSV });
    const [label] = file.split('.');
    expect(files['Manifest.xml']).toContain(`<EntityName>${label ?? ''}</EntityName>`);
    const known = ['.gitattributes', 'Manifest.xml', 'PackageHeader.xml', file];
    expect(Object.keys(files).toSorted()).toEqual(known.toSorted());
  });
});

describe('a package is refused with what is wrong:', () => {
  const zip = (csv: string | Buffer) => rawZip([manifest, table(csv)]);
  const none =
    'The first line of `Units.csv` has none of the columns that `Manifest.xml` maps: the file has no header, or its columns are not separated by commas, semicolons, tabs or `|`.';
  test.each<[what: string, zip: Buffer | string, error: string]>([
    ['columns with another separator', zip('UNITSYMBOL~CLASS\r\na~1\r\n'), none],
    ['columns of a fixed width', zip('UNITSYMBOL CLASS  \r\na          1      \r\n'), none],
    ['rows without a header', zip('a,a\r\nb,1\r\n'), none],
    [
      'a table that is cut',
      zip(Buffer.concat([utf16('UNITSYMBOL,CLASS\r\na,1'), Buffer.from('x')])),
      '`Units.csv` is damaged: it is not UTF-16LE throughout.',
    ],
    [
      'lines that end in CR',
      zip('UNITSYMBOL,CLASS\ra,1\r'),
      '`Units.csv` has CR alone at the ends of its lines: save it with LF.',
    ],
    [
      'a manifest in other case',
      rawZip([{ ...manifest, name: 'manifest.xml' }]),
      '`a.zip` is not a data package: it has no `Manifest.xml` in its root. It has `manifest.xml`: rename that.',
    ],
    [
      'a folder that macOS packed',
      rawZip([
        { ...manifest, name: 'x/Manifest.xml' },
        { name: '__MACOSX/x/._Manifest.xml', data: 'x' },
      ]),
      '`a.zip` is not a data package: it has no `Manifest.xml` in its root. It is in `x/`: zip what is in the folder, not the folder.',
    ],
    [
      'a folder that was not packed by us',
      rawZip([manifest, table(), { name: '.gitattributes', data: 'x' }]),
      '`a.zip` was refused: `.gitattributes` is not a file of a data package. Use `mode: pack` to make a package from a folder.',
    ],
    [
      'a pointer of Git LFS',
      'version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 1\n',
      '`a.zip` was refused: it is a pointer of Git LFS, not the file: check it out with `lfs: true`.',
    ],
    [
      'a page of a proxy',
      '<!DOCTYPE html><html><title>Sign in</title></html>',
      '`a.zip` was refused: it is a web page or XML, not a zip.',
    ],
  ])('%s', async (_, content, error) => {
    expect(await unpacked(content)).toEqual({ error, told: [], files: {} });
  });
});

test('a package without a file of any entity is told', async () => {
  const { told } = await unpacked(rawZip([manifest, table(undefined, 'Data/Units.csv')]));
  expect(told).toContain('The package has no file of any entity that its `Manifest.xml` names.');
});

test.each([
  ['*.csv diff=csv', '*.csv diff=csv\n* -text\n'],
  ['* text=auto\n', '* text=auto\n* -text\n'],
  ['* -text\n*.csv diff=csv\n', '* -text\n*.csv diff=csv\n'],
])('lines of .gitattributes are kept, and line ends as well: %j', async (before, after) => {
  const { files } = await unpacked(rawZip([manifest, table()]), { '.gitattributes': before });
  expect(files['.gitattributes']).toBe(after);
});

describe('the name of a data project that existed for one export', () => {
  const NAME = 'gh-export-20261126T101112Z-12345678901-a1b2c3';
  const exported = (name: string) =>
    rawZip([
      {
        name: 'Manifest.xml',
        data: manifestOf([units])
          .toString('utf16le')
          .replace('>Golden<', `>${name}<`)
          .replace('<PackageEntityList>', `<Description>${name} (temporary)</Description>$&`),
      },
      {
        name: 'PackageHeader.xml',
        data: `<DataManagementPackageHeader><Description>${name}</Description></DataManagementPackageHeader>`,
      },
      table(),
    ]);
  const namesIn = (files: Record<string, string>) =>
    ['Manifest.xml', 'PackageHeader.xml'].flatMap(
      (name) => files[name]?.match(/(?<=<(?:DefinitionGroupName|Description)>)[^<]*/g) ?? [],
    );

  test('gives way to what the folder had', async () => {
    const before = await unpacked(exported('R&amp;D $1'));
    expect(namesIn(before.files)).toEqual(['R&amp;D $1', 'R&amp;D $1 (temporary)', 'R&amp;D $1']);
    const { files } = await unpacked(exported(NAME), before.files);
    expect(files).toEqual(before.files);
  });

  test('gives way to the name of the folder where that had none, or had one of its kind', async () => {
    const { files } = await unpacked(exported(NAME));
    expect(namesIn(files)).toEqual(['golden', 'golden', 'golden']);
    const old = '<a><DefinitionGroupName>gh-export-20251126T101112Z-1-a1b2c3</DefinitionGroupName></a>';
    expect(namesIn((await unpacked(exported(NAME), { 'Manifest.xml': old })).files)).toEqual([
      'golden',
      'golden',
      'golden',
    ]);
  });

  test('stays in any other place', async () => {
    const { files } = await unpacked(exported(`my-${NAME}-copy`.replace('T', '')));
    expect(namesIn(files)[0]).toBe(`my-${NAME}-copy`.replace('T', ''));
  });
});
