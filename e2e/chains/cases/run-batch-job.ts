import assert from 'node:assert/strict';
import type { Scenario } from '../../../simulator/scenario.ts';
import type { Simulator } from '../../../simulator/simulator.ts';
import { clientSecret, type Case, type Seen } from '../case.ts';
import { endedJob } from '../jobs.ts';

const chain = 'run-batch-job';
/** Above 2^53: what counts in doubles loses its last digits. */
const recId = '5637144576123456789';
const finishing = [{ status: 'Waiting', forMs: 300 }, { status: 'Executing', forMs: 500 }, { status: 'Finished' }];
const failing = [{ status: 'Waiting', forMs: 300 }, { status: 'Executing', forMs: 300 }, { status: 'Error' }];
const scenarioOf = (plan: { status: string; forMs?: number }[]): Partial<Scenario> => ({
  batchJobs: [endedJob(recId, plan, 'Nightly balances')],
});
const inputs = () => ({ 'batch-job-recid': recId });
const callback = ({ environmentUrl }: Simulator) => `${environmentUrl}/callback?sig=a-signature-of-the-caller`;
const startsOf = ({ requests }: Simulator) =>
  requests.flatMap(({ url, body }) => (url.includes('SetBatchJobToWaiting') ? (/\d{5,}/.exec(body) ?? []) : []));
const told = ({ requests }: Simulator) =>
  requests
    .filter(({ url }) => url.startsWith('/callback'))
    .map(({ body }) => JSON.parse(body) as Record<string, unknown>);

function ranOnce({ exitCode, outputs, requests, simulator, summary }: Seen): void {
  assert.equal(exitCode, 0);
  assert.equal(outputs['outcome'], 'finished');
  assert.equal(outputs['error'], '');
  assert.equal(outputs['status'], 'Finished');
  const [job] = JSON.parse(outputs['jobs'] ?? '') as { recId: string; outcome: string }[];
  assert.equal(job?.recId, recId);
  assert.equal(requests.filter((request) => request.startsWith('token')).length, 1, 'one token for the whole job');
  assert.deepEqual(startsOf(simulator), [recId], 'every digit');
  assert.match(summary, /Nightly balances/);
}

export const runBatchJob: Case[] = [
  { chain, door: 'step', what: 'starts it and waits', scenario: scenarioOf(finishing), inputs, expect: ranOnce },
  {
    chain,
    door: 'called',
    what: 'with OIDC, starts it and waits',
    scenario: scenarioOf(finishing),
    inputs,
    secrets: () => ({}),
    expect: ranOnce,
  },
  {
    chain,
    door: 'called',
    what: 'tells the callback URL of a secret',
    scenario: scenarioOf(finishing),
    inputs: () => ({ 'batch-job-description': 'Nightly balances', 'legal-entity': 'usmf' }),
    secrets: (simulator) => ({ ...clientSecret(simulator), D365FO_CALLBACK_URL: callback(simulator) }),
    expect(seen) {
      ranOnce(seen);
      assert.deepEqual(
        told(seen.simulator).map(({ StatusCode }) => StatusCode),
        ['200'],
      );
    },
  },
  { chain, door: 'form', what: 'starts it and waits', scenario: scenarioOf(finishing), inputs, expect: ranOnce },
  {
    chain,
    door: 'form',
    what: 'without starting it, the run under way',
    scenario: { batchJobs: [{ recId, plan: [{ status: 'Executing', forMs: 500 }, { status: 'Finished' }] }] },
    inputs: () => ({ ...inputs(), start: 'false' }),
    expect({ exitCode, outputs, simulator }) {
      assert.equal(exitCode, 0);
      assert.equal(outputs['outcome'], 'finished');
      assert.equal(
        simulator.requests.filter(({ method, url }) => method === 'POST' && url.startsWith('/data')).length,
        0,
      );
    },
  },
  {
    chain,
    door: 'event',
    what: 'a system outside waits at its callback URL',
    scenario: scenarioOf(finishing),
    inputs: (simulator) => ({ 'batch-job-recid': recId, 'callback-url': callback(simulator) }),
    expect(seen) {
      ranOnce(seen);
      assert.ok(!seen.log.includes('a-signature-of-the-caller'), 'the callback URL stands in the log');
      const [callback] = told(seen.simulator);
      assert.equal(callback?.['StatusCode'], '200');
      assert.equal((callback['Output'] as { outcome: string }).outcome, 'finished');
    },
  },
  {
    chain,
    door: 'event',
    what: 'a field that is nearly `start` is refused, and told, instead of starting the job',
    scenario: scenarioOf(finishing),
    inputs: (simulator) => ({ ...inputs(), Start: false, 'callback-url': callback(simulator) }),
    expect({ exitCode, simulator }) {
      assert.equal(exitCode, 1);
      assert.deepEqual(startsOf(simulator), []);
      assert.match(JSON.stringify(told(simulator)), /did you mean `start`/);
    },
  },
  {
    chain,
    door: 'form',
    what: 'several jobs, the RecIds as the JSON list that `extract` gives',
    scenario: {
      batchJobs: [endedJob('5637144576', finishing), endedJob(recId, finishing)],
    },
    inputs: () => ({ 'batch-job-recid': `["5637144576", "${recId}"]` }),
    expect({ exitCode, outputs, simulator }) {
      assert.equal(exitCode, 0, outputs['error']);
      assert.deepEqual(startsOf(simulator), ['5637144576', recId]);
    },
  },
  {
    chain,
    door: 'event',
    what: 'several jobs, the RecIds as numbers',
    scenario: {
      batchJobs: [endedJob('5637144576', finishing), endedJob('5637144577', finishing)],
    },
    inputs: () => ({ 'batch-job-recid': [5637144576, 5637144577], start: true, 'requeue-limit': 1 }),
    expect({ exitCode, outputs }) {
      assert.equal(exitCode, 0);
      const jobs = JSON.parse(outputs['jobs'] ?? '') as { recId: string; outcome: string }[];
      assert.deepEqual(
        jobs.map(({ recId: id, outcome }) => `${id} ${outcome}`),
        ['5637144576 finished', '5637144577 finished'],
      );
    },
  },
  {
    chain,
    door: 'event',
    what: 'a job in Error is told as well',
    scenario: scenarioOf(failing),
    inputs: (simulator) => ({ 'batch-job-recid': recId, 'callback-url': callback(simulator) }),
    expect({ exitCode, simulator }) {
      assert.equal(exitCode, 1);
      const [callback] = told(simulator);
      assert.equal(callback?.['StatusCode'], '500');
      assert.equal((callback['Error'] as { ErrorCode: string }).ErrorCode, 'error');
    },
  },
  {
    chain,
    door: 'event',
    what: 'a sign-in that is refused is told as well',
    scenario: { ...scenarioOf(finishing), entraErrorCode: 7000222 },
    inputs: (simulator) => ({ 'batch-job-recid': recId, 'callback-url': callback(simulator) }),
    expect({ exitCode, outputs, simulator, log }) {
      assert.equal(exitCode, 1);
      assert.equal(outputs['outcome'], 'failed');
      assert.match(outputs['error'] ?? '', /7000222/);
      assert.equal(log.match(/::error.*7000222/g)?.length, 1, 'one annotation');
      assert.equal(told(simulator)[0]?.['StatusCode'], '500');
    },
  },
  {
    chain,
    door: 'called',
    what: 'a job in Error fails it',
    scenario: scenarioOf(failing),
    inputs,
    expect({ exitCode, outputs }) {
      assert.equal(exitCode, 1);
      assert.equal(outputs['outcome'], 'error');
      assert.equal(outputs['status'], 'Error');
      assert.match(outputs['error'] ?? '', /Error/);
    },
  },
  {
    chain,
    door: 'called',
    what: 'a bad input fails before any request',
    expect({ exitCode, outputs, requests }) {
      assert.equal(exitCode, 1);
      assert.match(outputs['error'] ?? '', /No batch job is named.*Nothing was sent/);
      assert.deepEqual(requests, []);
    },
  },
  {
    chain,
    door: 'event',
    what: 'start false and a limit of 0 are what was given',
    scenario: { batchJobs: [{ recId, plan: [{ status: 'Executing', forMs: 500 }, { status: 'Error' }] }] },
    inputs: () => ({ ...inputs(), start: false, 'requeue-limit': 0 }),
    expect({ exitCode, simulator, outputs }) {
      assert.equal(exitCode, 1);
      assert.equal(outputs['outcome'], 'error');
      assert.deepEqual(startsOf(simulator), []);
    },
  },
  {
    chain,
    door: 'form',
    what: 'a job that finished is not run again if it has not failed',
    scenario: { batchJobs: [endedJob(recId, finishing)] },
    inputs: () => ({ ...inputs(), start: 'if-failed' }),
    expect({ exitCode, outputs, simulator }) {
      assert.equal(exitCode, 0);
      assert.equal(outputs['outcome'], 'finished');
      assert.deepEqual(startsOf(simulator), []);
    },
  },
  {
    chain,
    door: 'form',
    what: 'a job that failed is run again if it has failed',
    scenario: { batchJobs: [{ ...endedJob(recId, finishing), plan: [{ status: 'Error' }] }] },
    inputs: () => ({ ...inputs(), start: 'if-failed' }),
    expect({ exitCode, outputs, simulator }) {
      assert.equal(exitCode, 0);
      assert.equal(outputs['outcome'], 'finished');
      assert.deepEqual(startsOf(simulator), [recId]);
    },
  },
  {
    chain,
    door: 'called',
    what: 'a recurring job is green if its outcome is accepted',
    scenario: { batchJobs: [{ ...endedJob(recId, finishing), recurrenceMs: 3_600_000 }] },
    inputs: () => ({ ...inputs(), 'accept-outcome': 'ended-unknown' }),
    expect({ exitCode, outputs }) {
      assert.equal(exitCode, 0, outputs['error']);
      assert.equal(outputs['outcome'], 'ended-unknown');
      assert.equal(outputs['error'], '');
    },
  },
  ...(
    [
      ['called', undefined, 'scheduled'],
      ['called', 'true', 'timeout'],
      ['event', true, 'timeout'],
    ] as const
  ).map(([door, allowed, outcome]): Case => ({
    chain,
    door,
    what: `a scheduled job with allow-scheduled ${String(allowed)}: ${outcome}`,
    scenario: { batchJobs: [{ recId, startsInMs: 3_600_000 }] },
    inputs: () => ({
      ...inputs(),
      start: 'false',
      'wait-timeout-minutes': '0.05',
      ...(allowed !== undefined && { 'allow-scheduled': allowed }),
    }),
    expect({ exitCode, outputs, simulator }) {
      assert.equal(exitCode, 1);
      assert.equal(outputs['outcome'], outcome, outputs['error']);
      assert.deepEqual(startsOf(simulator), []);
    },
  })),
  {
    chain,
    door: 'called',
    what: 'a wait that runs out of time cancels the job',
    scenario: scenarioOf([{ status: 'Executing' }]),
    inputs: () => ({ ...inputs(), 'cancel-on': 'timeout', 'wait-timeout-minutes': '0.05' }),
    expect({ exitCode, outputs, requests }) {
      assert.equal(exitCode, 1);
      assert.equal(outputs['outcome'], 'timeout');
      assert.ok(requests.includes(`PATCH /data/BatchJobs(${recId})`), 'nothing was cancelled');
    },
  },
  {
    chain,
    door: 'called',
    what: 'a malformed RecId is noticed before a token is asked for, and told to the callback',
    secrets: (simulator) => ({ ...clientSecret(simulator), D365FO_CALLBACK_URL: callback(simulator) }),
    inputs: () => ({ 'batch-job-recid': '5637144576, close' }),
    expect({ exitCode, requests, simulator, log }) {
      assert.equal(exitCode, 1);
      assert.deepEqual(requests, ['POST /callback']);
      const [posted] = told(simulator);
      assert.equal(posted?.['StatusCode'], '500');
      assert.match(
        (posted['Error'] as { Message: string }).Message,
        /contains "close": use the RecId of a batch job, digits only/,
      );
      assert.equal(log.match(/::error.*use the RecId of a batch job/g)?.length, 1, 'one annotation');
    },
  },
];
