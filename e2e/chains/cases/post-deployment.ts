import assert from 'node:assert/strict';
import { Buffer } from 'node:buffer';
import { cpSync, renameSync, rmSync } from 'node:fs';
import type { Simulator } from '../../../simulator/simulator.ts';
import { storing, type Case, type Seen } from '../case.ts';
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
/** The variables name no application, so that each environment can name its own. */
const withoutClient = () => ({ D365FO_CLIENT_ID: '' });

const started = ({ requests }: Simulator) =>
  requests.flatMap(({ url, body }) =>
    url.includes('SetBatchJobToWaiting') ? String((JSON.parse(body) as { batchJobId: number }).batchJobId) : [],
  );

const importsOf = ({ requests }: Simulator) => requests.filter(({ url }) => url.endsWith('ImportFromPackage')).length;
const mend = ({ scenario: now }: Simulator) => {
  now.faults = [];
};

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
          'Package golden.zip',
          'Package delta.zip',
          '101, 102',
          'Third, at last',
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
    variables: withoutClient,
    inputs: (simulator) => ({ ...inputs(), environments: two(simulator), 'client-id': simulator.clientId }),
    expect({ exitCode, outputs, summary, simulator }) {
      assert.equal(exitCode, 1);
      assert.equal(outputs['outcome'], 'failed');
      assert.match(outputs['error'] ?? '', /^prod: .*700016/);
      const results = JSON.parse(outputs['results'] ?? '') as { environment: string; outcome: string }[];
      assert.deepEqual(
        results.map(({ environment, outcome }) => `${environment} ${outcome}`),
        ['uat finished', 'prod failed'],
      );
      assert.match(summary, /## ❌ After the deployment: 1 of 2 environments finished/);
      assert.match(summary, /\| Stage \| uat \| prod \|/);
      assert.match(summary, /\| \*\*Outcome\*\* \| ✅ finished \| ❌ failed \|/);
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
  {
    chain,
    door: 'called',
    what: 'two jobs of one description in two legal entities run once each, at the same time',
    scenario: {
      ...scenario,
      batchJobs: [endedJob('201', run, 'Close', 'usmf'), endedJob('202', run, 'Close', 'demf')],
    },
    inputs: () => ({
      'batch-jobs': JSON.stringify([
        ['usmf', 'demf'].map((entity) => ({ 'batch-job-description': 'Close', 'legal-entity': entity })),
      ]),
    }),
    expect({ exitCode, simulator, requests }) {
      assert.equal(exitCode, 0);
      assert.deepEqual(started(simulator), ['201', '202']);
      assert.ok(requests.indexOf('GET /BatchJobs') < requests.indexOf('InitializeDataManagement'));
    },
  },
  ...(
    [
      [
        'a description that several jobs have',
        { 'batch-jobs': 'Close' },
        /2 batch jobs have the description "Close": 201 \(usmf\), 202 \(demf\)/,
      ],
      ['a description that no job has', { 'batch-jobs': 'Open' }, /no batch job has the description "Open"/],
    ] as const
  ).map(([what, given, error]): Case => ({
    chain,
    door: 'step',
    what: `${what} is found before anything is changed`,
    scenario: {
      ...scenario,
      batchJobs: [endedJob('201', run, 'Close', 'usmf'), endedJob('202', run, 'Close', 'demf')],
    },
    inputs: () => given,
    expect({ exitCode, outputs, simulator }) {
      assert.equal(exitCode, 1);
      assert.match(outputs['error'] ?? '', error);
      assert.deepEqual(started(simulator), []);
      assert.ok(!simulator.requests.some(({ url }) => url.includes('InitializeDataManagement')));
    },
  })),
  ...(
    [
      [
        'a package that is not there',
        { packages: packages.replace('delta.zip"', 'missing.zip"') },
        /`packages`, entry 2: .*missing.zip cannot be read/,
      ],
      ['a condition that is not JMESPath', { 'smoke-expect': "Name = 'usmf'" }, /which is not JMESPath/],
      ['a smoke path elsewhere', { 'smoke-path': 'https://uat.example/data/X' }, /which is not the environment/],
      ['an outcome that there is not', { 'accept-outcome': 'partial' }, /`accept-outcome` has "partial"/],
      [
        'a time limit in words',
        { packages: packages.replace('}', ', "wait-timeout-minutes": "2 hours"}') },
        /`packages`, entry 1: `wait-timeout-minutes` is "2 hours"/,
      ],
      ['a smoke path without a slash', { 'smoke-path': 'data/LegalEntities' }, /`smoke-path`/],
      ['a RecId above 2^53 as a number', { 'batch-jobs': '[{"batch-job-recid": 5637144576123456789}]' }, /above 2\^53/],
      [
        'what cannot end within the job',
        { 'batch-jobs': '101\n102', 'wait-timeout-minutes': '200' },
        /may take \d+ minutes in all/,
      ],
    ] as const
  ).map(([what, given, error]): Case => ({
    chain,
    door: 'step',
    what: `${what} is found before any request`,
    files,
    inputs: () => ({ ...inputs(), ...given }),
    expect({ exitCode, outputs, requests }) {
      assert.equal(exitCode, 1);
      assert.match(outputs['error'] ?? '', error);
      assert.deepEqual(requests, []);
    },
  })),
  {
    chain,
    door: 'step',
    what: 'two packages of two artifacts, and the ready path before them',
    scenario,
    files,
    before: storing({ one: 'golden.zip', two: 'delta.zip' }),
    inputs: () => ({
      packages: JSON.stringify(
        ['one', 'two'].map((name) => ({ 'package-artifact': name, 'definition-group': name, 'legal-entity': 'usmf' })),
      ),
      'ready-path': '/data/LegalEntities?$top=1',
    }),
    expect({ exitCode, outputs, requests, log }) {
      assert.equal(exitCode, 0, outputs['error']);
      const order = requests.filter((request) => ['ImportFromPackage', 'GET /data/LegalEntities'].includes(request));
      assert.deepEqual(order, ['GET /data/LegalEntities', 'ImportFromPackage', 'ImportFromPackage']);
      assert.match(log, /file-1=\S+golden\.zip/);
      assert.match(log, /file-2=\S+delta\.zip/);
    },
  },
  // A fault in each stage: the first attempt stops there, *Re-run failed jobs* goes on.
  ...(
    [
      ['the environment', { match: { path: 'GetUserSessionInfo' }, respond: '403' }],
      ['the refresh', { match: { path: 'InitializeDataManagement' }, respond: '403' }],
      ['the second package', { match: { path: 'ImportFromPackage', nth: 2 }, respond: '403' }],
      ['the first group, behind its first job', { match: { path: 'SetBatchJobToWaiting', nth: 2 }, respond: '403' }],
      ['the second group', { match: { path: 'SetBatchJobToWaiting', nth: 3 }, respond: '403' }],
      ['the smoke test', { match: { path: '/data/LegalEntities' }, respond: '403' }],
    ] as const
  ).map(([stage, fault]): Case => {
    const refused = { 'the first group, behind its first job': '102', 'the second group': '103' }[stage as string];
    return {
      chain,
      door: 'form',
      what: `run again after a fault in ${stage}, nothing runs twice`,
      scenario: { ...scenario, faults: [fault] },
      files,
      inputs,
      again: { jobs: 'failed', meanwhile: mend },
      expect({ exitCode, outputs, simulator }) {
        assert.equal(exitCode, 0, outputs['error']);
        const expected = ['101', '102', '103', ...(refused === undefined ? [] : [refused])].sort();
        assert.deepEqual(started(simulator).sort(), expected);
        assert.equal(importsOf(simulator), stage === 'the second package' ? 3 : 2);
      },
    };
  }),
  {
    chain,
    door: 'form',
    what: 'all jobs run again, everything runs again',
    scenario,
    files,
    inputs,
    again: { jobs: 'all' },
    expect({ exitCode, outputs, simulator }) {
      assert.equal(exitCode, 0, outputs['error']);
      assert.deepEqual(started(simulator), ['101', '102', '103', '101', '102', '103']);
      assert.equal(importsOf(simulator), 4);
    },
  },
  {
    chain,
    door: 'called',
    what: 'one of two environments failed: run again, it goes on, and the other is left alone',
    scenario: { ...scenario, faults: [{ match: { path: 'GetUserSessionInfo', nth: 2 }, respond: '403' }] },
    files,
    inputs: (simulator) => ({
      ...inputs(),
      environments: JSON.stringify(
        ['uat', 'prod'].map((environment) => ({ environment, 'environment-url': simulator.environmentUrl })),
      ),
    }),
    again: { jobs: 'failed', legs: ['prod'], meanwhile: mend },
    expect({ exitCode, outputs, summary, simulator }) {
      assert.equal(exitCode, 0, outputs['error']);
      assert.deepEqual(started(simulator), ['101', '102', '103', '101', '102', '103'], 'once for each environment');
      assert.equal(importsOf(simulator), 4);
      assert.match(summary, /2 of 2 environments finished/);
    },
  },
  {
    chain,
    door: 'called',
    what: 'an attempt that had no journal and reached no batch job leaves none that says so of those before it',
    scenario: { ...scenario, faults: [{ match: { path: 'SetBatchJobToWaiting', nth: 2 }, respond: '403' }] },
    inputs: () => ({ 'batch-jobs': '101\n102' }),
    again: [
      {
        jobs: 'failed',
        meanwhile(simulator, { artifacts }) {
          rmSync(artifacts, { recursive: true });
          simulator.scenario.faults = [{ match: { path: 'GetUserSessionInfo' }, respond: '403' }];
        },
      },
      { jobs: 'failed', meanwhile: mend },
    ],
    expect({ exitCode, outputs, simulator, log }) {
      assert.equal(exitCode, 0, outputs['error']);
      assert.deepEqual(started(simulator), ['101', '102', '102']);
      assert.match(log, /::warning::The earlier attempt left no journal/);
    },
  },
  {
    chain,
    door: 'called',
    what: 'the runner of the second attempt is lost: the third takes nothing from the journal of the first for what the second did',
    scenario: { ...scenario, faults: [{ match: { path: 'SetBatchJobToWaiting' }, respond: '403' }] },
    inputs: () => ({ 'batch-jobs': '101\n102' }),
    again: [
      {
        jobs: 'failed',
        meanwhile(simulator, { artifacts }) {
          cpSync(artifacts, `${artifacts}-of-the-first`, { recursive: true });
          mend(simulator);
        },
      },
      {
        jobs: 'failed',
        meanwhile(_, { artifacts }) {
          rmSync(artifacts, { recursive: true });
          renameSync(`${artifacts}-of-the-first`, artifacts);
        },
      },
    ],
    expect({ exitCode, outputs, simulator }) {
      assert.equal(exitCode, 0, outputs['error']);
      assert.deepEqual(started(simulator), ['101', '101', '102']);
    },
  },
  {
    chain,
    door: 'called',
    what: 'run again without a journal, what has run since the plan counts, and what has not is started',
    scenario: {
      ...scenario,
      // The second one is a recurring job, which rests at Waiting.
      startScheduled: 'at-once',
      batchJobs: [
        endedJob('101', run),
        { ...endedJob('102', run), plan: [{ status: 'Waiting' }], startsInMs: 3_600_000, recurrenceMs: 3_600_000 },
      ],
      faults: [{ match: { path: 'SetBatchJobToWaiting', nth: 2 }, respond: '403' }],
    },
    inputs: () => ({ 'batch-jobs': '101\n102', 'accept-outcome': 'ended-unknown' }),
    again: {
      jobs: 'failed',
      meanwhile(simulator, { artifacts }) {
        mend(simulator);
        rmSync(artifacts, { recursive: true });
      },
    },
    expect({ exitCode, outputs, simulator, log }) {
      assert.equal(exitCode, 0, outputs['error']);
      assert.deepEqual(started(simulator), ['101', '102', '102']);
      assert.match(log, /::warning::The earlier attempt left no journal/);
      assert.deepEqual(log.match(/::error.*/g), null, 'nothing is red in the second attempt');
    },
  },
];
