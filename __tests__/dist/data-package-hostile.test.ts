import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { numbers } from '../../simulator/dmf/package-zip.ts';
import { manifestOf, newWorkspace, runPackage, utf16, writeFiles } from '../harness/data-package.ts';
import { crc32 } from 'node:zlib';
import { rawZip, type RawEntry } from '../harness/raw-zip.ts';

const UNIX = 3 << 8;
const LINK = 0o120777 * 0x10000;
const manifest: RawEntry = {
  name: 'Manifest.xml',
  data: manifestOf([{ label: 'Units', file: 'Units.csv', fields: ['A'] }]),
};
const table: RawEntry = { name: 'Units.csv', data: utf16('A\r\n1\r\n') };
const zeros = Buffer.alloc(2_000_000);

const DESCRIBED_LATER = 0x08;
/** A data descriptor (APPNOTE 4.3.9), or a lie of one. */
const descriptor = (crc: number, packed: number, size: number) =>
  Buffer.concat([Buffer.from('PK\x07\x08'), numbers([crc, 4], [packed, 4], [size, 4])]);
/** The extra field that gives a name once more, in UTF-8 (APPNOTE 4.6.9). */
const otherName = (name: string, raw: string) =>
  Buffer.concat([numbers([0x7075, 2], [5 + name.length, 2], [1, 1], [crc32(raw), 4]), Buffer.from(name)]);
/** The directory and the end of a zip, which a reader takes for the zip if they come last. */
const directoryOf = (zip: Buffer) => zip.subarray(zip.indexOf('PK\x01\x02', 0, 'latin1'));

const hostile: [what: string, zip: Buffer, message: string][] = [
  ...['../evil.csv', 'a/../../evil.csv', '..\\evil.csv', '/etc/evil.csv', 'C:/evil.csv', 'c:\\evil.csv'].map(
    (name): [string, Buffer, string] => [
      `the name ${name}`,
      rawZip([manifest, table, { name }]),
      'leads out of the folder',
    ],
  ),
  ...[
    'ab:c.csv',
    'nul.csv',
    'NUL',
    'CON',
    'con.txt',
    'Aux.tar.gz',
    'COM1',
    'COM¹.csv',
    'CONIN$',
    'golden/prn/a.csv',
    'a\0.csv',
    'a.csv\0.exe',
    'a\u007f/b:c',
    ' /a.csv',
    'x.csv...',
    'folder /a.csv',
    'x?.csv',
    'x.csv.',
    'x.csv ',
    'a\u0001.csv',
    'a//b.csv',
    './a.csv',
    `${'x'.repeat(300)}.csv`,
    `${'界'.repeat(100)}.csv`,
  ].map((name): [string, Buffer, string] => [
    `the name ${JSON.stringify(name.slice(0, 20))}`,
    rawZip([manifest, table, { name }]),
    'Windows cannot have the file',
  ]),
  [
    'a very long path',
    rawZip([manifest, table, { name: `${'folder/'.repeat(200)}a.csv` }]),
    'is longer than 1024 characters',
  ],
  ['a symbolic link', rawZip([manifest, { ...table, versionMadeBy: UNIX, externalAttributes: LINK }]), 'is a link'],
  ['a link of Windows', rawZip([manifest, { ...table, externalAttributes: 0x400 }]), 'is a link'],
  [
    'a device',
    rawZip([manifest, { ...table, versionMadeBy: UNIX, externalAttributes: 0o020666 * 0x10000 }]),
    'is a link',
  ],
  ['a bomb by its ratio', rawZip([manifest, { ...table, data: zeros }]), 'packed more than 200 : 1'],
  [
    'a bomb that hides its size',
    rawZip([manifest, { ...table, data: zeros, size: 10_000 }]),
    'holds more bytes than the zip says',
  ],
  [
    'a file with fewer bytes than it says',
    rawZip([manifest, { ...table, size: 100 }]),
    'holds fewer bytes than the zip says',
  ],
  [
    'too much in all',
    rawZip([manifest, table, { name: 'x.bin', data: Buffer.alloc(1024 * 1024 + 1), isStored: true }]),
    'larger than 1 MB',
  ],
  ['the same name twice', rawZip([manifest, table, table]), 'twice'],
  [
    'the same name in other case',
    rawZip([manifest, table, { ...table, name: 'UNITS.CSV' }]),
    'twice (Windows ignores case)',
  ],
  [
    'the same name in another Unicode form',
    rawZip([manifest, { ...table, name: 'é.csv' }, { ...table, name: 'e\u0301.csv' }]),
    'twice',
  ],
  ['a file that is a folder too', rawZip([manifest, table, { name: 'units.csv/x' }]), 'both a file and a folder'],
  ['an encrypted file', rawZip([manifest, { ...table, flags: 1 }]), 'is encrypted'],
  ['strong encryption', rawZip([manifest, { ...table, flags: 0x41 }]), 'is encrypted'],
  ['another method', rawZip([manifest, { ...table, method: 14 }]), 'method 14'],
  [
    'overlapping files',
    rawZip([
      manifest,
      { ...table, name: 'Manifest.xml2', local: { name: 'Manifest.xml' } },
      { ...table, offset: 0, local: { name: 'Manifest.xml' } },
    ]),
    'has another name at its own place',
  ],
  [
    'one body for two files',
    rawZip([
      { ...manifest, isStored: true },
      { ...manifest, isStored: true, name: 'Manifest.xml', offset: 0 },
    ]),
    'overlap',
  ],
  [
    'another name at its place',
    rawZip([manifest, { ...table, local: { name: 'Other.csv' } }]),
    'has another name at its own place',
  ],
  [
    'a file that is stored at its own place and deflated in the directory',
    rawZip([manifest, { ...table, local: { method: 0 } }]),
    'is described differently at its own place',
  ],
  [
    'a file that is encrypted at its own place alone',
    rawZip([manifest, { ...table, local: { flags: 1 } }]),
    'is described differently at its own place',
  ],
  [
    'a file with another size at its own place',
    rawZip([manifest, { ...table, local: { size: 1 } }]),
    'is described differently at its own place',
  ],
  [
    'a file with another checksum at its own place',
    rawZip([manifest, { ...table, local: { crc: 1 } }]),
    'is described differently at its own place',
  ],
  [
    'another name in an extra field, which leads out',
    rawZip([manifest, { ...table, extra: otherName('../evil.csv', 'Units.csv') }]),
    'leads out of the folder',
  ],
  [
    'another name in an extra field',
    rawZip([manifest, { ...table, extra: otherName('Other.csv', 'Units.csv') }]),
    'has another name in an extra field',
  ],
  [
    'a second zip behind the end of the first',
    Buffer.concat([rawZip([manifest, table]), rawZip([{ name: 'Other.csv' }])]),
    'was refused',
  ],
  [
    'a comment that is the directory of another zip',
    rawZip([manifest, table], { comment: directoryOf(rawZip([manifest, { ...table, size: 7 }])) }),
    'was refused',
  ],
  [
    'a comment with an end of its own',
    rawZip([manifest, table], {
      comment: Buffer.concat([Buffer.from('PK\x05\x06'), Buffer.alloc(18), Buffer.from('x')]),
    }),
    'was refused',
  ],
  [
    'a comment that is a whole directory, whose offsets lead to the same files',
    withHiddenDirectory(),
    'bytes that belong to none of its files',
  ],
  ['bytes before it', Buffer.concat([Buffer.from('#!/bin/sh\n'), rawZip([manifest, table])]), 'was refused'],
  [
    'bytes before it that it counts',
    rawZip([manifest, table], { before: Buffer.alloc(100, '#!/bin/sh\n') }),
    'bytes that belong to none of its files',
  ],
  ['bytes after it', Buffer.concat([rawZip([manifest, table]), Buffer.from('more')]), 'was refused'],
  ['an end that knows fewer files', rawZip([manifest, table], { count: 1 }), 'bytes that belong to none of its files'],
  ['an end that knows more files', rawZip([manifest, table], { count: 3 }), 'was refused'],
  [
    'a workbook that is a bomb',
    rawZip([
      {
        name: 'Manifest.xml',
        data: manifestOf([{ label: 'Units', file: 'Units.xlsx', format: 'EXCEL', fields: ['A'] }]),
      },
      { name: 'Units.xlsx', data: rawZip([{ name: 'xl/workbook.xml', data: zeros }]), isStored: true },
    ]),
    'packed more than 200 : 1',
  ],
  [
    'a workbook that is too much for what the package left',
    rawZip([
      {
        name: 'Manifest.xml',
        data: manifestOf([{ label: 'Units', file: 'Units.xlsx', format: 'EXCEL', fields: ['A'] }]),
      },
      {
        name: 'Units.xlsx',
        data: rawZip([{ name: 'xl/workbook.xml', data: Buffer.alloc(600_000), isStored: true }]),
        isStored: true,
      },
    ]),
    'larger than 1 MB',
  ],
  ['a wrong checksum', rawZip([manifest, { ...table, crc: 1 }]), 'its checksum does not match'],
  ['one that is cut', rawZip([manifest, table]).subarray(0, -30), 'is not a zip file, or was cut off'],
  [
    'one whose middle is gone',
    Buffer.concat([rawZip([manifest, table]).subarray(0, 200), rawZip([manifest, table]).subarray(400)]),
    'was refused',
  ],
  [
    'more files than any package has',
    rawZip(Array.from({ length: 20_001 }, (_, at) => ({ name: `${at}.bin`, isStored: true }))),
    'was refused: it has more than 20000 files.',
  ],
  ['no zip', Buffer.from('{"error":"not found"}'), 'is not a zip file, or was cut off'],
  ['an empty file', Buffer.alloc(0), 'is not a zip file, or was cut off'],
  [
    'settings of git',
    rawZip([manifest, table, { name: '.git/hooks/pre-commit', data: 'x' }]),
    'is not a file of a data package',
  ],
  [
    'settings of ours',
    rawZip([manifest, table, { name: 'package.yml', data: 'x' }]),
    'is not a file of a data package',
  ],
  [
    'a document type',
    rawZip([{ name: 'Manifest.xml', data: '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>' }, table]),
    'has a document type',
  ],
  [
    'two files of an entity',
    rawZip([manifest, table, { ...table, name: 'units.txt' }]),
    'The entity `Units` has two files in the package: `Units.csv` and `units.txt`.',
  ],
  ['no manifest', rawZip([table]), 'is not a data package: it has no `Manifest.xml` in its root.'],
  [
    'a manifest in a folder',
    rawZip([{ ...manifest, name: 'x/Manifest.xml' }]),
    'zip what is in the folder, not the folder',
  ],
  [
    'a manifest of something else',
    rawZip([{ name: 'Manifest.xml', data: '<manifest />' }]),
    'is not the manifest of a data package',
  ],
];

/** One zip to a reader that stops at the first end it meets, and another to one that begins at the last. */
function withHiddenDirectory(): Buffer {
  const whole = rawZip([manifest, table]);
  const only = rawZip([manifest]);
  const directory = directoryOf(only);
  const comment = Buffer.from(directory);
  // Its directory begins inside the comment.
  comment.writeUInt32LE(whole.length, comment.length - 6);
  return rawZip([manifest, table], { comment });
}

describe('a hostile or damaged zip is refused and leaves nothing behind:', () => {
  test.each(hostile)('%s', async (_, zip, message) => {
    const workspace = newWorkspace();
    writeFiles(workspace, { 'hostile.zip': zip });
    const run = await runPackage(workspace, {
      mode: 'unpack',
      package: 'hostile.zip',
      folder: 'golden',
      'max-unpacked-size-mb': '1',
    });
    expect(run.outputs['error']).toContain(message);
    expect(run.exitCode).toBe(1);
    expect(run.annotations.map(({ level }) => level)).toEqual(['error']);
    expect(readdirSync(workspace)).toEqual(['hostile.zip']);
    expect(existsSync(join(workspace, '..', 'evil.csv'))).toBe(false);
  });

  const units = Buffer.from(table.data ?? '');
  test.each<[what: string, zip: Buffer]>([
    ['one', rawZip([manifest, table])],
    ['one with a comment', rawZip([manifest, table], { comment: Buffer.from('exported') })],
    [
      'one with data descriptors',
      rawZip([
        manifest,
        {
          ...table,
          isStored: true,
          flags: DESCRIBED_LATER,
          local: { crc: 0, size: 0 },
          descriptor: descriptor(crc32(units), units.length, units.length),
        },
      ]),
    ],
    // Readers go by the directory, whose checksum is held against the bytes.
    [
      'one whose data descriptor lies',
      rawZip([manifest, { ...table, flags: DESCRIBED_LATER, descriptor: descriptor(1, 2, 3) }]),
    ],
  ])('and a harmless one is unpacked: %s', async (_, zip) => {
    const workspace = newWorkspace();
    writeFiles(workspace, { 'fine.zip': zip });
    const run = await runPackage(workspace, { mode: 'unpack', package: 'fine.zip', folder: 'golden' });
    expect(run.outputs['error']).toBe('');
    expect(readdirSync(join(workspace, 'golden'))).toEqual([
      '.gitattributes',
      'Manifest.xml',
      'PackageHeader.xml',
      'Units.csv',
    ]);
  });
});
