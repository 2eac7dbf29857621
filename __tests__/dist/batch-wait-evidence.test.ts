import { describe, expect, test } from '@jest/globals';
import type { Fault } from '../../simulator/faults.ts';
import { startSimulator } from '../../simulator/simulator.ts';
import { useSimulator, type Run } from '../harness.ts';
import { addJob, ago, batchWait, jobsOf, onFirstLook, planOf, sent, SPEED } from './batch-wait-run.ts';

const simulator = useSimulator({ clock: { speed: SPEED }, scenario: { batchJobs: [] } });

const START = 'SetBatchJobToWaiting';
const poll = (recId: string) => `GET BatchJobs ${recId}`;
const start = (recId: string) => `POST ${START} {"batchJobId":${recId}}`;
const linesOf = ({ log }: Run) => log.join('\n');
const ended = (minutes = 5) => ({ startDateTime: ago(simulator, minutes), endDateTime: ago(simulator, minutes - 1) });

/** What a replica that lags returns instead of the true row, for so many polls from the nth on. */
function staleRow(recId: string, nth: number, times: number, row: Record<string, string>): Fault {
  const unset = '1900-01-01T00:00:00Z';
  const dates = { OrigStartDateTime: unset, StartDateTime: unset, EndDateTime: unset };
  const value = { JobDescription: `Batch job ${recId}`, CompanyAccounts: 'USMF', ...dates, ...row };
  return json(nth, times, `{"value":[${JSON.stringify(value).replace('{', `{"BatchJobRecId":${recId},`)}]}`);
}

const json = (nth: number, times: number, body: string, status = 200): Fault => ({
  match: { path: '/data/BatchJobs?', nth, times },
  respond: 'custom',
  status,
  headers: { 'content-type': 'application/json' },
  body,
});

describe('an end is evidence', () => {
  test('Executing, then an old Finished, then Error is error', async () => {
    const recId = addJob(simulator, 'Executing 30 Error');
    const old = { Status: 'Finished', StartDateTime: ago(simulator, 200), EndDateTime: ago(simulator, 190) };
    simulator.scenario.faults = [staleRow(recId, 2, 2, old)];
    const run = await batchWait(simulator, { 'batch-job-recid': recId });
    expect(run.outputs).toMatchObject({ outcome: 'error', status: 'Error' });
    expect(linesOf(run)).toContain('shows Finished, but no new end date');
  });

  test('and with a start as well', async () => {
    const old = ended();
    const recId = addJob(simulator, 'Finished', { ...old, runPlans: [planOf('Executing 30 Error')] });
    const row = { Status: 'Finished', StartDateTime: old.startDateTime, EndDateTime: old.endDateTime };
    simulator.scenario.faults = [staleRow(recId, 3, 2, row)];
    const run = await batchWait(simulator, { 'batch-job-recid': recId, start: 'true' });
    expect(run.outputs).toMatchObject({ outcome: 'error', status: 'Error' });
    expect(sent(run)).toEqual([poll(recId), start(recId), poll(recId)]);
  });

  test('a requeue does not turn red by the Error before it', async () => {
    const old = ended();
    const recId = addJob(simulator, 'Error', { ...old, runPlans: [planOf('Executing 30 Finished')] });
    const row = { Status: 'Error', StartDateTime: old.startDateTime, EndDateTime: old.endDateTime };
    // The polls at the start, before the restart and after it; the last of them is old.
    simulator.scenario.faults = [staleRow(recId, 5, 2, row)];
    const inputs = { 'batch-job-recid': recId, 'requeue-limit': '1', 'poll-seconds': '4' };
    const run = await batchWait(simulator, inputs);
    expect(run.outputs).toMatchObject({ outcome: 'finished', error: '' });
    expect(jobsOf(run)[0]?.requeues).toBe(1);
  });

  test('that never comes is ended-unknown after two minutes, whatever `poll-seconds` says', async () => {
    const recId = addJob(simulator, 'Executing');
    const old = { Status: 'Finished', StartDateTime: ago(simulator, 200), EndDateTime: ago(simulator, 190) };
    simulator.scenario.faults = [staleRow(recId, 2, 999, old)];
    const run = await batchWait(simulator, { 'batch-job-recid': recId, 'poll-seconds': '40' });
    expect(run.outputs).toMatchObject({ outcome: 'ended-unknown', status: 'Finished' });
    expect(Number(run.outputs['elapsed-seconds'])).toBeGreaterThanOrEqual(160);
    expect(Number(run.outputs['elapsed-seconds'])).toBeLessThan(220);
    expect(run.requests.length).toBeGreaterThanOrEqual(9);
  });

  test('Executing, then Waiting until tomorrow without a later end, goes on', async () => {
    const recId = addJob(simulator, 'Executing 40 Finished');
    const waiting = { Status: 'Waiting', OrigStartDateTime: ago(simulator, -1_440), StartDateTime: ago(simulator, 1) };
    simulator.scenario.faults = [staleRow(recId, 2, 2, waiting)];
    const run = await batchWait(simulator, { 'batch-job-recid': recId });
    expect(run.outputs).toMatchObject({ outcome: 'finished', error: '' });
  });

  test('and is ended-unknown at the deadline', async () => {
    const recId = addJob(simulator, 'Executing 20 Waiting');
    const run = await batchWait(simulator, { 'batch-job-recid': recId, 'wait-timeout-minutes': '2' });
    expect(run.outputs).toMatchObject({ outcome: 'ended-unknown', status: 'Waiting' });
  });
});

describe('a start that F&O accepted', () => {
  const NO_NEW_RUN = 'was set to Waiting, and F&O accepted that, but showed no new run: the job is';
  const rowOf = (Status: string, { startDateTime, endDateTime }: ReturnType<typeof ended>) => ({
    ...{ Status, StartDateTime: startDateTime, EndDateTime: endDateTime },
  });

  test.each([
    ['Finished', 'ended-unknown', {}],
    ['Error', 'error', {}],
    ['Finished', 'ended-unknown', { 'wait-timeout-minutes': '1' }],
    ['Canceled', 'canceled', { start: 'if-failed' }],
  ])('and of which no new run is seen says just that: %s, %s, %j', async (status, outcome, inputs) => {
    const old = ended();
    const recId = addJob(simulator, status, { ...old, runPlans: [planOf('Executing 900 Finished')] });
    simulator.scenario.faults = [staleRow(recId, 1, 999, rowOf(status, old))];
    const run = await batchWait(simulator, { 'batch-job-recid': recId, start: 'true', ...inputs });
    expect(run.outputs).toMatchObject({ outcome, status });
    expect(run.outputs['error']).toContain(`${NO_NEW_RUN} ${status}, and its last run ended at `);
    expect(sent(run).filter((line) => line.startsWith('POST'))).toEqual([start(recId)]);
  });

  test('and whose run was seen is not said to have none', async () => {
    const old = ended();
    const recId = addJob(simulator, 'Finished', { ...old, runPlans: [planOf('Executing 20 Finished')] });
    simulator.scenario.faults = [staleRow(recId, 4, 999, rowOf('Finished', old))];
    const inputs = { 'batch-job-recid': recId, start: 'true', 'poll-seconds': '5' };
    const run = await batchWait(simulator, inputs);
    expect(run.outputs['outcome']).toBe('ended-unknown');
    expect(run.outputs['error']).not.toContain(NO_NEW_RUN);
  });
});

describe('a start that is not clear', () => {
  test.each(['1', '280'])('is followed for two minutes, with `poll-seconds: %s`', async (pollSeconds) => {
    const old = ended();
    const recId = addJob(simulator, 'Finished', { ...old, runPlans: [planOf('Executing 90 Finished')] });
    const row = { Status: 'Finished', StartDateTime: old.startDateTime, EndDateTime: old.endDateTime };
    simulator.scenario.faults = [
      { match: { path: START, times: 1 }, respond: '504-html', carryOut: true },
      staleRow(recId, 2, 6, row),
    ];
    const inputs = { 'batch-job-recid': recId, start: 'true', 'poll-seconds': pollSeconds };
    const run = await batchWait(simulator, inputs, { clockSpeed: 20 });
    expect(run.outputs).toMatchObject({ outcome: 'finished', error: '' });
    expect(sent(run)).toEqual([poll(recId), start(recId), poll(recId)]);
  });

  test('says first that the job is started, and not that it has finished', async () => {
    const recId = addJob(simulator, 'Finished', { ...ended(), runPlans: [planOf('Executing 5 Finished')] });
    const run = await batchWait(simulator, { 'batch-job-recid': recId, start: 'true' });
    const lines = run.log.filter((line) => line.startsWith(`Batch job ${recId}`));
    expect(lines[0]).toMatch(/is about to be started\. Its last run: Finished\. It began at .* ago\) and ended at/);
    expect(lines[1]).toMatch(/is set to Waiting\.$/);
  });
});

describe('an odd response in mid-wait', () => {
  test.each([
    ['a 403', (nth: number) => json(nth, 1, '{"error":{"message":"No."}}', 403)],
    ['a 404', (nth: number) => json(nth, 1, '', 404)],
    ['JSON without rows', (nth: number) => json(nth, 1, '{"d":{}}')],
    ['an error under 200', (nth: number) => json(nth, 1, '{"error":{"message":"Busy."}}')],
    ['two rows of one job', (nth: number) => json(nth, 1, '{"value":[{"BatchJobRecId":7},{"BatchJobRecId":7}]}')],
    ['a row of something else', (nth: number) => json(nth, 1, '{"value":[{"RecId":7}]}')],
  ])('%s is waited out', async (_, fault) => {
    const recId = addJob(simulator, 'Executing 40 Finished');
    simulator.scenario.faults = [fault(2), fault(4)];
    const run = await batchWait(simulator, { 'batch-job-recid': recId });
    expect(run.outputs).toMatchObject({ outcome: 'finished', error: '' });
    expect(run.log.filter((line) => line.includes('Still waiting.'))).toHaveLength(2);
  });

  test('is failed after three in a row over at least a minute', async () => {
    const recId = addJob(simulator, 'Executing');
    simulator.scenario.faults = [json(2, 999, '{"error":{"message":"No."}}', 403)];
    const run = await batchWait(simulator, { 'batch-job-recid': recId });
    expect(run.outputs).toMatchObject({ outcome: 'failed', status: 'Executing' });
    expect(run.outputs['error']).toMatch(
      /403.*Microsoft Entra ID applications.* was Executing when it was last seen\. It may continue in F&O\.$/,
    );
    expect(Number(run.outputs['elapsed-seconds'])).toBeGreaterThanOrEqual(60);
    expect(Number(run.outputs['elapsed-seconds'])).toBeLessThan(150);
    // A remedy is for the end.
    expect(linesOf(run)).not.toContain('Microsoft Entra ID applications');
  });
});

test('a description that changes is said, and the job stays the same', async () => {
  const recId = addJob(simulator, 'Executing 30 Finished', { description: 'Nightly' });
  onFirstLook(simulator, () => {
    const job = simulator.jobs.get(recId);
    if (job) job.description = 'Weekly';
  });
  const run = await batchWait(simulator, { 'batch-job-description': 'Nightly' });
  expect(run.outputs).toMatchObject({ outcome: 'finished', error: '' });
  expect(linesOf(run)).toContain(`The description of batch job ${recId} has changed from "Nightly" to "Weekly".`);
});

describe('the clock of the runner', () => {
  test.each([3_600_000, -3_600_000])('set by %i ms during a wait changes nothing', async (jumpMs) => {
    const recId = addJob(simulator, 'Waiting 20 Executing 60 Finished');
    const token = simulator.mintToken({ exp: Math.floor(simulator.clock.now() / 1_000) + 86_400 });
    simulator.scenario.faults = [
      {
        match: { path: '/data/BatchJobs?', nth: 3, times: 1 },
        respond: '503-empty',
        retryAfterSeconds: 20,
        retryAfterAs: 'date',
      },
    ];
    const inputs = { token, 'batch-job-recid': recId, 'wait-timeout-minutes': '4' };
    const run = await batchWait(simulator, inputs, { env: { CLOCK_JUMP: `45000 ${jumpMs}` } });
    expect(run.outputs).toMatchObject({ outcome: 'finished', error: '' });
    expect(Number(run.outputs['elapsed-seconds'])).toBeGreaterThanOrEqual(75);
    expect(Number(run.outputs['elapsed-seconds'])).toBeLessThan(180);
    const heartbeats = run.log.filter((line) => line.startsWith('Waiting for'));
    expect(heartbeats.length).toBeGreaterThanOrEqual(1);
    expect(heartbeats.join()).not.toContain(' h');
    expect(run.summary).not.toMatch(/\d+ h/);
  });

  test('and a deadline comes when it should', async () => {
    const recId = addJob(simulator, 'Executing');
    const token = simulator.mintToken({ exp: Math.floor(simulator.clock.now() / 1_000) + 86_400 });
    const inputs = { token, 'batch-job-recid': recId, 'wait-timeout-minutes': '2' };
    const run = await batchWait(simulator, inputs, { env: { CLOCK_JUMP: '60000 -3600000' } });
    expect(run.outputs['outcome']).toBe('timeout');
    expect(Number(run.outputs['elapsed-seconds'])).toBeLessThan(200);
  });

  test('is used where that of the environment is days away, with a warning', async () => {
    simulator.scenario.clockSkewMs = 3 * 86_400_000;
    const recId = addJob(simulator, 'Finished', ended(300));
    const run = await batchWait(simulator, { 'batch-job-recid': recId, 'wait-timeout-minutes': '2' });
    expect(run.outputs).toMatchObject({ outcome: 'finished', error: '' });
    expect(run.annotations).toEqual([
      { level: 'warning', message: expect.stringContaining("so the runner's clock is used") },
    ]);
  });
});

describe('`start: if-failed`', () => {
  const inputs = (recId: string) => ({ 'batch-job-recid': recId, start: 'if-failed' });

  test.each(['Error', 'Canceled', 'NotRun'])('starts a job at %s', async (status) => {
    const recId = addJob(simulator, status, { ...ended(2_000), runPlans: [planOf('Executing 5 Finished')] });
    const run = await batchWait(simulator, inputs(recId));
    expect(run.outputs).toMatchObject({ outcome: 'finished', error: '' });
    expect(sent(run)).toEqual([poll(recId), start(recId), poll(recId)]);
  });

  test('leaves a Finished one alone, however old, and says its age', async () => {
    const recId = addJob(simulator, 'Finished', ended(6_000));
    const run = await batchWait(simulator, inputs(recId));
    expect(run.outputs).toMatchObject({ outcome: 'finished', error: '' });
    expect(sent(run)).toEqual([poll(recId)]);
    expect(linesOf(run)).toMatch(/\(100 h ago\).*so the job is not started/);
  });

  test('starts it if `started-after` is given and it is older', async () => {
    const recId = addJob(simulator, 'Finished', { ...ended(600), runPlans: [planOf('Executing 5 Finished')] });
    const run = await batchWait(simulator, { ...inputs(recId), 'started-after': 'PT1H' });
    expect(run.outputs).toMatchObject({ outcome: 'finished', error: '' });
    expect(sent(run)).toEqual([poll(recId), start(recId), poll(recId)]);
  });

  test('waits for one under way, and does not restart it', async () => {
    const recId = addJob(simulator, 'Executing 20 Error');
    const run = await batchWait(simulator, inputs(recId));
    expect(run.outputs['outcome']).toBe('error');
    expect(sent(run)).toEqual([poll(recId)]);
  });
});

describe('start by description', () => {
  const started = (description: string) =>
    batchWait(simulator, { 'batch-job-description': description, start: 'true' });

  test('takes exactly one job: several are listed, and nothing is sent', async () => {
    const first = addJob(simulator, 'Finished', { description: 'Same', company: 'USMF', ...ended() });
    const second = addJob(simulator, 'Error', { description: 'Same', company: 'DEMF', ...ended() });
    const run = await started('Same');
    expect(run.outputs['outcome']).toBe('failed');
    expect(run.outputs['error']).toMatch(new RegExp(`so none was started: ${first} \\(USMF, .*${second} \\(DEMF, `));
    expect(run.requests).toHaveLength(1);
  });

  test('does not count those on hold', async () => {
    addJob(simulator, 'Hold', { description: 'Same' });
    addJob(simulator, 'Hold', { description: 'Same' });
    const all = await started('Same');
    expect(all.outputs['outcome']).toBe('failed');
    const recId = addJob(simulator, 'Error', {
      description: 'Same',
      ...ended(),
      runPlans: [planOf('Executing 5 Finished')],
    });
    const run = await started('Same');
    expect(run.outputs).toMatchObject({ outcome: 'finished', error: '' });
    expect(jobsOf(run)[0]?.recId).toBe(recId);
  });
});

describe('`wait-timeout-minutes: 0`', () => {
  const once = (inputs: Record<string, string>) => batchWait(simulator, { ...inputs, 'wait-timeout-minutes': '0' });

  test.each([
    ['Executing', 'pending'],
    ['Waiting', 'pending'],
    ['Hold', 'withheld'],
    ['Paused', 'failed'],
  ])('at %s is %s after one poll', async (status, outcome) => {
    const run = await once({ 'batch-job-recid': addJob(simulator, status) });
    expect(run.outputs).toMatchObject({ outcome, status });
    expect(run.exitCode).toBe(1);
    expect(run.requests).toHaveLength(1);
  });

  test('can be accepted', async () => {
    const run = await once({ 'batch-job-recid': addJob(simulator, 'Executing'), 'accept-outcome': 'pending' });
    expect(run.outputs).toMatchObject({ outcome: 'pending', error: '' });
    expect(run.exitCode).toBe(0);
  });

  test('polls by the retry rule, and is failed without a response', async () => {
    const recId = addJob(simulator, 'Executing');
    simulator.scenario.faults = [{ match: { path: '/data/', times: 1 }, respond: '503-empty' }];
    expect((await once({ 'batch-job-recid': recId })).outputs['outcome']).toBe('pending');
    simulator.scenario.faults = [{ match: { path: '/data/' }, respond: '503-empty' }];
    const failed = await once({ 'batch-job-recid': recId, 'max-retries': '1' });
    expect(failed.outputs['outcome']).toBe('failed');
    expect(failed.requests).toHaveLength(2);
  });

  test('polls twice for a job that is not there', async () => {
    const run = await once({ 'batch-job-recid': '42' });
    expect(run.outputs['outcome']).toBe('failed');
    expect(run.requests).toHaveLength(2);
  });

  test('of a description that nothing matches is pending', async () => {
    const run = await once({ 'batch-job-description': 'Nothing', 'accept-outcome': 'pending' });
    expect(run.outputs).toMatchObject({ outcome: 'pending', jobs: '[]', error: '' });
  });

  test('starts, and is pending once the start is accepted', async () => {
    const recId = addJob(simulator, 'Finished', ended());
    const run = await once({ 'batch-job-recid': recId, start: 'true' });
    expect(run.outputs['outcome']).toBe('pending');
    expect(sent(run)).toEqual([poll(recId), start(recId)]);
  });

  test('follows a start that is not clear past the deadline', async () => {
    simulator.scenario.faults = [{ match: { path: START, times: 1 }, respond: '504-html' }];
    const recId = addJob(simulator, 'Finished', ended());
    const run = await once({ 'batch-job-recid': recId, start: 'true' });
    expect(run.outputs['outcome']).toBe('failed');
    expect(run.outputs['error']).toContain('was probably not started');
    expect(Number(run.outputs['elapsed-seconds'])).toBeGreaterThanOrEqual(115);
  });
});

test('an Executing that F&O no longer shows for two polls is deleted, for one it is not', async () => {
  const hours = await startSimulator({ clock: { speed: SPEED }, scenario: { batchJobs: [] } });
  try {
    const recId = addJob(hours, 'Executing 40 Finished');
    hours.scenario.faults = [json(2, 1, '{"value":[]}')];
    const run = await batchWait(hours, { 'batch-job-recid': recId });
    expect(run.outputs).toMatchObject({ outcome: 'finished', error: '' });
  } finally {
    await hours.close();
  }
});
