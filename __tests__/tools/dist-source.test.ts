import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { hashOf, sourceFiles, staleness } from '../../tools/dist-source.ts';
import { root } from '../../tools/manifest.ts';
import { useFolder } from '../harness.ts';

const folder = useFolder();

const files = [
  { path: 'src/main.ts', text: 'export const a = 1;\nexport const b = 2;\n' },
  { path: 'package-lock.json', text: '{}\n' },
];
const [main = { path: '', text: '' }, lock = main] = files;

test.each([
  ['in another order', [lock, main]],
  ['with the line ends of Windows', files.map(({ path, text }) => ({ path, text: text.replaceAll('\n', '\r\n') }))],
])('the hash of the same files %s is the same', (_how, same) => {
  expect(hashOf(same)).toBe(hashOf(files));
  expect(staleness(`${hashOf(same)}\n`, files)).toBeUndefined();
});

test.each([
  ['a line that changed', [{ ...main, text: main.text.replace('1', '2') }, lock]],
  ['another lock file', [main, { ...lock, text: '{ }\n' }]],
  ['a file more', [...files, { path: 'src/new.ts', text: '' }]],
  ['a file less', [main]],
  ['a file by another name', [{ ...main, path: 'src/other.ts' }, lock]],
  [
    'texts that changed places',
    [
      { ...main, text: lock.text },
      { ...lock, text: main.text },
    ],
  ],
])('%s makes dist stale', (_what, changed) => {
  expect(staleness(hashOf(files), changed)).toMatch(/run `npm run build` first\.$/);
});

test('a dist that says nothing is stale', () => {
  expect(staleness(undefined, files)).toMatch(/npm run build/);
});

test('sources, lock file and build tool count', () => {
  const paths = sourceFiles().map(({ path }) => path);
  for (const path of [
    'src/main.ts',
    'simulator/action/main.ts',
    'package-lock.json',
    'tools/build.ts',
    'tsconfig.build.json',
  ]) {
    expect(paths).toContain(path);
  }
});

test('a run that needs dist ends with one sentence, and one of unit tests does not need it', () => {
  const copy = useCopy();
  expect(copy.run('unit/retry', '__tests__/unit').status).toBe(0);
  for (const patterns of [[], ['unit', 'dist/rest']]) {
    const { status, stderr } = copy.run(...patterns);
    expect(status).toBe(1);
    expect(stderr).toBe(`${staleness(undefined, []) ?? ''}\n`);
  }
  copy.build();
  expect(copy.run()).toMatchObject({ status: 0, stderr: '' });
  writeFileSync(join(copy.folder, 'src/main.ts'), 'export const a = 2;\n');
  expect(copy.run().status).toBe(1);
});

/** A repository with one source file, and the setup that Jest runs. */
function useCopy() {
  mkdirSync(join(folder, 'src'));
  mkdirSync(join(folder, 'dist'));
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  writeFileSync(join(folder, 'src/main.ts'), 'export const a = 1;\n');
  cpSync(join(root, 'tools'), join(folder, 'tools'), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction');
  const evaluate = (script: string) =>
    spawnSync(process.execPath, ['--input-type=module', '--eval', script], {
      cwd: folder,
      encoding: 'utf8',
      env: { ...process.env, D365FO_DIST: undefined },
    });
  return {
    folder,
    run: (...patterns: string[]) =>
      evaluate(
        `import setup from './tools/require-fresh-dist.ts'; setup({ testPathPatterns: ${JSON.stringify({ patterns })} });`,
      ),
    build: () =>
      evaluate(
        `import { writeFileSync } from 'node:fs';
         import { hashOf, SOURCE_HASH, sourceFiles } from './tools/dist-source.ts';
         writeFileSync('dist/' + SOURCE_HASH, hashOf(sourceFiles()));`,
      ),
  };
}
