import assert from 'node:assert/strict';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Case, Seen } from '../case.ts';

const chain = 'export-data-package';
const scenario = {
  executionPlan: [{ status: 'Executing', forMs: 400 }, { status: 'Succeeded' }],
  packageBytes: 12_345,
};
const inputs = () => ({
  'definition-group': 'Golden',
  'legal-entity': 'usmf',
  'package-name': 'golden',
  'artifact-name': 'kept',
});

function exported({ exitCode, outputs, requests, artifacts, simulator, log }: Seen, artifact = 'kept'): void {
  assert.equal(exitCode, 0);
  assert.equal(outputs['outcome'], 'finished');
  assert.equal(outputs['error'], '');
  assert.match(outputs['package-file'] ?? '', /golden\.zip$/);
  assert.equal(statSync(join(artifacts, artifact, 'golden.zip')).size, 12_345);
  assert.deepEqual(requests.slice(0, 2), ['token', 'ExportToPackage']);
  assert.deepEqual(requests.slice(-2), ['GetExportedPackageUrl', 'GET blob']);
  const download = simulator.requests.at(-1);
  assert.equal(download?.headers['authorization'], undefined);
  const signature = new URL(download?.url ?? '', simulator.environmentUrl).searchParams.get('sig') ?? '';
  assert.ok(signature.length > 8 && !log.includes(signature), 'the signature of the blob URL stands in the log');
}

export const exportDataPackage: Case[] = [
  {
    chain,
    door: 'step',
    what: 'ends with an artifact',
    scenario,
    inputs,
    expect: (seen) => {
      exported(seen);
    },
  },
  {
    chain,
    door: 'called',
    what: 'ends with an artifact',
    scenario,
    inputs,
    expect: (seen) => {
      exported(seen);
    },
  },
  {
    chain,
    door: 'form',
    what: 'ends with an artifact',
    scenario,
    inputs,
    expect(seen) {
      exported(seen, seen.outputs['artifact-name']);
    },
  },
  {
    chain,
    door: 'called',
    what: 'an export that fails leaves no artifact',
    scenario: { executionPlan: [{ status: 'Executing', forMs: 300 }, { status: 'Failed' }] },
    inputs,
    expect({ exitCode, outputs, artifacts, requests }) {
      assert.equal(exitCode, 1);
      assert.equal(outputs['outcome'], 'error');
      assert.notEqual(outputs['error'], '');
      assert.ok(!existsSync(join(artifacts, 'kept')));
      assert.ok(!requests.includes('GetExportedPackageUrl'));
    },
  },
  {
    chain,
    door: 'called',
    what: 'a bad input fails before any request',
    inputs: () => ({ ...inputs(), 'package-name': '../golden' }),
    expect({ exitCode, outputs, requests }) {
      assert.equal(exitCode, 1);
      assert.match(outputs['error'] ?? '', /`package-name`/);
      assert.deepEqual(requests, []);
    },
  },
  ...(
    [
      ['a page of a proxy', { respond: 'custom', status: 200, body: '<html>Blocked</html>' }, /web page/],
      ['an empty body', { respond: 'custom', status: 200, body: '' }, /is empty/],
      ['a 202', { respond: 'custom', status: 202, body: '' }, /returned 202/],
    ] as const
  ).map(([what, fault, error]): Case => ({
    chain,
    door: 'called',
    what: `${what} is no package`,
    scenario: { ...scenario, faults: [{ match: { method: 'GET', path: '/blob/' }, ...fault }] },
    inputs,
    expect({ exitCode, outputs, artifacts }) {
      assert.equal(exitCode, 1);
      assert.equal(outputs['outcome'], 'failed');
      assert.match(outputs['error'] ?? '', error);
      assert.equal(outputs['package-file'], '');
      assert.ok(!existsSync(join(artifacts, 'kept')));
    },
  })),
  {
    chain,
    door: 'called',
    what: 'run again, the artifact is replaced; its name is made of where the package comes from',
    scenario,
    inputs: () => ({ 'definition-group': 'Golden', 'legal-entity': 'usmf' }),
    again: { jobs: 'all' },
    expect({ exitCode, outputs, artifacts, simulator }) {
      assert.equal(exitCode, 0);
      const host = new URL(simulator.environmentUrl).host.replace(':', '-');
      const name = outputs['artifact-name'] ?? '';
      assert.ok(name.startsWith(`export-data-package-${host}-usmf-export-data-package-Golden`), name);
      assert.deepEqual(readdirSync(artifacts), [name]);
    },
  },
];
