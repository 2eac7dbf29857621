import { describe, expect, test } from '@jest/globals';
import { signIn, type RecordedRequest, type RunOptions, useSimulator } from '../harness.ts';
import { addJob, ago, batchWait, jobsOf, planOf, sent, SPEED } from './batch-wait-run.ts';

const simulator = useSimulator({ clock: { speed: SPEED }, scenario: { batchJobs: [] } });

const START = 'SetBatchJobToWaiting';
const TOKEN = '/oauth2/v2.0/token';
const look = (recId: string) => `GET BatchJobs ${recId}`;
const start = (recId: string) => `POST ${START} {"batchJobId":${recId}}`;
const cancel = (recId: string) => `PATCH BatchJobs(${recId}) {"Status":"Cancelling"}`;

/** A job whose last run is over, and whose next one does not end by itself. */
const endless = (status: 'Finished' | 'Error' = 'Finished') =>
  addJob(simulator, status, {
    startDateTime: ago(simulator, 5),
    endDateTime: ago(simulator, 4),
    runPlans: [planOf('Executing')],
  });
const interruptAfter = (
  count: number,
  isIt: (request: RecordedRequest) => boolean,
): Pick<RunOptions, 'signals' | 'clockSpeed'> => ({
  clockSpeed: 1,
  signals: [{ signal: 'SIGINT', when: ({ requests }) => requests.filter(isIt).length >= count }],
});
const isStart = ({ url }: RecordedRequest) => url.includes(START);

describe('a start whose response is still out when the wait ends', () => {
  test('by a signal is told, and cancelled where that is asked for', async () => {
    simulator.scenario.faults = [{ match: { path: START }, respond: 'hang', carryOut: true }];
    const recId = endless();
    const inputs = { 'batch-job-recid': recId, start: 'true', 'cancel-on': 'interrupted' };
    const run = await batchWait(simulator, inputs, interruptAfter(1, isStart));
    expect(run.outputs).toMatchObject({ outcome: 'interrupted', status: 'Finished' });
    expect(sent(run)).toEqual([look(recId), start(recId), cancel(recId)]);
    expect(run.outputs['error']).toMatch(/F&O had not accepted its start yet.*Cancellation accepted by F&O/);
  });

  test('by a signal is told where nothing is cancelled', async () => {
    simulator.scenario.faults = [{ match: { path: START }, respond: 'hang', carryOut: true }];
    const recId = endless();
    const run = await batchWait(simulator, { 'batch-job-recid': recId, start: 'true' }, interruptAfter(1, isStart));
    expect(sent(run)).toEqual([look(recId), start(recId)]);
    expect(run.outputs['error']).toMatch(/F&O had not accepted its start yet.*It may be running in F&O/);
  });

  test('by the deadline as well', async () => {
    simulator.scenario.faults = [{ match: { path: START }, respond: 'hang', carryOut: true }];
    const recId = endless();
    const inputs = { 'batch-job-recid': recId, start: 'true', 'cancel-on': 'timeout', 'wait-timeout-minutes': '0.1' };
    const run = await batchWait(simulator, inputs, { clockSpeed: 2 });
    expect(run.outputs['outcome']).toBe('timeout');
    expect(sent(run)).toEqual([look(recId), start(recId), cancel(recId)]);
    expect(run.outputs['error']).toMatch(/F&O had not accepted its start yet.*Cancellation accepted by F&O/);
  });

  test('counts as a requeue, and is cancelled like one', async () => {
    simulator.scenario.faults = [{ match: { path: START }, respond: 'hang', carryOut: true }];
    const recId = endless('Error');
    const inputs = {
      'batch-job-recid': recId,
      'requeue-limit': '1',
      'cancel-on': 'timeout',
      'wait-timeout-minutes': '0.5',
    };
    const run = await batchWait(simulator, inputs, { clockSpeed: 6 });
    expect(run.outputs['outcome']).toBe('timeout');
    expect(sent(run)).toEqual([look(recId), start(recId), cancel(recId)]);
    expect(jobsOf(run)[0]?.requeues).toBe(1);
  });
});

describe('a start that gets 500', () => {
  const fault = (carryOut: boolean) => [{ match: { path: START, times: 1 }, respond: '500-odata' as const, carryOut }];

  test.each([
    [true, 'finished'],
    [false, 'failed'],
  ])('that was carried out: %s, is settled by reading the job: %s', async (carryOut, outcome) => {
    simulator.scenario.faults = fault(carryOut);
    const recId = addJob(simulator, 'Finished', { startDateTime: ago(simulator, 5), endDateTime: ago(simulator, 4) });
    const run = await batchWait(simulator, { 'batch-job-recid': recId, start: 'true' });
    expect(run.outputs['outcome']).toBe(outcome);
    expect(sent(run)).toEqual([look(recId), start(recId), look(recId)]);
  });

  test('is settled by reading the job when it was a requeue', async () => {
    simulator.scenario.faults = fault(true);
    const recId = addJob(simulator, 'Executing 3 Error', { runPlans: [planOf('Waiting 2 Executing 3 Finished')] });
    const run = await batchWait(simulator, { 'batch-job-recid': recId, 'requeue-limit': '1' });
    expect(run.outputs).toMatchObject({ outcome: 'finished', error: '' });
    expect(jobsOf(run)[0]?.requeues).toBe(1);
  });
});

describe('a start for which no token is to be had', () => {
  test.each(['503-html', 'reset', 'hang'] as const)(
    '(%s) was not sent, and is sent when the sign-in service is back',
    async (respond) => {
      const recId = addJob(simulator, 'Finished', { startDateTime: ago(simulator, 5), endDateTime: ago(simulator, 4) });
      simulator.scenario.faults = [
        { match: { path: START, times: 1 }, respond: 'empty-401' },
        { match: { path: TOKEN, times: 3 }, respond },
      ];
      const inputs = { ...signIn(simulator), 'batch-job-recid': recId, start: 'true' };
      const run = await batchWait(simulator, { ...inputs, 'max-retries': '0', 'request-timeout-seconds': '60' });
      expect(run.outputs).toMatchObject({ outcome: 'finished', error: '' });
      expect(run.requests.filter(isStart).map(({ status }) => status)).toEqual([401, 200]);
      expect(run.log.join('\n')).toMatch(/Signing in at .*Still waiting/);
    },
  );

  test('until the deadline is a timeout that names the sign-in', async () => {
    const recId = endless();
    simulator.scenario.faults = [
      { match: { path: START }, respond: 'empty-401' },
      { match: { path: TOKEN }, respond: '503-html' },
    ];
    const inputs = { ...signIn(simulator), 'batch-job-recid': recId, start: 'true', 'max-retries': '0' };
    // Slowly, so that hardly any start is under way when the time is over.
    const run = await batchWait(simulator, { ...inputs, 'wait-timeout-minutes': '0.5' }, { clockSpeed: 8 });
    expect(run.outputs['outcome']).toBe('timeout');
    expect(run.outputs['error']).toContain('Signing in at');
    expect(run.outputs['error']).not.toContain('had not accepted its start');
  });
});

test.each([
  [404, /returned 404 with an empty body\. Starting a job needs F&O 10\.0\.22 or later\.$/],
  [400, /was not started: .* returned 400 with an empty body\.$/],
] as const)('a start that gets %i names no input that is right', async (status, error) => {
  const recId = endless();
  simulator.scenario.faults = [{ match: { path: START }, respond: 'custom', status, body: '' }];
  const run = await batchWait(simulator, { 'batch-job-recid': recId, start: 'true' });
  expect(run.outputs['outcome']).toBe('failed');
  expect(run.requests.filter(isStart)).toHaveLength(1);
  expect(run.outputs['error']).toMatch(error);
});

describe('cancelling with a token that has become stale', () => {
  const running = () => addJob(simulator, 'Executing');
  const isLook = ({ url }: RecordedRequest) => url.includes('/data/BatchJobs?');

  test('after a signal renews it', async () => {
    const recId = running();
    simulator.scenario.faults = [{ match: { method: 'PATCH', times: 1 }, respond: 'empty-401' }];
    const inputs = { ...signIn(simulator), 'batch-job-recid': recId, 'cancel-on': 'interrupted' };
    const run = await batchWait(simulator, inputs, interruptAfter(2, isLook));
    expect(run.outputs['outcome']).toBe('interrupted');
    expect(run.requests.filter(({ method }) => method === 'PATCH').map(({ status }) => status)).toEqual([401, 204]);
    expect(run.outputs['error']).toContain('Cancellation accepted by F&O (204)');
  });

  test('does not take longer than cancelling may, and says so', async () => {
    const recId = running();
    simulator.scenario.faults = [
      { match: { method: 'PATCH', times: 1 }, respond: 'empty-401' },
      { match: { path: TOKEN }, respond: 'hang' },
    ];
    const inputs = {
      ...signIn(simulator),
      'batch-job-recid': recId,
      'cancel-on': 'timeout',
      'wait-timeout-minutes': '0.1',
    };
    const run = await batchWait(simulator, { ...inputs, 'request-timeout-seconds': '40' }, { clockSpeed: 2 });
    expect(run.outputs['outcome']).toBe('timeout');
    expect(Number(run.outputs['elapsed-seconds'])).toBeLessThan(20);
    expect(run.outputs['error']).toContain('Whether it was canceled is not known: F&O did not respond');
  });
});

test('an outage of the service that gives ID tokens does not end a wait', async () => {
  const recId = addJob(simulator, 'Executing 60 Finished');
  simulator.scenario.faults = [
    { match: { path: 'BatchJobs', nth: 2 }, respond: 'empty-401' },
    { match: { path: '/oidc-token', times: 4 }, respond: '503-empty' },
  ];
  const run = await batchWait(
    simulator,
    { ...signIn(simulator), 'client-secret': '', auth: 'oidc', 'batch-job-recid': recId, 'max-retries': '1' },
    {
      env: {
        ACTIONS_ID_TOKEN_REQUEST_URL: `${simulator.environmentUrl}/oidc-token?api-version=2.0`,
        ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'the-request-token-of-this-job',
      },
    },
  );
  expect(run.outputs).toMatchObject({ outcome: 'finished', error: '' });
  expect(run.log.join('\n')).toMatch(/ID token.*503.*Still waiting/);
});
