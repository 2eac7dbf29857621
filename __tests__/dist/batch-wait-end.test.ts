import { beforeAll, describe, expect, test } from '@jest/globals';
import { type RunOptions, runAction, useSimulator } from '../harness.ts';
import { addJob, ago, batchWait, callbacks, jobsOf, onFirstLook, sent, SPEED } from './batch-wait-run.ts';

const simulator = useSimulator({ clock: { speed: SPEED }, scenario: { batchJobs: [] } });
let callbackUrl: string;
beforeAll(() => {
  callbackUrl = `${simulator.environmentUrl}/callback/webhook?sig=Ab3-very-secret-signature`;
});

const looks = ({ requests }: { requests: readonly { url: string }[] }) =>
  requests.filter(({ url }) => url.includes('/data/BatchJobs?')).length;
/** Sends the signal once the job has been looked at so many times. */
const afterLooks = (count: number, signal: 'SIGINT' | 'SIGTERM' = 'SIGINT'): Pick<RunOptions, 'signals'> => ({
  signals: [{ signal, when: (seen) => looks(seen) >= count }],
});

describe('interrupted', () => {
  test.each(['SIGINT', 'SIGTERM'] as const)(
    'by %s: outputs, summary and callback within two seconds',
    async (signal) => {
      const ended = addJob(simulator, 'Finished', { startDateTime: ago(simulator, 5), endDateTime: ago(simulator, 4) });
      const running = addJob(simulator, 'Executing', { description: 'Endless' });
      let sentAt = 0;
      const run = await batchWait(
        simulator,
        { 'batch-job-recid': `${ended},${running}`, 'callback-url': callbackUrl },
        {
          // In real time: the two seconds are the runner's.
          clockSpeed: 1,
          signals: [
            {
              signal,
              when: (seen) => {
                if (looks(seen) >= 2) sentAt ||= performance.now();
                return sentAt > 0;
              },
            },
          ],
        },
      );
      expect(performance.now() - sentAt).toBeLessThan(2_000);
      expect(run.exitCode).toBe(1);
      expect(run.outputs).toMatchObject({ outcome: 'interrupted', status: 'Executing' });
      expect(jobsOf(run).map(({ outcome }) => outcome)).toEqual(['finished', 'interrupted']);
      expect(run.outputs['error']).toMatch(/was Executing when the step was interrupted\. It continues in F&O\./);
      expect(run.summary).toContain('| Endless |');
      expect(callbacks(run)).toEqual([
        {
          Output: { outcome: 'interrupted', status: 'Executing', jobs: jobsOf(run) },
          Error: { ErrorCode: 'interrupted', Message: run.outputs['error'] },
          StatusCode: '500',
        },
      ]);
      expect(run.requests.some(({ method }) => method === 'PATCH')).toBe(false);
    },
  );

  test('while the environment hangs, and before anything was seen', async () => {
    simulator.scenario.faults = [{ match: { path: '/data/BatchJobs' }, respond: 'hang' }];
    const run = await batchWait(simulator, { 'batch-job-recid': '1' }, { clockSpeed: 1, ...afterLooks(1) });
    expect(run.outputs).toMatchObject({ outcome: 'interrupted', status: '', jobs: '[]' });
    expect(run.outputs['error']).toContain('before F&O returned anything about batch job 1');
  });

  test('with cancel-on: the jobs under way are cancelled in F&O, all at once, the others are not', async () => {
    const ended = addJob(simulator, 'Finished', { startDateTime: ago(simulator, 5), endDateTime: ago(simulator, 4) });
    const running = [1, 2, 3].map(() => addJob(simulator, 'Executing'));
    const inputs = { 'batch-job-recid': [ended, ...running].join(), 'cancel-on': 'interrupted' };
    const run = await batchWait(simulator, inputs, { clockSpeed: 1, ...afterLooks(2) });
    expect(run.outputs['outcome']).toBe('interrupted');
    const patches = run.requests.filter(({ method }) => method === 'PATCH');
    expect(patches.map(({ url, body }) => [url, body]).sort()).toEqual(
      running.map((recId) => [`/data/BatchJobs(${recId})`, '{"Status":"Cancelling"}']).sort(),
    );
    expect(simulator.jobs.get(running[0] ?? '')?.status).toMatch(/^Cancel/);
    const accepted = run.log.map((line) => /job (\d+) .*Cancellation accepted by F&O \(204\)/.exec(line)?.[1]);
    expect([...new Set(accepted.filter((recId) => recId !== undefined))].sort()).toEqual(running.toSorted());
    expect(run.summary).toContain('Cancellation accepted by F&amp;O');
  });

  test('cancelling gets one second, and says when there was no response', async () => {
    const recId = addJob(simulator, 'Executing');
    simulator.scenario.faults = [{ match: { method: 'PATCH' }, respond: 'hang' }];
    const inputs = { 'batch-job-recid': recId, 'cancel-on': 'interrupted', 'callback-url': callbackUrl };
    const run = await batchWait(simulator, inputs, { clockSpeed: 1, ...afterLooks(2) });
    expect(run.outputs['outcome']).toBe('interrupted');
    expect(run.outputs['error']).toContain('Whether it was canceled is not known');
    expect(jobsOf(run)).toHaveLength(1);
    expect(callbacks(run)).toHaveLength(1);
  });

  test('a second time ends at once, and nothing more is written', async () => {
    const running = addJob(simulator, 'Executing');
    simulator.scenario.faults = [{ match: { method: 'PATCH' }, respond: 'hang' }];
    const run = await batchWait(
      simulator,
      { 'batch-job-recid': running, 'cancel-on': 'interrupted' },
      {
        clockSpeed: 1,
        signals: [
          { signal: 'SIGINT', when: (seen) => looks(seen) >= 2 },
          { signal: 'SIGTERM', when: ({ requests }) => requests.some(({ method }) => method === 'PATCH') },
        ],
      },
    );
    expect(run.exitCode).toBe(1);
    expect(run.outputs).toEqual({});
  });
});

test('with cancel-on, a wait that ran out cancels, and tells what F&O responded', async () => {
  const recId = addJob(simulator, 'Executing');
  const refused = addJob(simulator, 'Executing');
  simulator.scenario.faults = [{ match: { method: 'PATCH', path: refused }, respond: '500-odata' }];
  const inputs = { 'batch-job-recid': `${recId},${refused}`, 'cancel-on': 'timeout', 'wait-timeout-minutes': '0.4' };
  const run = await batchWait(simulator, inputs, { clockSpeed: 4 });
  expect(run.outputs['outcome']).toBe('timeout');
  expect(run.outputs['error']).toContain('Cancellation accepted by F&O (204)');
  expect(run.outputs['error']).toContain('It was not canceled: PATCH');
  expect(run.outputs['error']).not.toContain('It continues in F&O');
  expect(sent(run).filter((line) => line.startsWith('PATCH'))).toHaveLength(2);
});

describe('an outage', () => {
  const speed = 200;
  const fast = useSimulator({ clock: { speed }, scenario: { batchJobs: [] } });

  test('of ten minutes is survived, and told once a minute', async () => {
    const recId = addJob(fast, 'Executing 900 Finished');
    const begunMs = fast.clock.now();
    const kinds = [
      '503-html',
      'reset',
      '502-html',
      'signin-html',
      'throttle',
      'signin-redirect',
      'cut',
      'not-json',
      '408',
      '500-odata',
    ] as const;
    onFirstLook(fast, () => {
      const lookedMs = fast.clock.now() - begunMs;
      fast.scenario.faults = kinds.map((respond, minute) => ({
        match: { path: '/data/', fromMs: lookedMs + (1 + minute) * 60_000, untilMs: lookedMs + (2 + minute) * 60_000 },
        respond,
      }));
    });
    const run = await batchWait(fast, { 'batch-job-recid': recId }, { clockSpeed: speed });
    expect(run.outputs).toMatchObject({ outcome: 'finished', error: '' });
    const told = run.log.filter((line) => line.includes('Still waiting.'));
    expect(told.length).toBeGreaterThanOrEqual(8);
    expect(told.length).toBeLessThanOrEqual(12);
    expect(run.log.filter((line) => line.includes('Responses are valid again'))).toHaveLength(1);
    expect(run.annotations).toEqual([]);
  });

  test('that lasts to the deadline is a timeout that names it', async () => {
    const recId = addJob(simulator, 'Executing');
    simulator.scenario.faults = [{ match: { path: '/data/', nth: 2, times: 999 }, respond: 'signin-html' }];
    const run = await batchWait(simulator, { 'batch-job-recid': recId, 'wait-timeout-minutes': '4' });
    expect(run.outputs).toMatchObject({ outcome: 'timeout', status: 'Executing' });
    expect(run.outputs['error']).toMatch(
      /was Executing when it was last seen\. The wait ended after 4 min, and the last polls had no valid response: .*HTML page.*sign-in page/,
    );
  });

  test('keeps to Retry-After', async () => {
    const recId = addJob(simulator, 'Finished', { startDateTime: ago(simulator, 5), endDateTime: ago(simulator, 4) });
    simulator.scenario.faults = [{ match: { path: '/data/', times: 1 }, respond: 'throttle', retryAfterSeconds: 90 }];
    const run = await batchWait(simulator, { 'batch-job-recid': recId });
    expect(run.outputs).toMatchObject({ outcome: 'finished' });
    expect(run.requests).toHaveLength(2);
    expect(Number(run.outputs['elapsed-seconds'])).toBeGreaterThanOrEqual(90);
  });

  test('a request that hangs is a look that failed', async () => {
    const recId = addJob(simulator, 'Executing 120 Finished');
    simulator.scenario.faults = [{ match: { path: '/data/', nth: 2, times: 2 }, respond: 'hang' }];
    const run = await batchWait(simulator, { 'batch-job-recid': recId, 'request-timeout-seconds': '20' });
    expect(run.outputs).toMatchObject({ outcome: 'finished', error: '' });
    expect(run.log.join('\n')).toContain('did not respond within 20 s');
  });
});

describe('the callback', () => {
  test('tells a success', async () => {
    const recId = addJob(simulator, 'Executing 5 Finished');
    const run = await batchWait(simulator, { 'batch-job-recid': recId, 'callback-url': callbackUrl });
    expect(callbacks(run)).toEqual([
      { Output: { outcome: 'finished', status: 'Finished', jobs: jobsOf(run) }, StatusCode: '200' },
    ]);
    expect(run.requests.at(-1)?.headers['authorization']).toBeUndefined();
  });

  test.each([
    ['empty-401', 'failed'],
    ['403-json', 'failed'],
  ] as const)('tells %s', async (respond, outcome) => {
    simulator.scenario.faults = [{ match: { path: '/data/' }, respond }];
    const run = await batchWait(simulator, { 'batch-job-recid': '1', 'callback-url': callbackUrl });
    expect(callbacks(run)).toEqual([
      {
        Output: { outcome, status: '', jobs: [] },
        Error: { ErrorCode: outcome, Message: run.outputs['error'] },
        StatusCode: '500',
      },
    ]);
  });

  test('tells a refused start, a sign-in that failed, and a timeout', async () => {
    simulator.scenario.startRefusal = 'No.';
    const recId = addJob(simulator, 'Error', { startDateTime: ago(simulator, 5), endDateTime: ago(simulator, 4) });
    const refused = await batchWait(simulator, {
      'batch-job-recid': recId,
      start: 'true',
      'callback-url': callbackUrl,
    });
    expect(callbacks(refused)).toMatchObject([{ Output: { outcome: 'failed', status: 'Error' }, StatusCode: '500' }]);

    const signIn = await batchWait(simulator, {
      'batch-job-recid': recId,
      token: '',
      'tenant-id': simulator.tenantId,
      'client-id': simulator.clientId,
      'client-secret': 'not-the-right-secret',
      'authority-host': simulator.authorityHost,
      'callback-url': callbackUrl,
    });
    expect(callbacks(signIn)).toMatchObject([
      { Output: { outcome: 'failed', jobs: [] }, Error: { Message: expect.stringContaining('AADSTS7000215') } },
    ]);

    const running = addJob(simulator, 'Executing');
    const late = await batchWait(simulator, {
      'batch-job-recid': running,
      'wait-timeout-minutes': '0.2',
      'callback-url': callbackUrl,
    });
    expect(callbacks(late)).toMatchObject([{ Output: { outcome: 'timeout' }, StatusCode: '500' }]);
  });

  test('tells bad inputs, and nothing else is sent', async () => {
    const run = await batchWait(simulator, {
      'batch-job-recid': 'x',
      'poll-seconds': '0',
      'callback-url': callbackUrl,
    });
    expect(run.requests).toHaveLength(1);
    expect(callbacks(run)).toMatchObject([{ Output: { outcome: 'failed', jobs: [] }, StatusCode: '500' }]);
  });

  test('is repeated like a read; that it fails is a warning', async () => {
    const recId = addJob(simulator, 'Executing 1 Finished');
    simulator.scenario.faults = [
      { match: { path: '/callback', times: 2 }, respond: '503-empty', retryAfterSeconds: 1 },
    ];
    const repeated = await batchWait(simulator, { 'batch-job-recid': recId, 'callback-url': callbackUrl });
    expect(callbacks(repeated)).toHaveLength(3);
    simulator.scenario.callbackStatus = 404;
    const refused = await batchWait(simulator, { 'batch-job-recid': recId, 'callback-url': callbackUrl });
    expect(refused.exitCode).toBe(0);
    expect(refused.annotations).toEqual([{ level: 'warning', message: expect.stringContaining('returned 404') }]);
  });
});

/** Prints the heap after each collection of garbage, once a second. */
const MEASURE = `
  import { setFlagsFromString } from 'node:v8';
  import { runInNewContext } from 'node:vm';
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc');
  const heapBytes = [];
  setInterval(() => { collect(); heapBytes.push(process.memoryUsage().heapUsed); }, 1_000).unref();
  process.on('exit', () => {
    process.stdout.write('measured ' + JSON.stringify(heapBytes) + '\\n');
  });`;

const hour = useSimulator({ clock: { speed: 400 }, scenario: { batchJobs: [] } });

test('an hour of waiting does not grow in memory', async () => {
  const run = await runAction(hour, {
    clockSpeed: 400,
    // Before the clock is scaled.
    env: { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(MEASURE)}` },
    inputs: {
      operation: 'batch-wait',
      'environment-url': hour.environmentUrl,
      token: hour.mintToken({ exp: Math.floor(hour.clock.now() / 1000) + 7_200 }),
      'batch-job-recid': addJob(hour, 'Executing 3600 Finished'),
      'wait-timeout-minutes': '120',
    },
  });
  expect(run.outputs).toMatchObject({ outcome: 'finished', error: '' });
  expect(Number(run.outputs['elapsed-seconds'])).toBeGreaterThanOrEqual(3_500);
  const measured = /measured (.*)/.exec(run.stdout)?.[1] ?? '';
  const heapBytes = JSON.parse(measured) as number[];
  expect(heapBytes.length).toBeGreaterThanOrEqual(6);
  // What grows is V8's own: it compiles what has become hot, half a megabyte in an hour, and then no more.
  expect((heapBytes.at(-1) ?? Infinity) - (heapBytes[1] ?? 0)).toBeLessThan(1024 * 1024);
  // 149 polls would be the fewest that the bound on the lag allows.
  expect(run.requests.length).toBeLessThanOrEqual(1.2 * 149);
  expect(run.log.length).toBeLessThan(90);
});
