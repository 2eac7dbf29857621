import assert from 'node:assert/strict';
import { existsSync, statSync } from 'node:fs';
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

function exported({ exitCode, outputs, requests, artifacts, simulator, log }: Seen): void {
  assert.equal(exitCode, 0);
  assert.equal(outputs['outcome'], 'finished');
  assert.equal(outputs['error'], '');
  assert.match(outputs['package-file'] ?? '', /golden\.zip$/);
  assert.equal(statSync(join(artifacts, 'kept', 'golden.zip')).size, 12_345);
  assert.deepEqual(requests.slice(0, 2), ['token', 'ExportToPackage']);
  assert.deepEqual(requests.slice(-2), ['GetExportedPackageUrl', 'GET blob']);
  const download = simulator.requests.at(-1);
  assert.equal(download?.headers['authorization'], undefined);
  const signature = new URL(download?.url ?? '', simulator.environmentUrl).searchParams.get('sig') ?? '';
  assert.ok(signature.length > 8 && !log.includes(signature), 'the signature of the blob URL stands in the log');
}

export const exportDataPackage: Case[] = [
  { chain, door: 'step', what: 'ends with an artifact', scenario, inputs, expect: exported },
  { chain, door: 'called', what: 'ends with an artifact', scenario, inputs, expect: exported },
  { chain, door: 'form', what: 'ends with an artifact', scenario, inputs, expect: exported },
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
];
