import assert from 'node:assert/strict';
import { Buffer } from 'node:buffer';
import type { Simulator } from '../../../simulator/simulator.ts';
import type { Case, Seen } from '../case.ts';
import { endedJob } from '../jobs.ts';

const chain = 'post-deployment';
const zip = Buffer.from('504b0506000000000000000000000000000000000000', 'hex');
const files = { 'golden.zip': zip, 'delta.zip': zip };
const run = [{ status: 'Waiting', forMs: 100 }, { status: 'Executing', forMs: 200 }, { status: 'Finished' }];
const scenario = {
  initializeMs: 50,
  importHoldMs: 50,
  executionPlan: [{ status: 'Executing', forMs: 200 }, { status: 'Succeeded' }],
  batchJobs: [endedJob('101', run, 'First'), endedJob('102', run, 'Second'), endedJob('103', run, 'Third, at last')],
};
const packages = JSON.stringify(
  Object.keys(files).map((name) => ({ package: name, 'definition-group': name, 'legal-entity': 'usmf' })),
);
const inputs = () => ({
  packages,
  'batch-jobs': '101, 102; Third, at last',
  'smoke-path': '/data/LegalEntities',
  'smoke-expect': 'length(value) > `0`',
});
/** Of the second one Entra ID does not know the application. */
const two = ({ environmentUrl }: Simulator) =>
  JSON.stringify([
    { environment: 'uat', 'environment-url': environmentUrl },
    { environment: 'prod', 'environment-url': environmentUrl, 'client-id': '11111111-2222-3333-4444-555555555555' },
  ]);

const started = ({ requests }: Simulator) =>
  requests.flatMap(({ url, body }) =>
    url.includes('SetBatchJobToWaiting') ? String((JSON.parse(body) as { batchJobId: number }).batchJobId) : [],
  );

function ranInOrder({ exitCode, outputs, requests, simulator }: Seen): void {
  assert.equal(exitCode, 0);
  assert.equal(outputs['outcome'], 'finished');
  assert.equal(outputs['error'], '');
  assert.equal(requests.filter((request) => request === 'token').length, 1, 'one token for the whole chain');
  const order = requests.filter((request) =>
    ['InitializeDataManagement', 'ImportFromPackage', 'GET /data/LegalEntities'].includes(request),
  );
  assert.deepEqual(order, [
    'InitializeDataManagement',
    'ImportFromPackage',
    'ImportFromPackage',
    'GET /data/LegalEntities',
  ]);
  assert.deepEqual(started(simulator), ['101', '102', '103']);
}

export const postDeployment: Case[] = [
  {
    chain,
    door: 'step',
    what: 'packages in order, group after group',
    scenario,
    files,
    inputs: () => ({ ...inputs(), 'environment-name': 'uat' }),
    expect(seen) {
      ranInOrder(seen);
      const stages = JSON.parse(seen.outputs['stages'] ?? '') as { stage: string; outcome: string }[];
      assert.deepEqual(
        stages.map(({ stage, outcome }) => `${stage}: ${outcome}`),
        [
          'Plan',
          'Environment',
          'Data entities',
          'Package 1',
          'Package 2',
          'Batch jobs 1',
          'Batch jobs 2',
          'Smoke test',
        ].map((stage) => `${stage}: success`),
      );
    },
  },
  {
    chain,
    door: 'called',
    what: 'one of two environments fails, and the summary has both',
    scenario,
    files,
    inputs: (simulator) => ({ ...inputs(), environments: two(simulator) }),
    expect({ exitCode, outputs, summary, simulator }) {
      assert.equal(exitCode, 1);
      assert.equal(outputs['outcome'], 'failed');
      assert.match(outputs['error'] ?? '', /^prod: .*700016/);
      const results = JSON.parse(outputs['results'] ?? '') as { environment: string; outcome: string }[];
      assert.deepEqual(
        results.map(({ environment, outcome }) => `${environment} ${outcome}`),
        ['uat finished', 'prod failed'],
      );
      assert.match(summary, /\| uat \| ✅ finished \|/);
      assert.match(summary, /\| prod \| ❌ failed \|/);
      assert.deepEqual(started(simulator), ['101', '102', '103'], 'the failed environment ran no job');
    },
  },
  {
    chain,
    door: 'called',
    what: 'the first failure stops the environment',
    scenario: {
      ...scenario,
      batchJobs: [
        endedJob('101', [{ status: 'Executing', forMs: 100 }, { status: 'Error' }]),
        ...scenario.batchJobs.slice(1),
      ],
    },
    files,
    inputs: () => ({ 'batch-jobs': '101\n102' }),
    expect({ exitCode, outputs, simulator }) {
      assert.equal(exitCode, 1);
      assert.equal(outputs['outcome'], 'failed');
      assert.deepEqual(started(simulator), ['101']);
    },
  },
  {
    chain,
    door: 'form',
    what: 'packages in order, group after group',
    scenario,
    files,
    inputs,
    expect: ranInOrder,
  },
  {
    chain,
    door: 'called',
    what: 'bad JSON fails in the first job, with a sentence',
    inputs: () => ({ environments: '["uat"', packages: '[{"package": 1}]' }),
    expect({ exitCode, log, requests }) {
      assert.equal(exitCode, 1);
      assert.match(log, /::error::`environments` is not valid JSON .*`packages`, entry 1 has no `definition-group`/);
      assert.match(log, /Read the plan *\] 🏁 {2}Job failed/);
      assert.deepEqual(requests, []);
    },
  },
];
