import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { manifestOf, newWorkspace, runPackage, utf16, writeFiles } from '../harness/data-package.ts';
import { rawZip, type RawEntry } from '../harness/raw-zip.ts';

const UNIX = 3 << 8;
const LINK = 0o120777 * 0x10000;
const manifest: RawEntry = {
  name: 'Manifest.xml',
  data: manifestOf([{ label: 'Units', file: 'Units.csv', fields: ['A'] }]),
};
const table: RawEntry = { name: 'Units.csv', data: utf16('A\r\n1\r\n') };
const zeros = Buffer.alloc(2_000_000);

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
    'COM1',
    'x?.csv',
    'x.csv.',
    'x.csv ',
    'a\u0001.csv',
    'a//b.csv',
    './a.csv',
    `${'x'.repeat(300)}.csv`,
  ].map((name): [string, Buffer, string] => [
    `the name ${JSON.stringify(name.slice(0, 20))}`,
    rawZip([manifest, table, { name }]),
    'Windows cannot have the file',
  ]),
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
      { ...table, name: 'Manifest.xml2', localName: 'Manifest.xml' },
      { ...table, offset: 0, localName: 'Manifest.xml' },
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
    rawZip([manifest, { ...table, localName: 'Other.csv' }]),
    'has another name at its own place',
  ],
  ['a wrong checksum', rawZip([manifest, { ...table, crc: 1 }]), 'its checksum does not match'],
  ['one that is cut', rawZip([manifest, table]).subarray(0, -30), 'is no zip, or was cut off'],
  [
    'one whose middle is gone',
    Buffer.concat([rawZip([manifest, table]).subarray(0, 200), rawZip([manifest, table]).subarray(400)]),
    'was refused',
  ],
  ['no zip', Buffer.from('{"error":"not found"}'), 'is no zip, or was cut off'],
  ['an empty file', Buffer.alloc(0), 'is no zip, or was cut off'],
  [
    'settings of git',
    rawZip([manifest, table, { name: '.git/hooks/pre-commit', data: 'x' }]),
    'is no file of a data package',
  ],
  ['settings of ours', rawZip([manifest, table, { name: 'package.yml', data: 'x' }]), 'is no file of a data package'],
  [
    'a document type',
    rawZip([{ name: 'Manifest.xml', data: '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>' }, table]),
    'has a document type',
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

  test('and the harmless one is unpacked', async () => {
    const workspace = newWorkspace();
    writeFiles(workspace, { 'fine.zip': rawZip([manifest, table]) });
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
