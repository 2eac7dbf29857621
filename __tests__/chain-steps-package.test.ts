import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { textZip } from '../e2e/chains/zip.ts';
import { useFolder } from './harness.ts';
import { stepsIn } from './harness/chain-step.ts';
import { manifestOf, writeFiles } from './harness/data-package.ts';
import { rawZip } from './harness/raw-zip.ts';

const folder = useFolder();
const run = stepsIn(folder);
const emptyZip = Buffer.from('504b0506000000000000000000000000000000000000', 'hex');

/** A new folder with files in it, by their paths. */
function folderWith(files: Record<string, string | Buffer>): string {
  const made = mkdtempSync(join(folder, 'files-'));
  writeFiles(made, files);
  return made;
}
const find = (name: string, workspace: string) =>
  run('import-data-package/find', { package: name }, { GITHUB_WORKSPACE: workspace });

describe('a zip file that is to be imported', () => {
  const zip = Buffer.from(textZip('Manifest.xml', '<Package/>'), 'latin1');
  test.each<[string, Buffer | string, RegExp]>([
    ['a zip file', zip, /^$/],
    ['a page', '<!DOCTYPE html><title>Blocked by the proxy</title>', /is not a zip file, but a web page/],
    ['a pointer', 'version https://git-lfs.github.com/spec/v1\noid sha256:0', /Git LFS pointer/],
    ['nothing', '', /is empty/],
    ['text that begins like a zip file', 'PK package', /is not a zip file/],
    ['a cut zip file', zip.subarray(0, zip.length - 30), /damaged or incomplete/],
    [
      'the zip of the folder around a package',
      rawZip([
        { name: '__MACOSX/golden/._Manifest.xml', data: 'x' },
        { name: 'golden/Manifest.xml', data: manifestOf([]) },
      ]),
      /is not a data package: its `Manifest\.xml` is in `golden\/`\. Zip what is in the folder, not the folder\. Nothing was sent\.$/,
    ],
    [
      'the same with the separators of Windows',
      rawZip([{ name: 'a\\golden\\Manifest.xml', data: manifestOf([]) }]),
      /is in `a\/golden\/`/,
    ],
    [
      'a zip file with something of that name besides',
      rawZip(['Manifest.xml', 'old/Manifest.xml'].map((name) => ({ name, data: 'x' }))),
      /^$/,
    ],
    [
      'a zip file without its directory',
      Buffer.concat([zip.subarray(0, 40), Buffer.from(emptyZip).fill(1, 8, 12)]),
      /damaged or incomplete/,
    ],
  ])('is checked: %s', (_, content, message) => {
    const { outputs } = find('x.zip', folderWith({ 'x.zip': content }));
    expect(outputs['error']).toMatch(message);
  });

  test.each([
    ['a device', '/dev/zero'],
    ['a pipe', 'pipe'],
  ])('is never read from %s', (_, path) => {
    if (process.platform === 'win32') return;
    const place = mkdtempSync(join(folder, 'special-'));
    spawnSync('mkfifo', [join(place, 'pipe')]);
    expect(find(path, place).outputs['error']).toMatch(/is not a regular file/);
  });
});

describe('a folder that is to be imported', () => {
  const csv = 'UNITSYMBOL\nkg\n';
  const workspace = folderWith({
    'golden/Units.csv': csv,
    'my packages/golden data/Manifest.xml': '<Package/>',
    'around/golden/package.yml': 'entities: []',
    'two/a/Units.csv': csv,
    'two/b.zip': emptyZip,
    'zip only/golden.zip': emptyZip,
    'prose/notes.txt': 'x',
    'hidden/.git/Units.csv': csv,
  });
  mkdirSync(join(workspace, 'empty'));
  if (process.platform !== 'win32') symlinkSync(join(workspace, 'golden'), join(workspace, 'link'));

  test.each([
    'golden',
    'golden/',
    'golden//',
    './golden',
    'around/../golden/.',
    join(workspace, 'golden'),
    'link',
    'my packages/golden data',
    ' my packages/golden data ',
    // What they lack is said by packing them.
    'empty',
    'prose',
    'hidden',
  ])('is found: %s', (name) => {
    if (process.platform === 'win32' && name === 'link') return;
    const { outputs } = find(name, workspace);
    expect(outputs).toMatchObject({ error: '', file: '', folder: resolve(workspace, name.trim()) });
  });

  test('is found outside of the workspace', () => {
    expect(find('../golden', join(workspace, 'empty')).outputs['folder']).toBe(join(workspace, 'golden'));
  });

  test('is packed into a folder that no other import has', () => {
    const [first, second] = [1, 2].map(() => find('golden', workspace).outputs['packed']);
    expect(first).toMatch(/d365fo-packed-\w+.package\.zip$/);
    expect(second).not.toBe(first);
  });

  test.each([
    ['zip only', /is not a data package, but contains golden\.zip\. Set `package` to `zip only\/golden\.zip`\./],
    ['zip only/', /Set `package` to `zip only\/golden\.zip`\./],
    ['around', /contains golden\. Set `package` to `around\/golden`\./],
    ['two', /contains b\.zip and a\. Set `package` to `two\/b\.zip`\./],
    ['golden/Units.csv', /is not a zip file\. To import a folder, set `package` to the folder\./],
    ['my packages/golden data/Manifest.xml', /To import a folder, set `package` to the folder\./],
    ['missing', /cannot be read \(ENOENT\)/],
    ['missing/Units.csv', /Check the path, and that the job checks out the repository\. Nothing was sent\.$/],
  ])('is told apart from %s', (name, message) => {
    expect(find(name, workspace).outputs['error']).toMatch(message);
  });

  test('separators of Windows are understood there, and explained elsewhere', () => {
    const { outputs } = find('around\\golden', workspace);
    if (process.platform === 'win32') expect(outputs['folder']).toBe(join(workspace, 'around/golden'));
    else expect(outputs['error']).toMatch(/Did you mean `around\/golden`\?/);
  });
});

describe('an artifact', () => {
  const csv = 'UNITSYMBOL\nkg\n';
  const inArtifact = (files: Record<string, string | Buffer>, name = '') => {
    const artifact = folderWith(files);
    const { outputs, stdout } = run('import-data-package/find', { package: name, folder: artifact });
    const relative = (path = '') => (path === '' ? '' : path.slice(artifact.length).replaceAll('\\', '/') || '/');
    return { file: relative(outputs['file']), folder: relative(outputs['folder']), error: outputs['error'], stdout };
  };

  test.each<[what: string, files: Record<string, string | Buffer>, found: { file: string } | { folder: string }]>([
    ['one zip file', { 'golden.ZIP': emptyZip, 'readme.txt': 'x' }, { file: '/golden.ZIP' }],
    ['a zip file in a folder', { 'a/b/golden.zip': emptyZip }, { file: '/a/b/golden.zip' }],
    ['the files of a folder', { 'Units.csv': csv, 'package.yml': 'entities: []' }, { folder: '/' }],
    ['the files of a folder, some in another', { 'Manifest.xml': 'x', 'a/b.csv': csv }, { folder: '/' }],
    ['a folder', { 'golden/Units.csv': csv, 'readme.md': 'x' }, { folder: '/golden' }],
    // As it was before folders could be imported.
    ['a zip file beside a table', { 'golden.zip': emptyZip, 'Units.csv': csv }, { file: '/golden.zip' }],
  ])('that holds %s', (_, files, found) => {
    expect(inArtifact(files)).toMatchObject({ file: '', folder: '', error: '', stdout: '', ...found });
  });

  test('that holds a zip file and a folder: the zip file, with a warning', () => {
    const { file, stdout } = inArtifact({ 'golden.zip': emptyZip, 'unpacked/Manifest.xml': 'x' });
    expect(file).toBe('/golden.zip');
    expect(stdout).toMatch(/^::warning::The artifact contains golden\.zip, which is imported, and also unpacked\/Man/);
  });

  test('is read where `package` says', () => {
    const files = { 'golden.zip': emptyZip, 'Manifest.xml': 'x', 'a/Units.csv': csv };
    expect(inArtifact(files, '.')).toMatchObject({ folder: '/', error: '' });
    expect(inArtifact(files, 'a/')).toMatchObject({ folder: '/a', error: '' });
    expect(inArtifact(files, 'golden.zip')).toMatchObject({ file: '/golden.zip', error: '' });
  });

  test.each<[files: Record<string, string | Buffer>, message: RegExp]>([
    [{ 'a.zip': emptyZip, 'b.zip': emptyZip }, /2 zip files \(a\.zip, b\.zip\)/],
    [{ 'a/Units.csv': csv, 'b/Units.csv': csv }, /2 folders with data packages \(a, b\)/],
    [{ 'notes.txt': 'x' }, /contains no zip file, and no folder with a data package\. Set `package`/],
    [{ 'golden.zip': 'no zip' }, /is not a zip file/],
  ])('%p is refused', (files, message) => {
    expect(inArtifact(files).error).toMatch(message);
  });
});

describe('the packages of post-deployment', () => {
  test('are zip files and folders, each from its own place', () => {
    const workspace = folderWith({ 'golden.zip': emptyZip, 'golden/Units.csv': 'A\n1\n' });
    const artifacts = folderWith({ '3/Units.csv': 'A\n1\n' });
    const entry = (name: string, artifact = '') => JSON.stringify({ package: name, 'package-artifact': artifact });
    const { outputs } = run(
      'post-deployment/packages',
      {
        packages: JSON.stringify({
          'package-1': entry('golden.zip'),
          'package-2': entry('golden'),
          'package-3': entry('', 'golden'),
          'package-4': '',
        }),
        folder: artifacts,
      },
      { GITHUB_WORKSPACE: workspace },
    );
    expect(outputs).toMatchObject({
      'file-1': join(workspace, 'golden.zip'),
      'folder-1': '',
      'packed-1': '',
      'file-2': '',
      'folder-2': join(workspace, 'golden'),
      'folder-3': join(artifacts, '3'),
    });
    expect(outputs['packed-2']).not.toBe(outputs['packed-3']);
  });

  test('are all checked: the folders are packed, also if a zip file is faulty', () => {
    const workspace = folderWith({ 'golden/Units.csv': 'A\n1\n', 'a.zip': '', 'b.zip': 'x' });
    const packages = Object.fromEntries(
      ['golden', 'a.zip', 'b.zip'].map((name, at) => [
        `package-${at + 1}`,
        JSON.stringify({ package: name, 'package-artifact': '' }),
      ]),
    );
    const { status, outputs } = run(
      'post-deployment/packages',
      { packages: JSON.stringify(packages), folder: '' },
      { GITHUB_WORKSPACE: workspace },
    );
    expect(status).toBe(1);
    expect(outputs).toMatchObject({ 'folder-1': join(workspace, 'golden'), 'file-2': '', 'file-3': '' });
    expect(outputs['error']).toMatch(
      /entry 2: .*a\.zip is empty\. .*entry 3: .*b\.zip is not a zip file\. Nothing was sent/,
    );
  });
});

describe('the folder of an export is checked before it', () => {
  const prepare = (chain: string, inputs: Record<string, string>, files: Record<string, string>) =>
    run(
      `${chain}/prepare`,
      {
        'legal-entity': 'usmf',
        'fail-on-drift': 'true',
        'hide-values': 'false',
        'package-name': 'golden',
        'artifact-name': 'auto',
        'wait-timeout-minutes': '1',
        'job-timeout-minutes': '360',
        ...inputs,
      },
      { GITHUB_WORKSPACE: folderWith(files) },
    ).outputs['error'];
  const faulty = {
    'golden/A.csv': 'K\r\n1\r\n',
    'golden/B.csv': '',
    'golden/C.csv': 'K\n1\n',
    'golden/package.yml': 'entities:\n- label: A\n- label: B\n- label: C\n  kees: [K]\n',
  };

  test('check-drift reads every table, and tells it with the other inputs', () => {
    const error = prepare('check-drift', { folder: 'golden', 'fail-on-drift': 'no' }, faulty) ?? '';
    expect(error).toMatch(
      /^`folder` names "golden", which cannot be compared: `package.yml`: `kees` .*`A.csv` has CRLF .*`B.csv` has no header.*`fail-on-drift` is "no".* Nothing was sent\.$/,
    );
  });

  test('export-data-package reads what it will need, and no table', () => {
    const error = prepare('export-data-package', { entities: '@golden', 'unpack-to': 'golden' }, faulty) ?? '';
    expect(error).toMatch(
      /^`entities` names "golden", which cannot be exported: `package.yml`: `kees` .*`unpack-to` names "golden", which cannot be updated: `package.yml`: `kees` .* Nothing was sent\.$/,
    );
    expect(error).not.toContain('.csv');
    expect(prepare('export-data-package', { entities: 'Units' }, { 'package.yml': 'x' })).toBe('');
  });
});

describe('the entities of a package', () => {
  const labels = ['Units', 'Currencies', 'Sales & "tax" <codes>', 'Sites'];
  const packageOf = (manifest: Buffer | string, files: string[] = ['Units.csv', 'Currencies.csv', 'Sites.csv']) =>
    join(
      folderWith({
        'a.zip': rawZip([{ name: 'Manifest.xml', data: manifest }, ...files.map((name) => ({ name, data: 'x' }))]),
      }),
      'a.zip',
    );
  const entity = (label: string) => ({
    label: label.replaceAll('&', '&amp;').replaceAll('<', '&lt;'),
    file: `${label.replace(/[<>"]/g, '').replaceAll('&', '&amp;')}.csv`,
    fields: ['A'],
  });
  const manifest = (...names: string[]) => manifestOf(names.map(entity));
  const rows = (...shared: string[]) =>
    labels.map((label) => ({ EntityName: label, IsShared: shared.includes(label) ? 'Yes' : 'No' }));
  const check = (file: string, list: unknown, inputs: Record<string, string> = {}) => {
    const response = join(folderWith({ response: typeof list === 'string' ? list : JSON.stringify(list) }), 'response');
    return run('import-data-package/entities', {
      file,
      'legal-entity': 'usmf',
      'entities-file': response,
      'entities-problem': 'HTTP 200',
      ...inputs,
    });
  };

  test('that are shared and have a file are told in one warning', () => {
    const file = packageOf(manifest(...labels));
    const { stdout, outputs } = check(file, { value: rows('Units', 'Currencies', 'Sales & "tax" <codes>') });
    expect(stdout).toBe(
      '::warning::`Units` and `Currencies` are shared entities: F&O imports them for all legal entities, not only for usmf.\n',
    );
    expect(outputs).toMatchObject({ hint: '', 'company-codes': '', folder: '', error: '' });
  });

  test('are the same to F&O in any case, and in UTF-8 as well', () => {
    const utf8 = manifest('units', 'SITES').toString('utf16le').slice(1);
    expect(check(packageOf(utf8), { value: rows('Units') }).stdout).toMatch(
      /^::warning::`units` is a shared entity: F&O imports it for/,
    );
  });

  test('that F&O does not know are told, with those that were probably meant', () => {
    const file = packageOf(manifest('Unit', 'Nothing'), ['Unit.csv', 'Nothing.csv']);
    const { stdout, outputs } = check(file, { value: rows() });
    expect(outputs['hint']).toBe(
      'F&O does not know the entity `Unit`: did you mean `Units`? F&O does not know the entity `Nothing`.',
    );
    expect(stdout).toMatch(/^::warning::F&O does not know .*`Nothing`\. If an entity is new, refresh the list of data/);
  });

  test('that F&O does not know and that have no file are told only if it refuses the package', () => {
    const { stdout, outputs } = check(packageOf(manifest('Unit', 'Sites')), { value: rows() });
    expect({ stdout, hint: outputs['hint'] }).toEqual({
      stdout: '',
      hint: 'F&O does not know the entity `Unit`: did you mean `Units`?',
    });
  });

  test('are not listed without end', () => {
    const many = Array.from({ length: 25 }, (_, index) => `Nothing ${index}`);
    const { outputs } = check(packageOf(manifest(...many)), { value: rows() });
    expect(outputs['hint']).toMatch(/It does not know 15 more entities\.$/);
    const shared = check(
      packageOf(
        manifest(...many),
        many.map((name) => `${name}.csv`),
      ),
      {
        value: many.map((name) => ({ EntityName: name, IsShared: 'Yes' })),
      },
    );
    expect(shared.stdout).toMatch(/`Nothing 9` and 15 more are shared entities/);
  });

  test.each<[what: string, list: unknown, problem: string, said: string]>([
    ['are not allowed', { error: { code: '403' } }, 'HTTP 403', 'HTTP 403'],
    ['are cut', '{"value":[{"Entity', 'The response was cut off.', 'The response was cut off.'],
    ['are none', { value: [] }, 'HTTP 200', 'the response has no rows'],
    ['are no rows', { value: [null, 'x'] }, 'HTTP 200', 'the response has no rows'],
  ])('are not checked if their list cannot be read: they %s', (_, list, problem, said) => {
    const { status, stdout } = check(packageOf(manifest('Unit')), list, { 'entities-problem': problem });
    expect(status).toBe(0);
    expect(stdout).toBe(
      `::notice::The list of data entities could not be read (${said}). Shared and unknown entities are not reported. The import goes on.\n`,
    );
  });

  test('are searched for the IDs of the other legal entities alone', () => {
    const companies = ['usmf', 'DEMF', '1000', 'too long', 7].map((LegalEntityId) => ({ LegalEntityId }));
    const given = join(folderWith({ companies: JSON.stringify({ value: companies }) }), 'companies');
    const file = packageOf(manifest('Units'));
    const { outputs } = check(file, { value: rows() }, { 'companies-file': given, 'legal-entity': 'USMF' });
    expect(outputs['company-codes']?.split('\n')).toEqual(['DEMF', '1000', '7']);
    expect(outputs['folder']).toMatch(/d365fo-searched-/);
  });
});

describe('a package whose entities cannot be read here is left to F&O', () => {
  const named = (content: Buffer) => {
    const file = join(folderWith({ 'a.zip': content }), 'a.zip');
    return run('import-data-package/package', { file, 'definition-group': 'G', 'legal-entity': 'usmf' });
  };
  const units = { name: 'Manifest.xml', data: manifestOf([{ label: 'Units', file: 'Units.csv', fields: ['A'] }]) };

  test('and one that can is checked', () => {
    expect(named(rawZip([units])).outputs).toMatchObject({ 'has-entities': 'true', error: '' });
    expect(named(rawZip([{ ...units, isStored: true }])).outputs['has-entities']).toBe('true');
  });

  const cut = rawZip([units]);
  cut.fill(0xff, 60, 90);
  test.each<[what: string, content: Buffer, because: RegExp]>([
    ['an empty zip file', emptyZip, /`a\.zip` is not a data package: it has no `Manifest\.xml` in its root\.$/],
    [
      'a manifest in a folder',
      rawZip([{ ...units, name: 'golden/Manifest.xml' }]),
      /It is in `golden\/`: zip what is in the folder/,
    ],
    ['an encrypted manifest', rawZip([{ ...units, flags: 1 }]), /is encrypted\.$/],
    ['a damaged manifest', cut, /`Manifest\.xml` is damaged: /],
    ['a bomb', rawZip([{ name: 'Manifest.xml', data: Buffer.alloc(80 * 2 ** 20) }]), /packed more than 200 : 1/],
  ])('%s', (_, content, because) => {
    const { status, stdout, outputs } = named(content);
    expect({ status, 'has-entities': outputs['has-entities'] }).toEqual({ status: 0, 'has-entities': 'false' });
    expect(stdout.trim()).toMatch(/^::notice::The entities of the package are not checked/);
    expect(stdout.trim()).toMatch(because);
  });

  test('a manifest without entities', () => {
    const { stdout, outputs } = named(rawZip([{ name: 'Manifest.xml', data: manifestOf([]) }]));
    expect({ stdout, has: outputs['has-entities'] }).toEqual({ stdout: '', has: 'false' });
  });
});
