import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { inputDefaults, inputsOfChains, outputNames, version } from '../src/contract.ts';
import { inputsOf } from '../src/data-package/arguments.ts';
import { signInInputs } from '../src/entra/sign-in.ts';
import { operations as loaders, operationsOfChains } from '../src/operations/index.ts';
import { commonInputs } from '../src/prepare.ts';
import { outdated } from '../tools/generate.ts';
import { readManifest, root } from '../tools/manifest.ts';
import { circlesIn, readSources, sourceOf, upwardImports } from './harness/imports.ts';

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

describe('data-package/action.yml and the code agree', () => {
  const sibling = readManifest(join(root, 'data-package/action.yml'));

  test.each(sibling.inputs)('input $name is read by the modes of its group: $group', ({ name, group }) => {
    const readers = Object.entries(inputsOf).filter(([, inputs]) => (inputs as readonly string[]).includes(name));
    const modes = readers.map(([mode]) => mode).sort();
    expect(modes).toEqual(group === 'every mode' ? Object.keys(inputsOf).sort() : group.split(' and ').sort());
  });

  test('it runs on node24, from a file that is there', () => {
    const { runs } = parse(readFileSync(join(root, 'data-package/action.yml'), 'utf8')) as {
      runs: { using: string; main: string };
    };
    expect(runs.using).toBe('node24');
    expect(existsSync(join(root, 'data-package', runs.main))).toBe(true);
  });
});

describe('workflows-templates/data-project/action.yml and the code agree', () => {
  const folder = join(root, 'workflows-templates/data-project');
  const ofChains = readManifest(join(folder, 'action.yml'));
  const defaults = Object.fromEntries(ofChains.inputs.map((input) => [input.name, input.default]));
  const operation = async () => await operationsOfChains[defaults['operation'] ?? '']?.();

  test('it is the one operation that action.yml does not name', () => {
    // check-request has the inputs of rest.
    expect(Object.keys(operationsOfChains)).toEqual([defaults['operation'], 'check-request']);
    expect(Object.keys(loaders)).not.toContain(defaults['operation']);
  });

  test('its inputs are those of every operation and its own, with the defaults of action.yml', async () => {
    const own = (await operation())?.inputs ?? [];
    expect(ofChains.inputs.map(({ name }) => name).sort()).toEqual([...everyOperation, ...own].sort());
    expect(own.toSorted()).toEqual([...inputsOfChains].sort());
    for (const { name, default: value } of manifest.inputs.filter((input) => everyOperation.includes(input.name)))
      if (name !== 'operation') expect([name, defaults[name]]).toEqual([name, value]);
  });

  test('its outputs are those that it sets', async () => {
    const own = (await operation())?.outputs ?? [];
    expect(ofChains.outputs.map(({ name }) => name).sort()).toEqual([...own, 'error'].sort());
  });

  test('it runs on node24, the program of the four operations', () => {
    const { runs } = parse(readFileSync(join(folder, 'action.yml'), 'utf8')) as {
      runs: { using: string; main: string; post: string };
    };
    expect(runs.using).toBe('node24');
    expect(resolve(folder, runs.main)).toBe(join(root, 'dist/index.js'));
    expect(existsSync(join(folder, runs.post))).toBe(true);
  });
});

/** From top to bottom; what stands on one floor may use its neighbours. */
const FLOORS = [
  ['main', 'data-package-main'],
  ['prepare', 'step-inputs'],
  ['operations'],
  ['fno', 'entra', 'report'],
  ['data-package'],
  ['http', 'json'],
  [
    'inputs',
    'errors',
    'clock',
    'contract',
    'invisible',
    'leave',
    'log',
    'near-names',
    'file-names',
    'node-version',
    'server-text',
    'variables',
  ],
];
const LONGEST = 250;
const SHORTEST = 15;
/** Shorter files, each with the reason why it stands alone. */
const SHORT: Record<string, string> = {
  'http/status.ts': 'what a status means is asked by three floors',
  'entra/methods/none.ts': 'a method of the sign-in is a file',
  'fno/wire.ts': 'constants of the wire that several requests share',
  'json/document-worker.ts': 'the entry of the thread',
  'operations/rest/index.ts': 'what the operation reads and sets',
  'report/duration.ts': 'a length of time is said in one way on every floor',
  'report/heartbeat.ts': 'the beat of every operation that waits',
};

/** Every file of src/ is small, and imports go down only. */
describe('the house', () => {
  const sources = readSources(join(root, 'src'));

  test('data packages need nothing of F&O, of a sign-in or of the network', () => {
    const reached = new Set<string>();
    const follow = (path: string): void => {
      if (reached.has(path)) return;
      reached.add(path);
      for (const imported of sources.find((source) => source.path === path)?.imports ?? []) follow(imported);
    };
    for (const { path } of sources.filter(({ path }) => path.startsWith('data-package/'))) follow(path);
    expect([...reached].filter((path) => /^(?:http|json|fno|entra|report|operations)\//.test(path))).toEqual([]);
  });

  test('the libraries of data packages are loaded by nothing else', () => {
    const users = (library: string) =>
      sources.filter(({ text }) => text.includes(`from '${library}'`)).map(({ path }) => path);
    for (const library of ['yauzl', '@zip.js/zip.js/lib/zip-core.js', 'csv-parse', 'saxes', 'yaml']) {
      expect(users(library)).not.toEqual([]);
      expect(users(library).filter((path) => !path.startsWith('data-package/'))).toEqual([]);
    }
  });

  test('imports of src/ go down only, type imports as well', () => {
    expect(upwardImports(sources, FLOORS)).toEqual([]);
  });

  test.each(['src', 'simulator'])('%s/ has no circles', (folder) => {
    expect(circlesIn(readSources(join(root, folder)))).toEqual([]);
  });

  test('a file has at most 250 lines, and at least 15 where no reason is given', () => {
    const lines = sources.map(({ path, text }) => ({ path, count: text.split('\n').length - 1 }));
    expect(lines.filter(({ count }) => count > LONGEST)).toEqual([]);
    expect(lines.filter(({ path, count }) => count < SHORTEST && !SHORT[path])).toEqual([]);
  });

  test('only short files are listed as such', () => {
    for (const path of Object.keys(SHORT)) {
      const source = sources.find((candidate) => candidate.path === path);
      expect([path, (source?.text.split('\n').length ?? Infinity) - 1 < SHORTEST]).toEqual([path, true]);
    }
  });
});

describe('the tests of the house find', () => {
  const forms = {
    'an import': "import { a } from './b/two.ts';",
    'a type import': "import type { A } from './b/two.ts';",
    'an import over several lines': "import {\n  a,\n  type B,\n} from './b/two.ts';",
    'an import for its effect': "import './b/two.ts';",
    'an import at run time': "const { a } = await import('./b/two.ts');",
    'the import of a type in place': "let a: import('./b/two.ts').A;",
    'an export of another': "export * from './b/two.ts';",
    'a type export of another': "export type { A } from './b/two.ts';",
  };

  test.each(Object.entries(forms))('a circle by %s', (_, text) => {
    const sources = [
      sourceOf('one.ts', text),
      sourceOf('b/two.ts', "import { three } from '../three.ts';"),
      sourceOf('three.ts', "import type { One } from './one.ts';"),
      sourceOf('four.ts', "import './one.ts';"),
    ];
    expect(circlesIn(sources)).toEqual([['b/two.ts', 'one.ts', 'three.ts']]);
    expect(circlesIn(sources.filter(({ path }) => path !== 'three.ts'))).toEqual([]);
  });

  test.each(Object.entries(forms))('an upward import by %s', (_, text) => {
    const sources = [sourceOf('one.ts', text), sourceOf('b/two.ts', '')];
    expect(upwardImports(sources, [['b'], ['one']])).toEqual(['one.ts → b/two.ts']);
    expect(upwardImports(sources, [['one'], ['b']])).toEqual([]);
    expect(upwardImports(sources, [['one', 'b']])).toEqual([]);
    expect(() => upwardImports(sources, [['one']])).toThrow('b/two.ts stands on no floor');
  });

  test('a file that imports itself', () => {
    expect(circlesIn([sourceOf('one.ts', "import './one.ts';")])).toEqual([['one.ts']]);
  });
});
