import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { actionReference } from '../../tools/chains/stamp.ts';
import { root } from '../../tools/manifest.ts';
import { useFolder } from '../harness.ts';

const folder = useFolder();
const { repository, tag } = actionReference();

/** What is found in a file, without its path. */
function faultsIn(name: string, text: string): string[] {
  const file = join(folder, name);
  writeFileSync(file, text);
  return validate(file).map((line) => line.replace(/^.*\.yml:/, ''));
}

/** What is found in the files, or without any in the whole repository, in a process of its own: Jest has its own modules. */
function validate(...files: string[]): string[] {
  const script = join(root, 'tools/workflows/validate.ts');
  const { stdout, stderr } = spawnSync(process.execPath, [script, ...files], { encoding: 'utf8' });
  expect(stderr).toBe('');
  return stdout.split('\n').filter(Boolean);
}

test('every workflow, action and recipe of the repository is as GitHub takes it', () => {
  expect(validate()).toEqual([]);
});

test("README's nightly job stays valid with each change that README and its comments name", () => {
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  const [, nightly = ''] = /## Run a batch job every night[^]*?```yaml\n([^]*?)```/.exec(readme) ?? [];
  expect(faultsIn('nightly.yml', nightly)).toEqual([]);

  const [lines = ''] = /remove the two lines [^]*? under `with:`/.exec(readme) ?? [];
  const [permissions = '', idToken = '', secret = ''] = [...lines.matchAll(/`([^`]+)`/g)].map(([, line = '']) => line);
  const inJob = new RegExp(`^    ${permissions}\\n +${idToken}.*\\n`, 'm');
  expect(nightly).toMatch(inJob);
  const withSecret = nightly.replace(inJob, '').replace(/^( +)start: true$/m, `$&\n$1${secret}`);
  expect(withSecret).toContain('secrets.D365FO_CLIENT_SECRET');
  expect(faultsIn('nightly-secret.yml', withSecret)).toEqual([]);

  const withoutEnvironment = nightly.replace(/^ +environment: .*remove the line.*\n/m, '');
  expect(withoutEnvironment).not.toBe(nightly);
  expect(faultsIn('nightly-plain.yml', withoutEnvironment)).toEqual([]);
});

const inputs = '{ package: a.zip, definition-group: Golden }';
const workflow = (jobs: string) => `name: W
on:
  workflow_dispatch:
permissions: {}
jobs:
  one:
${jobs}`;
const job = (step: string) =>
  workflow(`    runs-on: ubuntu-latest
    concurrency: { group: a, cancel-in-progress: false, queue: max }
    steps:
      - ${step}
`);
const action = (step: string) => `name: A
description: An action.
runs:
  using: composite
  steps:
    - ${step}
`;

test.each<[string, string, string[]]>([
  ['nothing', job(`{ uses: ${repository}@${tag}, with: { operation: rest } }`), []],
  [
    'an input',
    job(`{ uses: ${repository}@${tag}, with: { operation: rest, operaton: rest } }`),
    ["10: Invalid action input 'operaton'"],
  ],
  [
    'a missing input',
    job(`{ uses: ${repository}/workflows-templates/import-data-package@${tag}, with: ${inputs} }`),
    ['10: Missing required input `legal-entity`'],
  ],
  [
    'an action that is not there',
    job(`uses: ${repository}/nope@${tag}`),
    [`10: Unable to resolve action \`${repository}/nope@${tag}\`, repository or version not found`],
  ],
  [
    'another version of ours',
    job(`uses: ${repository}@v99`),
    [`10: Unable to resolve action \`${repository}@v99\`, repository or version not found`],
  ],
  ['a key', workflow('    runs-on: ubuntu-latest\n    stepps: []\n'), ["8: Unexpected value 'stepps'"]],
  ['an expression', job('{ run: exit 1, if: foo.bar }'), ["10: Unrecognized named-value: 'foo'"]],
  ['an unknown step', job('run: echo ${{ steps.nope.outputs.x }}'), ['10: Context access might be invalid: nope']],
  [
    'inputs and secrets of a workflow that is called',
    workflow(`    uses: ${repository}/.github/workflows/run-batch-job.yml@${tag}
    with: { nope: 1 }
    secrets: { NOPE: x }
`),
    [
      '8: Invalid input, nope is not defined in the referenced workflow.',
      '9: Invalid secret, NOPE is not defined in the referenced workflow.',
    ],
  ],
  [
    'a workflow that is not there',
    workflow(`    uses: ${repository}/.github/workflows/nope.yml@${tag}\n`),
    ['7: Unable to find reusable workflow'],
  ],
])('in a workflow: %s', (_what, text, faults) => {
  expect(faultsIn('workflow.yml', text)).toEqual(faults);
});

test.each<[string, string, string[]]>([
  ['nothing', action(`{ uses: ${repository}@${tag}, with: { operation: rest } }`), []],
  [
    'an input',
    action(`{ uses: ${repository}@${tag}, with: { operation: rest, operaton: rest } }`),
    ["6: Invalid action input 'operaton'"],
  ],
  [
    'a key',
    action('{ run: exit 1, shel: bash }'),
    ["6: Unexpected value 'shel'", '6: Required property is missing: shell'],
  ],
])('in an action: %s', (_what, text, faults) => {
  expect(faultsIn('action.yml', text)).toEqual(faults);
});
