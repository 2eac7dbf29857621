import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { folderProblems, type FolderUse } from '../../../src/data-package/check-folder.ts';
import { manifestOf, newWorkspace, writeFiles } from '../../harness/data-package.ts';

function problemsOf(files: Record<string, string | Buffer>, use: FolderUse = 'compared'): Promise<string[]> {
  const workspace = newWorkspace();
  writeFiles(workspace, Object.fromEntries(Object.entries(files).map(([name, text]) => [`golden/${name}`, text])));
  return folderProblems(join(workspace, 'golden'), use);
}
const units = (...settings: string[]) =>
  `entities:\n  - label: Units\n${settings.map((line) => `    ${line}\n`).join('')}`;
const manifest = manifestOf([{ label: 'Units', file: 'Units.csv', fields: ['KEY', 'VALUE'] }]);

test.each<[what: string, files: Record<string, string | Buffer>]>([
  ['a table', { 'Units.csv': 'KEY\na\n' }],
  ['an entity that an export fills', { 'package.yml': units() }],
  [
    'columns that only the package has',
    {
      'Units.csv': 'KEY\na\n',
      'package.yml': units('keys: [KEY]', 'types: {N: decimal}', 'ignore-columns: [N, modified-at]'),
    },
  ],
  ['fewer columns than the manifest maps', { 'Units.csv': 'KEY\na\n', 'Manifest.xml': manifest }],
  ['a file that is no table', { 'Units.csv': 'KEY\na\n', 'Units.txt.md': 'x' }],
])('nothing is wrong with %s', async (_, files) => {
  for (const use of ['exported', 'compared', 'updated'] as const) expect(await problemsOf(files, use)).toEqual([]);
});

test.each<[what: string, files: Record<string, string | Buffer>, problems: RegExp[]]>([
  [
    'every table',
    { 'A.csv': 'KEY\r\na\r\n', 'B.csv': 'KEY\na\n', 'C.csv': 'KEY,KEY\n', 'D.csv': '' },
    [/`A.csv` has CRLF/, /`C.csv` has two columns `KEY`/, /`D.csv` has no header/],
  ],
  [
    'the last row',
    { 'A.csv': `KEY,N\n${'a,1\n'.repeat(5_000)}a\n` },
    [/`A.csv`, line 5002: the row has 1 cell, but the header has 2/],
  ],
  [
    'a key',
    { 'Units.csv': 'KEY\na\n', 'package.yml': units('keys: [KEI]') },
    [/`keys` names the column `KEI`, which its file does not have: did you mean `KEY`\?/],
  ],
  [
    'a key that is ignored',
    { 'Units.csv': 'KEY,N\na,1\n', 'package.yml': units('keys: [KEY]', 'ignore-columns: [KEY]') },
    [/`ignore-columns` hides `KEY` of its `keys`/],
  ],
  [
    'a first line that is no header',
    { 'Units.csv': 'a,1\nb,2\n', 'Manifest.xml': manifest },
    [/The first line of `Units.csv` has none of the columns that `Manifest.xml` maps: put its header there\./],
  ],
  ['a conflict', { 'A.csv': 'KEY\n<<<<<<< HEAD\na\n' }, [/`A.csv` has a conflict that git left/]],
  [
    'a pointer',
    { 'Manifest.xml': 'version https://git-lfs.github.com/spec/v1\n', 'A.csv': 'KEY\n' },
    [/`Manifest.xml` is a pointer of Git LFS/],
  ],
  [
    'settings and a table',
    { 'A.csv': 'KEY\r\n', 'package.yml': 'entities:\n  - label: A\n    kees: [KEY]\n' },
    [/`kees` is not a setting/, /`A.csv` has CRLF/],
  ],
  [
    'settings that cannot be read, and nothing that only seems to follow',
    { 'A.csv': 'KEY\na\n', 'package.yml': 'entities:\n  - label: [\n' },
    [/^`package.yml`: Flow sequence/],
  ],
  ['a folder without an entity', { 'README.md': 'x' }, [/It has no entity/]],
])('what is wrong is told before the export: %s', async (_, files, problems) => {
  const told = await problemsOf(files);
  expect(told).toHaveLength(problems.length);
  for (const [at, problem] of problems.entries()) expect(told[at]).toMatch(problem);
});

test('a folder that is updated may have tables that cannot be read, but no settings', async () => {
  expect(await problemsOf({ 'A.csv': 'KEY\r\na\r\n', 'B.xlsx': 'x' }, 'updated')).toEqual([]);
  expect(await problemsOf({ 'package.yml': 'entities: 1\n' }, 'updated')).toHaveLength(1);
  expect(await problemsOf({ 'Manifest.xml': '<<<<<<< HEAD\n' }, 'updated')).toHaveLength(1);
});
