import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { inputDefaults, outputNames, version } from '../src/contract.ts';
import { signInInputs } from '../src/entra/sign-in.ts';
import { operations as loaders } from '../src/operations/index.ts';
import { commonInputs } from '../src/prepare.ts';
import { outdated } from '../tools/generate.ts';
import { readManifest, root } from '../tools/manifest.ts';

const manifest = readManifest();
const operations = Object.fromEntries(
  await Promise.all(Object.entries(loaders).map(async ([name, load]) => [name, await load()] as const)),
);
const everyOperation: readonly string[] = [...commonInputs, ...signInInputs];
const readersOf = (input: string) =>
  Object.entries(operations)
    .filter(([, { inputs }]) => (inputs as readonly string[]).includes(input))
    .map(([name]) => name);

describe('action.yml and the code agree', () => {
  test('what is generated from action.yml is up to date', async () => {
    expect(await outdated()).toEqual([]);
  });

  test('the operations are those that action.yml names', () => {
    const described = manifest.inputs.find(({ name }) => name === 'operation')?.description ?? '';
    expect([...described.matchAll(/`([a-z-]+)`/g)].map(([, name]) => name).sort()).toEqual(
      Object.keys(operations).sort(),
    );
  });

  test.each(manifest.inputs)('input $name is read by the operations of its group: $group', ({ name, group }) => {
    if (group === 'every operation') expect(everyOperation).toContain(name);
    else expect(readersOf(name).sort()).toEqual(group.split(/, | and /).sort());
  });

  test('no operation reads or sets what action.yml does not have', () => {
    for (const { inputs, outputs } of Object.values(operations)) {
      for (const name of inputs) expect(Object.keys(inputDefaults)).toContain(name);
      for (const name of outputs) expect(outputNames).toContain(name);
    }
  });

  test.each(manifest.outputs.filter(({ name }) => name !== 'error'))(
    'output $name is set by the operations that its prose names',
    ({ name, description }) => {
      const setters = Object.entries(operations)
        .filter(([, { outputs }]) => (outputs as readonly string[]).includes(name))
        .map(([operation]) => operation);
      expect(setters).not.toEqual([]);
      for (const operation of Object.keys(operations)) {
        expect([operation, description.includes(`\`${operation}\``)]).toEqual([operation, setters.includes(operation)]);
      }
    },
  );

  test('it runs on node24, from a file that is there', () => {
    const { runs } = parse(readFileSync(join(root, 'action.yml'), 'utf8')) as { runs: { using: string; main: string } };
    expect(runs.using).toBe('node24');
    expect(existsSync(join(root, runs.main))).toBe(true);
  });

  test('the version is that of package.json', () => {
    expect(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))).toMatchObject({ version });
  });
});

/** Every file of src/ is small, and imports go down only. */
describe('the house', () => {
  const floors = [
    'main',
    'prepare',
    'operations',
    'fno|entra|report|json',
    'http',
    'inputs|errors|clock|contract|log|near-names|node-version|server-text|variables',
  ];
  const files = readSources();

  test.each(files)('$path has at most 250 lines', ({ text }) => {
    expect(text.split('\n').length).toBeLessThanOrEqual(251);
  });

  test.each(files)('$path imports no floor above its own', ({ path, text }) => {
    const own = floorOf(path);
    for (const [, target = ''] of text.matchAll(/^import (?!type )[^;]*?from '(\.[^']*)';/gms)) {
      const imported = join(path, '..', target).replaceAll('\\', '/');
      expect({ imported, floor: floorOf(imported) >= own }).toEqual({ imported, floor: true });
    }
  });

  function floorOf(path: string): number {
    const floor = floors.findIndex((names) => new RegExp(`^(${names})(/|\\.ts$)`).test(path));
    if (floor < 0) throw new Error(`${path} is on no floor`);
    return floor;
  }
});

function readSources(): { path: string; text: string }[] {
  const folder = join(root, 'src');
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => ({ path: path.replaceAll('\\', '/'), text: readFileSync(join(folder, path), 'utf8') }));
}
