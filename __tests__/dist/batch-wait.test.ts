import { describe, expect, test } from '@jest/globals';
import { useSimulator } from '../harness.ts';
import { addJob, ago, batchWait, jobsOf, planOf, sent, SPEED } from './batch-wait-run.ts';

const simulator = useSimulator({ clock: { speed: SPEED }, scenario: { batchJobs: [] } });

const start = (recId: string) => `POST SetBatchJobToWaiting {"batchJobId":${recId}}`;
const look = (...recIds: string[]) => `GET BatchJobs ${recIds.join(' ')}`;

describe('batch-wait ends with', () => {
  test('finished', async () => {
    const recId = addJob(simulator, 'Waiting 30 Executing 60 Finished', { description: 'Nightly', runPlans: [] });
    const run = await batchWait(simulator, { 'batch-job-recid': recId });
    expect(run.outputs).toMatchObject({ outcome: 'finished', status: 'Finished', error: '' });
    expect(run.exitCode).toBe(0);
    expect(jobsOf(run)).toEqual([
      {
        recId,
        description: 'Nightly',
        status: 'Finished',
        outcome: 'finished',
        startDateTime: expect.stringMatching(/^20.*Z$/),
        endDateTime: expect.stringMatching(/^20.*Z$/),
        requeues: 0,
      },
    ]);
    expect(sent(run)).toEqual([look(recId)]);
    expect(Number(run.outputs['elapsed-seconds'])).toBeGreaterThanOrEqual(85);
    expect(run.summary).toMatch(/```mermaid[\s\S]*section Nightly\n {4}Waiting :.*\n {4}Finished :done, /);
  });

  test.each([
    ['error', 'Error', 'then Log.'],
    ['canceled', 'Canceled', 'was canceled in F&O'],
    ['not-run', 'NotRun', 'did not run'],
  ])('%s', async (outcome, status, sentence) => {
    const recId = addJob(simulator, `Waiting 3 Executing 5 ${status}`);
    const run = await batchWait(simulator, { 'batch-job-recid': recId });
    expect(run.exitCode).toBe(1);
    expect(run.outputs).toMatchObject({ outcome, status });
    expect(run.outputs['error']).toContain(sentence);
    expect(run.annotations.filter(({ level }) => level === 'error')).toHaveLength(1);
    expect(sent(run)).toEqual([look(recId)]);
  });

  test('deleted, after two looks that did not find it', async () => {
    const recId = addJob(simulator, 'Executing 90 deleted');
    const run = await batchWait(simulator, { 'batch-job-recid': recId });
    expect(run.exitCode).toBe(1);
    expect(run.outputs).toMatchObject({ outcome: 'deleted', status: 'Executing' });
    expect(run.outputs['error']).toContain('no longer exists');
    expect(run.log.filter((line) => line.includes('checking once more'))).toHaveLength(1);
  });

  test('withheld, at once', async () => {
    const recId = addJob(simulator, 'Hold');
    const run = await batchWait(simulator, { 'batch-job-recid': recId });
    expect(run.exitCode).toBe(1);
    expect(run.outputs).toMatchObject({ outcome: 'withheld', status: 'Hold' });
    expect(run.requests).toHaveLength(1);
  });

  test('scheduled, at once, with the time and what to do', async () => {
    const recId = addJob(simulator, 'Waiting Executing 5 Finished', { startsInMs: 3_600_000 });
    const run = await batchWait(simulator, { 'batch-job-recid': recId });
    expect(run.exitCode).toBe(1);
    expect(run.outputs).toMatchObject({ outcome: 'scheduled', status: 'Waiting' });
    expect(run.outputs['error']).toMatch(
      /is Waiting and due at 20\d\d-.*Z, in (1 h|5\d min).*`allow-scheduled: true`.*remove its recurrence/,
    );
    expect(run.requests).toHaveLength(1);
  });

  test('finished, where a scheduled job may be waited for', async () => {
    const recId = addJob(simulator, 'Waiting Executing 5 Finished', { startsInMs: 90_000 });
    const run = await batchWait(simulator, { 'batch-job-recid': recId, 'allow-scheduled': 'true' });
    expect(run.outputs).toMatchObject({ outcome: 'finished', error: '' });
  });

  test('timeout, and what it was doing', async () => {
    const recId = addJob(simulator, 'Executing');
    const run = await batchWait(simulator, { 'batch-job-recid': recId, 'wait-timeout-minutes': '3' });
    expect(run.exitCode).toBe(1);
    expect(run.outputs).toMatchObject({ outcome: 'timeout', status: 'Executing' });
    expect(run.outputs['error']).toMatch(/is still Executing after 3 min.*continues in F&O.*`wait-timeout-minutes`/);
    expect(Number(run.outputs['elapsed-seconds'])).toBeGreaterThanOrEqual(180);
    expect(sent(run)).toEqual([look(recId)]);
  });

  test('failed, for a RecId that two looks do not find', async () => {
    const run = await batchWait(simulator, { 'batch-job-recid': '42' });
    expect(run.exitCode).toBe(1);
    expect(run.outputs).toMatchObject({ outcome: 'failed', status: '' });
    expect(run.outputs['error']).toContain('Batch job 42 was not found by two polls, so there is no such job');
    expect(run.requests).toHaveLength(2);
  });

  test.each(['empty-401', '403-json'] as const)('failed, at once after %s', async (respond) => {
    const recId = addJob(simulator, 'Executing');
    simulator.scenario.faults = [{ match: { path: '/data/BatchJobs' }, respond }];
    const run = await batchWait(simulator, { 'batch-job-recid': recId });
    expect(run.exitCode).toBe(1);
    expect(run.outputs).toMatchObject({ outcome: 'failed', status: '', jobs: '[]' });
    expect(run.outputs['error']).toContain('GET /data/BatchJobs returned 40');
    expect(run.outputs['error']).toContain('Microsoft Entra ID applications');
    expect(run.requests).toHaveLength(1);
  });
});

describe('a recurring job', () => {
  const recurring = { recurrenceMs: 86_400_000, runPlans: [planOf('Waiting 2 Executing 10 Finished')] };

  test('that goes back to Waiting is ended-unknown, and fails', async () => {
    const recId = addJob(simulator, 'Waiting 2 Executing 10 Finished', recurring);
    const run = await batchWait(simulator, { 'batch-job-recid': recId });
    expect(run.exitCode).toBe(1);
    expect(run.outputs).toMatchObject({ outcome: 'ended-unknown', status: 'Waiting' });
    expect(run.outputs['error']).toContain('F&O does not say how the run ended');
    expect(jobsOf(run)[0]?.endDateTime).not.toBe('');
  });

  test('is a success where ended-unknown is accepted', async () => {
    const recId = addJob(simulator, 'Waiting 2 Executing 10 Finished', recurring);
    const callbackUrl = `${simulator.environmentUrl}/callback/adf?sig=very-secret-signature`;
    const run = await batchWait(simulator, {
      'batch-job-recid': recId,
      'accept-outcome': 'ended-unknown',
      'callback-url': callbackUrl,
    });
    expect(run.exitCode).toBe(0);
    expect(run.outputs).toMatchObject({ outcome: 'ended-unknown', error: '' });
    expect(JSON.parse(run.requests.at(-1)?.body ?? '')).toMatchObject({ StatusCode: '200' });
  });

  test('that stays Finished is finished', async () => {
    simulator.scenario.recurringEndsAs = 'same';
    const recId = addJob(simulator, 'Waiting 2 Executing 10 Finished', recurring);
    const run = await batchWait(simulator, { 'batch-job-recid': recId });
    expect(run.outputs).toMatchObject({ outcome: 'finished', status: 'Finished', error: '' });
  });

  test.each(['Waiting', 'same'] as const)('that rests is started; then %s', async (recurringEndsAs) => {
    Object.assign(simulator.scenario, { recurringEndsAs, startScheduled: 'at-once' });
    const recId = addJob(simulator, 'Waiting 90000 Finished', {
      ...recurring,
      startsInMs: 9e7,
      startDateTime: ago(simulator, 90),
      endDateTime: ago(simulator, 80),
    });
    const run = await batchWait(simulator, { 'batch-job-recid': recId, start: 'true' });
    expect(run.outputs['outcome']).toBe(recurringEndsAs === 'same' ? 'finished' : 'ended-unknown');
    expect(sent(run)).toEqual([look(recId), start(recId), look(recId)]);
  });

  test('between two runs is waited for by the two inputs that README names, and by neither alone', async () => {
    const wait = (startsInS: number, inputs: Record<string, string>) => {
      const recId = addJob(simulator, `Waiting ${startsInS} Executing 10 Finished`, {
        ...recurring,
        startsInMs: startsInS * 1_000,
        startDateTime: ago(simulator, 90),
        endDateTime: ago(simulator, 80),
      });
      return batchWait(simulator, {
        'batch-job-recid': recId,
        start: 'true',
        'wait-timeout-minutes': '120',
        ...inputs,
      });
    };
    const accepted = { 'accept-outcome': 'ended-unknown' };
    const later = { 'allow-scheduled': 'true' };
    expect(await wait(3_600, accepted)).toMatchObject({ exitCode: 1, outputs: { outcome: 'scheduled' } });
    expect(await wait(60, later)).toMatchObject({ exitCode: 1, outputs: { outcome: 'ended-unknown' } });
    expect(await wait(60, { ...accepted, ...later })).toMatchObject({
      exitCode: 0,
      outputs: { outcome: 'ended-unknown' },
    });
  });

  test('due later keeps its start, also when it is started', async () => {
    const recId = addJob(simulator, 'Waiting Finished', { startsInMs: 3_600_000 });
    const run = await batchWait(simulator, { 'batch-job-recid': recId, start: 'true' });
    expect(run.outputs['outcome']).toBe('scheduled');
    expect(sent(run).slice(0, 2)).toEqual([look(recId), start(recId)]);
    expect(simulator.jobs.get(recId)?.status).toBe('Waiting');
  });

  test('due later counts by its last run, where that is young enough', async () => {
    const recId = addJob(simulator, 'Waiting Finished', {
      startsInMs: 3_600_000,
      startDateTime: ago(simulator, 90),
      endDateTime: ago(simulator, 80),
    });
    const counts = await batchWait(simulator, { 'batch-job-recid': recId });
    expect(counts.outputs['outcome']).toBe('ended-unknown');
    const tooOld = await batchWait(simulator, { 'batch-job-recid': recId, 'started-after': 'PT1H' });
    expect(tooOld.outputs['outcome']).toBe('scheduled');
  });
});

describe('this run, not the last one', () => {
  test('a run that ended before the first look counts by started-after, and its age is said', async () => {
    const recId = addJob(simulator, 'Finished', {
      startDateTime: ago(simulator, 300),
      endDateTime: ago(simulator, 290),
    });
    const run = await batchWait(simulator, { 'batch-job-recid': recId });
    expect(run.outputs).toMatchObject({ outcome: 'finished', error: '' });
    expect(run.requests).toHaveLength(1);
    expect(run.log.join('\n')).toMatch(/began at 20.*Z \(5 h.* ago\) and ended at 20.*Z \(4 h 5[01] min ago\)/);
  });

  test('one that had begun too early does not, and a newer one is waited for', async () => {
    const recId = addJob(simulator, 'Finished 100 Waiting 5 Executing 5 Finished', {
      startDateTime: ago(simulator, 900),
      endDateTime: ago(simulator, 880),
    });
    const run = await batchWait(simulator, { 'batch-job-recid': recId });
    expect(run.outputs).toMatchObject({ outcome: 'finished', error: '' });
    expect(run.log.join('\n')).toContain('so it does not count. Waiting for a newer run');
    expect(Number(run.outputs['elapsed-seconds'])).toBeGreaterThanOrEqual(40);
  });

  test('a duration is counted from the clock of the environment', async () => {
    simulator.scenario.clockSkewMs = 3 * 3_600_000;
    const recId = addJob(simulator, 'Finished', {
      startDateTime: ago(simulator, 600),
      endDateTime: ago(simulator, 590),
    });
    const inputs = { 'batch-job-recid': recId, 'wait-timeout-minutes': '2' };
    const tooOld = await batchWait(simulator, inputs);
    expect(tooOld.outputs).toMatchObject({ outcome: 'timeout', status: 'Finished' });
    expect(tooOld.outputs['error']).toContain('with no run that counts');
    const literally = await batchWait(simulator, { ...inputs, 'started-after': ago(simulator, 660) });
    expect(literally.outputs).toMatchObject({ outcome: 'finished' });
  });

  test('start sets it to Waiting, and only the new run counts', async () => {
    const recId = addJob(simulator, 'Finished', {
      startDateTime: ago(simulator, 5),
      endDateTime: ago(simulator, 4),
      runPlans: [planOf('Waiting 5 Executing 10 Error')],
    });
    const run = await batchWait(simulator, { 'batch-job-recid': recId, start: 'true' });
    expect(run.outputs).toMatchObject({ outcome: 'error', status: 'Error' });
    expect(sent(run)).toEqual([look(recId), start(recId), look(recId)]);
  });

  test.each([
    ['string-in-value', 'documented'],
    ['object', 'table'],
  ] as const)('the response to the start is taken as %s with the names of the %s', async (shape, names) => {
    Object.assign(simulator.scenario, { startAnswerShape: shape, startAnswerNames: names });
    const recId = addJob(simulator, 'Error', { startDateTime: ago(simulator, 5), endDateTime: ago(simulator, 4) });
    const run = await batchWait(simulator, { 'batch-job-recid': recId, start: 'true' });
    expect(run.outputs).toMatchObject({ outcome: 'finished', error: '' });
  });

  test('a start that F&O refuses with HTTP 200 is failed', async () => {
    simulator.scenario.startRefusal = 'The batch group is closed.';
    const recId = addJob(simulator, 'Finished');
    const run = await batchWait(simulator, { 'batch-job-recid': recId, start: 'true' });
    expect(run.exitCode).toBe(1);
    expect(run.outputs['outcome']).toBe('failed');
    expect(run.outputs['error']).toMatch(/was not started: F&O refused.*The batch group is closed/);
    expect(sent(run)).toEqual([look(recId), start(recId)]);
  });

  test.each([
    ['Executing', 'failed', 'leave out `start`'],
    ['Ready', 'failed', 'leave out `start`'],
    ['Hold', 'withheld', 'on hold'],
    ['Paused', 'failed', 'does not know'],
  ])('a job at %s is not started but %s', async (status, outcome, sentence) => {
    const recId = addJob(simulator, status);
    const run = await batchWait(simulator, { 'batch-job-recid': recId, start: 'true' });
    expect(run.outputs['outcome']).toBe(outcome);
    expect(run.outputs['error']).toContain(sentence);
    expect(sent(run)).toEqual([look(recId)]);
  });

  test.each([
    ['reset', true, 'finished'],
    ['504-html', true, 'finished'],
    ['cut', true, 'finished'],
    ['504-html', false, 'failed'],
  ] as const)(
    'an ambiguous response (%s, carried out: %s) is settled by reading the job: %s',
    async (respond, carryOut, outcome) => {
      simulator.scenario.faults = [{ match: { path: 'SetBatchJobToWaiting', times: 1 }, respond, carryOut }];
      const recId = addJob(simulator, 'Finished', { startDateTime: ago(simulator, 5), endDateTime: ago(simulator, 4) });
      const run = await batchWait(simulator, { 'batch-job-recid': recId, start: 'true' });
      expect(run.outputs['outcome']).toBe(outcome);
      expect(sent(run)).toEqual([look(recId), start(recId), look(recId)]);
      if (outcome === 'failed') expect(run.outputs['error']).toContain('was probably not started');
    },
  );

  test('a 429 at the start was not carried out, so it is sent again', async () => {
    simulator.scenario.faults = [
      { match: { path: 'SetBatchJobToWaiting', times: 2 }, respond: 'throttle', retryAfterSeconds: 3 },
    ];
    const recId = addJob(simulator, 'Finished', { startDateTime: ago(simulator, 5), endDateTime: ago(simulator, 4) });
    const run = await batchWait(simulator, { 'batch-job-recid': recId, start: 'true' });
    expect(run.outputs).toMatchObject({ outcome: 'finished' });
    expect(run.requests.filter(({ method }) => method === 'POST').map(({ status }) => status)).toEqual([429, 429, 200]);
  });
});

describe('requeue-limit', () => {
  test('restarts a job that ended in Error, with a pause that grows', async () => {
    const recId = addJob(simulator, 'Waiting 2 Executing 3 Error', {
      runPlans: [planOf('Waiting 2 Executing 3 Error'), planOf('Waiting 2 Executing 3 Finished')],
    });
    const run = await batchWait(simulator, { 'batch-job-recid': recId, 'requeue-limit': '3' });
    expect(run.outputs).toMatchObject({ outcome: 'finished', error: '' });
    expect(jobsOf(run)[0]?.requeues).toBe(2);
    expect(sent(run)).toEqual([look(recId), start(recId), look(recId), start(recId), look(recId)]);
    expect(
      run.log.filter((line) => line.includes('Restarting it in')).map((line) => /in (\d+ s)/.exec(line)?.[1]),
    ).toEqual(['5 s', '10 s']);
  });

  test('is a limit', async () => {
    const recId = addJob(simulator, 'Executing 3 Error', { runPlans: [planOf('Waiting 1 Executing 1 Error')] });
    const run = await batchWait(simulator, { 'batch-job-recid': recId, 'requeue-limit': '2' });
    expect(run.outputs).toMatchObject({ outcome: 'error' });
    expect(run.outputs['error']).toContain('after 2 restarts');
    expect(run.requests.filter(({ method }) => method === 'POST')).toHaveLength(2);
  });

  test('that the wait leaves no time for is error, not timeout', async () => {
    const recId = addJob(simulator, 'Executing 1 Error', { runPlans: [planOf('Error')] });
    const inputs = { 'batch-job-recid': recId, 'requeue-limit': '5', 'wait-timeout-minutes': '0.4' };
    const run = await batchWait(simulator, inputs, { clockSpeed: 6 });
    expect(run.outputs).toMatchObject({ outcome: 'error', status: 'Error' });
    expect(run.outputs['error']).toContain('the wait ended before it could be restarted');
  });

  test.each(['Canceled', 'NotRun'])('never restarts one at %s', async (status) => {
    const recId = addJob(simulator, `Executing 3 ${status}`);
    const run = await batchWait(simulator, { 'batch-job-recid': recId, 'requeue-limit': '5' });
    expect(run.exitCode).toBe(1);
    expect(sent(run)).toEqual([look(recId)]);
  });
});

test('a RecId above 2^53 goes from input to URL to body to output unchanged', async () => {
  const recId = '5637144576123456789';
  simulator.jobs.add({
    recId,
    plan: planOf('Error'),
    startDateTime: ago(simulator, 5),
    endDateTime: ago(simulator, 4),
  });
  const run = await batchWait(simulator, { 'batch-job-recid': recId, start: 'true' });
  expect(run.outputs).toMatchObject({ outcome: 'finished', error: '' });
  expect(sent(run)).toEqual([look(recId), start(recId), look(recId)]);
  expect(jobsOf(run)[0]?.recId).toBe(recId);
});

test('a status nobody knows warns once, is waited on, and never counts', async () => {
  const recId = addJob(simulator, 'Paused 90 Executing 5 Finished');
  const run = await batchWait(simulator, { 'batch-job-recid': recId });
  expect(run.outputs).toMatchObject({ outcome: 'finished' });
  expect(run.annotations.filter(({ level }) => level === 'warning')).toHaveLength(1);
  const forever = await batchWait(simulator, {
    'batch-job-recid': addJob(simulator, 'Paused'),
    'wait-timeout-minutes': '2',
  });
  expect(forever.outputs).toMatchObject({ outcome: 'timeout', status: 'Paused' });
});
