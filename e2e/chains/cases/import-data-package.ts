import assert from 'node:assert/strict';
import { Buffer } from 'node:buffer';
import { readdirSync } from 'node:fs';
import type { Scenario } from '../../../simulator/scenario.ts';
import { storing, type Case, type Seen } from '../case.ts';

const chain = 'import-data-package';
/** An empty zip file: what F&O makes of a package is the simulator's affair. */
const zip = Buffer.from('504b0506000000000000000000000000000000000000', 'hex');
const files = { 'packages/golden.zip': zip };
const inputs = () => ({ package: 'packages/golden.zip', 'definition-group': 'Golden "UAT"', 'legal-entity': 'usmf' });
const quick = {
  executionPlan: [{ status: 'NotRun', forMs: 200 }, { status: 'Executing', forMs: 500 }, { status: 'Succeeded' }],
};
const partly: Partial<Scenario> = {
  executionPlan: [{ status: 'Executing', forMs: 300 }, { status: 'PartiallySucceeded' }],
  executionErrors: 'broken',
};

/** A job in front that makes the artifact. */
const before = storing({ golden: 'packages' });

const annotations = ({ log }: Seen) => log.match(/::error.*/g) ?? [];
const importsOf = ({ simulator }: Seen) =>
  simulator.requests.filter(({ url }) => url.endsWith('ImportFromPackage')).length;

function imported({ exitCode, outputs, requests, simulator, log }: Seen): void {
  assert.equal(exitCode, 0);
  assert.equal(outputs['outcome'], 'finished');
  assert.equal(outputs['error'], '');
  assert.match(outputs['execution-id'] ?? '', /^gh-[0-9a-f]{24}-1$/);
  assert.deepEqual(requests.slice(0, 5), [
    'token',
    'GET /data/DataManagementExecutionJobDetails',
    'GetAzureWriteUrl',
    'PUT blob',
    'ImportFromPackage',
  ]);
  assert.ok(requests.includes('GetExecutionSummaryStatus'));
  const [upload, call] = ['/blob/', 'ImportFromPackage'].map((part) =>
    simulator.requests.find(({ url }) => url.includes(part)),
  );
  assert.equal(upload?.bodyBytes, zip.length);
  assert.equal(upload.headers['authorization'], undefined);
  const body = JSON.parse(call?.body ?? '') as Record<string, unknown>;
  assert.equal(body['definitionGroupId'], 'Golden "UAT"');
  assert.equal(body['executionId'], outputs['execution-id']);
  assert.equal(body['overwrite'], true);
  const signature = new URL(String(body['packageUrl'])).searchParams.get('sig') ?? '';
  assert.ok(signature.length > 8 && !log.includes(signature), 'the signature of the blob URL stands in the log');
}

export const importDataPackage: Case[] = [
  { chain, door: 'step', what: 'a package of the repository', scenario: quick, files, inputs, expect: imported },
  {
    chain,
    door: 'called',
    what: 'a package of an artifact, with OIDC',
    scenario: quick,
    files,
    before,
    inputs: () => ({ 'package-artifact': 'golden', 'definition-group': 'Golden "UAT"', 'legal-entity': 'usmf' }),
    secrets: () => ({}),
    expect(seen) {
      assert.equal(seen.requests.shift(), 'id token');
      imported(seen);
    },
  },
  { chain, door: 'form', what: 'a package of the repository', scenario: quick, files, inputs, expect: imported },
  {
    chain,
    door: 'called',
    what: 'the package lies in Azurite, byte for byte',
    scenario: quick,
    azurite: true,
    files,
    inputs,
    async expect({ exitCode, outputs, simulator, log }) {
      assert.equal(exitCode, 0);
      assert.equal(outputs['outcome'], 'finished');
      const call = simulator.requests.find(({ url }) => url.endsWith('ImportFromPackage'));
      const { packageUrl } = JSON.parse(call?.body ?? '') as { packageUrl: string };
      assert.deepEqual(Buffer.from(await (await fetch(packageUrl)).arrayBuffer()), zip);
      const signature = new URL(packageUrl).searchParams.get('sig') ?? '';
      assert.ok(!log.includes(encodeURIComponent(signature)), 'the signature of the blob URL stands in the log');
    },
  },
  {
    chain,
    door: 'called',
    what: 'a response that a gateway cut is followed, not sent again',
    scenario: { ...quick, importHoldMs: 800, importGatewayCutMs: 200 },
    files,
    inputs,
    expect(seen) {
      imported(seen);
      assert.deepEqual(annotations(seen), [], 'a green import has no red annotation');
      assert.equal(seen.simulator.requests.filter(({ url }) => url.endsWith('ImportFromPackage')).length, 1);
    },
  },
  ...(['reset', 'cut'] as const).map((respond): Case => ({
    chain,
    door: 'called',
    what: `a connection that breaks (${respond}) is followed, not sent again, and leaves nothing red`,
    scenario: { ...quick, faults: [{ match: { path: 'ImportFromPackage' }, respond, carryOut: true }] },
    files,
    inputs,
    expect(seen) {
      imported(seen);
      assert.deepEqual(annotations(seen), [], 'a green import has no red annotation');
      assert.equal(importsOf(seen), 1);
    },
  })),
  {
    chain,
    door: 'called',
    what: 'all jobs run again, the package is imported again',
    scenario: quick,
    files,
    inputs,
    again: { jobs: 'all' },
    expect(seen) {
      assert.equal(seen.exitCode, 0);
      assert.equal(importsOf(seen), 2);
      const ids = seen.simulator.requests
        .filter(({ url }) => url.endsWith('ImportFromPackage'))
        .map(({ body }) => (JSON.parse(body) as { executionId: string }).executionId);
      assert.notEqual(ids[0], ids[1]);
    },
  },
  {
    chain,
    door: 'called',
    what: 'rows that F&O refused fail it, and are kept',
    scenario: partly,
    files,
    inputs,
    expect({ exitCode, outputs, artifacts, summary }) {
      assert.equal(exitCode, 1);
      assert.equal(outputs['outcome'], 'partially-succeeded');
      assert.equal(outputs['error-count'], '3');
      const [name = ''] = readdirSync(artifacts);
      assert.match(name, /^import-errors-localhost-\d+-usmf-import-data-package-gh-/);
      assert.match(summary, /❌ Import of a data package .*partially/i);
    },
  },
  {
    chain,
    door: 'called',
    what: 'an import that F&O refuses fails it at once',
    scenario: { faults: [{ match: { path: 'ImportFromPackage' }, respond: '403' }] },
    files,
    inputs,
    expect({ exitCode, outputs, requests }) {
      assert.equal(exitCode, 1);
      assert.equal(outputs['outcome'], 'failed');
      assert.match(outputs['error'] ?? '', /403/);
      assert.ok(!requests.includes('GetExecutionSummaryStatus'));
    },
  },
  {
    chain,
    door: 'form',
    what: 'what people paste with blanks and line breaks is what they meant',
    scenario: quick,
    files,
    inputs: () => ({
      ...inputs(),
      'legal-entity': ' usmf',
      'definition-group': 'Golden "UAT"\r\n',
      overwrite: 'true ',
    }),
    expect(seen) {
      imported(seen);
      const [body = ''] = seen.simulator.requests
        .filter(({ url }) => url.endsWith('ImportFromPackage'))
        .map((request) => request.body);
      assert.match(body, /"overwrite": true,\s*"legalEntityId": "usmf"/);
    },
  },
  {
    chain,
    door: 'called',
    what: 'an outcome that there is not fails before any request',
    inputs: () => ({ ...inputs(), 'accept-outcome': 'partialy-succeeded' }),
    files,
    expect({ exitCode, outputs, requests }) {
      assert.equal(exitCode, 1);
      assert.match(outputs['error'] ?? '', /`accept-outcome` has "partialy-succeeded"/);
      assert.deepEqual(requests, []);
    },
  },
  {
    chain,
    door: 'called',
    what: 'a bad input fails before any request',
    inputs: () => ({ ...inputs(), 'definition-group': ' ', package: 'packages/missing.zip' }),
    files,
    expect({ exitCode, outputs, requests }) {
      assert.equal(exitCode, 1);
      assert.match(outputs['error'] ?? '', /`definition-group` is missing/);
      assert.deepEqual(requests, []);
    },
  },
  {
    chain,
    door: 'step',
    what: 'a package that is not there fails before any request',
    inputs: () => ({ ...inputs(), package: 'packages/missing.zip' }),
    files,
    expect({ exitCode, outputs, requests }) {
      assert.equal(exitCode, 1);
      assert.match(outputs['error'] ?? '', /cannot be read/);
      assert.deepEqual(requests, []);
    },
  },
  {
    chain,
    door: 'called',
    what: 'rows that F&O refused are accepted',
    scenario: partly,
    files,
    inputs: () => ({ ...inputs(), 'accept-outcome': 'partially-succeeded' }),
    expect({ exitCode, outputs }) {
      assert.equal(exitCode, 0);
      assert.equal(outputs['outcome'], 'partially-succeeded');
      assert.equal(outputs['error'], '');
    },
  },
  {
    chain,
    door: 'called',
    what: 'run again, nothing is imported twice',
    scenario: quick,
    files,
    inputs,
    again: { jobs: 'failed' },
    expect(seen) {
      assert.equal(seen.exitCode, 0);
      assert.equal(seen.outputs['outcome'], 'finished');
      assert.equal(importsOf(seen), 1);
      assert.match(seen.log, /It is not sent again/);
    },
  },
  {
    chain,
    door: 'called',
    what: 'run again, an import that failed is sent under the next execution id',
    scenario: { executionPlan: [{ status: 'Executing', forMs: 100 }, { status: 'Failed' }] },
    files,
    inputs,
    again: {
      jobs: 'failed',
      meanwhile({ scenario }) {
        scenario.executionPlan = quick.executionPlan;
      },
    },
    expect(seen) {
      assert.equal(seen.exitCode, 0);
      assert.match(seen.outputs['execution-id'] ?? '', /-2$/);
      assert.equal(importsOf(seen), 2);
    },
  },
  {
    chain,
    door: 'called',
    what: 'what cannot end within the job is refused at the start',
    files,
    inputs: () => ({ ...inputs(), 'wait-timeout-minutes': '60', 'job-timeout-minutes': '60' }),
    expect({ exitCode, outputs, requests }) {
      assert.equal(exitCode, 1);
      assert.match(outputs['error'] ?? '', /the job ends after 60/);
      assert.deepEqual(requests, []);
    },
  },
  {
    chain,
    door: 'called',
    what: 'no secret goes to an environment that the variables do not name',
    files,
    inputs: () => ({ ...inputs(), 'environment-url': 'https://evil.example' }),
    expect({ exitCode, log, requests }) {
      assert.equal(exitCode, 1);
      assert.match(log, /::error::`environment-url` is "https:\/\/evil.example"/);
      assert.deepEqual(requests, []);
    },
  },
];
