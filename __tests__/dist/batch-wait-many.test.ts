import { statSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { messagesOf, useSimulator } from '../harness.ts';
import { useClient } from '../simulator/client.ts';
import { addJob, ago, batchWait, jobsOf, onFirstLook, planOf, readJson, sent, SPEED } from './batch-wait-run.ts';

const simulator = useSimulator({ clock: { speed: SPEED }, scenario: { batchJobs: [] } });
const client = useClient(simulator);

describe('several jobs', () => {
  test('are waited for together, in one request a poll; the worst decides', async () => {
    const good = addJob(simulator, 'Executing 40 Finished');
    const bad = addJob(simulator, 'Executing 120 Error');
    const slow = addJob(simulator, 'Executing 240 Finished');
    const run = await batchWait(simulator, { 'batch-job-recid': `${slow},${bad}\n${good}` });
    expect(run.exitCode).toBe(1);
    expect(run.outputs).toMatchObject({ outcome: 'error', status: 'Error' });
    expect(jobsOf(run).map(({ recId, outcome }) => [recId, outcome])).toEqual([
      [slow, 'finished'],
      [bad, 'error'],
      [good, 'finished'],
    ]);
    expect(run.outputs['error']).toMatch(/^1 of 3 batch jobs failed\. Batch job /);
    // Those that ended are not asked for again.
    expect(sent(run)).toEqual([
      `GET BatchJobs ${slow} ${bad} ${good}`,
      `GET BatchJobs ${slow} ${bad}`,
      `GET BatchJobs ${slow}`,
    ]);
  });

  test('are started in turn, each judged by itself', async () => {
    const ended = addJob(simulator, 'Finished', { startDateTime: ago(simulator, 5), endDateTime: ago(simulator, 4) });
    const running = addJob(simulator, 'Executing 400 Finished');
    const held = addJob(simulator, 'Hold');
    const run = await batchWait(simulator, { 'batch-job-recid': [ended, running, held].join(','), start: 'true' });
    expect(jobsOf(run).map(({ outcome }) => outcome)).toEqual(['finished', 'failed', 'withheld']);
    expect(run.requests.filter(({ method }) => method === 'POST').map(({ body }) => body)).toEqual([
      `{"batchJobId":${ended}}`,
    ]);
  });

  test('each must be finished or accepted', async () => {
    const held = addJob(simulator, 'Hold');
    const good = addJob(simulator, 'Finished', { startDateTime: ago(simulator, 5), endDateTime: ago(simulator, 4) });
    const accepted = await batchWait(simulator, { 'batch-job-recid': `${good},${held}`, 'accept-outcome': 'withheld' });
    expect(accepted.exitCode).toBe(0);
    expect(accepted.outputs).toMatchObject({ outcome: 'withheld', error: '' });
    const lost = await batchWait(simulator, { 'batch-job-recid': `${good},${held},42`, 'accept-outcome': 'withheld' });
    expect(lost.exitCode).toBe(1);
    expect(lost.outputs['error']).not.toContain('on hold');
  });

  test('thirty-nine: one request a poll, at most 2,000 characters of query and 20 KiB a response', async () => {
    const recIds = Array.from({ length: 39 }, (_, index) => {
      const recId = String(5637144576123450000n + BigInt(index));
      const description = `Nightly closing of ledger ${index}, "with quotes" | and pipes: ${'x'.repeat(20)}`;
      return addJob(simulator, `Waiting ${index} Executing 30 Finished`, { recId, description });
    });
    const run = await batchWait(simulator, { 'batch-job-recid': recIds.join('\n') });
    expect(run.outputs).toMatchObject({ outcome: 'finished', error: '' });
    expect(jobsOf(run).map(({ recId }) => recId)).toEqual(recIds);
    for (const { url } of run.requests) {
      expect(url.slice(url.indexOf('?') + 1).length).toBeLessThanOrEqual(2_000);
      const response = await client.fno(url);
      expect(response.status).toBe(200);
      expect(response.bytes.length).toBeLessThanOrEqual(20 * 1024);
    }
    const times = simulator.requests.slice(0, run.requests.length).map(({ atMs }) => atMs);
    expect(Math.min(...times.slice(1).map((atMs, index) => atMs - (times[index] ?? 0)))).toBeGreaterThan(1_000);
    expect(run.summary.match(/ {2}section /g)).toHaveLength(39);
  });

  test('so many that the URL grows too long are asked for in chunks', async () => {
    const recIds = Array.from({ length: 300 }, (_, index) =>
      addJob(simulator, 'Hold', { recId: String(5637144576123450000n + BigInt(index)) }),
    );
    const run = await batchWait(simulator, { 'batch-job-recid': recIds.join() });
    expect(jobsOf(run).every(({ outcome }) => outcome === 'withheld')).toBe(true);
    expect(run.requests).toHaveLength(8);
    expect(Math.max(...run.requests.map(({ url }) => url.slice(url.indexOf('?') + 1).length))).toBeLessThanOrEqual(
      2_000,
    );
    expect(Buffer.byteLength(run.outputs['error'] ?? '')).toBeLessThanOrEqual(4 * 1024);
    // Of 150 jobs `jobs` can be longer than a variable may be on Windows.
    expect(readJson(run.outputs['jobs-file'])).toEqual(jobsOf(run));
    expect(statSync(run.outputs['jobs-file'] ?? '').mode & 0o777).toBe(0o600);
  });

  test('whose file cannot be written keep their verdict', async () => {
    const recId = addJob(simulator, 'Executing 5 Finished');
    const run = await batchWait(simulator, { 'batch-job-recid': recId }, { env: { RUNNER_TEMP: '/dev/null' } });
    expect(run.outputs).toMatchObject({ outcome: 'finished', error: '' });
    expect(run.outputs).not.toHaveProperty('jobs-file');
    expect(messagesOf(run, 'warning')).toEqual([expect.stringContaining('`jobs-file` could not be written')]);
  });

  test('a poll in chunks of which one failed is a poll that failed: no job is missing by it', async () => {
    const recIds = Array.from({ length: 90 }, (_, index) =>
      addJob(simulator, 'Executing 20 Finished', { recId: String(5637144576123450000n + BigInt(index)) }),
    );
    const respond = { respond: 'custom', headers: { 'content-type': 'application/json' } } as const;
    // The second request, the seventh and the eighth; one that a fault takes is not counted for the next fault.
    simulator.scenario.faults = [
      { match: { path: 'BatchJobs', nth: 2 }, respond: '503-html' },
      { match: { path: 'BatchJobs', nth: 6 }, respond: '404-html' },
      { match: { path: 'BatchJobs', nth: 6 }, ...respond, body: '{"value":[]}' },
    ];
    const run = await batchWait(simulator, { 'batch-job-recid': [...recIds, '42'].join() });
    const outcomes = jobsOf(run).map(({ outcome }) => outcome);
    expect(outcomes).toEqual([...recIds.map(() => 'finished'), 'failed']);
    expect(run.outputs['error']).toContain('Batch job 42 was not found by two polls');
    expect(run.requests.slice(0, 10).map(({ url }) => /eq%20(\d+)/.exec(url)?.[1])).toEqual(
      [0, 39, 0, 39, 78, 0, 39, 0, 39, 78].map((index) => recIds[index]),
    );
  });

  test('pages are followed, and a page link that leads in a circle fails', async () => {
    simulator.scenario.pageSize = 2;
    const recIds = [1, 2, 3].map(() => addJob(simulator, 'Hold'));
    const run = await batchWait(simulator, { 'batch-job-recid': recIds.join() });
    expect(jobsOf(run).map(({ outcome }) => outcome)).toEqual(['withheld', 'withheld', 'withheld']);
    expect(run.requests).toHaveLength(2);
    const link = `${simulator.environmentUrl}/data/BatchJobs?page=2`;
    const body = JSON.stringify({ value: [], '@odata.nextLink': link });
    simulator.scenario.faults = [
      { match: { path: 'BatchJobs' }, respond: 'custom', body, headers: { 'content-type': 'application/json' } },
    ];
    const circle = await batchWait(simulator, { 'batch-job-recid': recIds.join() });
    expect(circle.outputs['outcome']).toBe('failed');
    expect(circle.outputs['error']).toContain('a page seen before');
  });
});

describe('by description', () => {
  const filter = (description: string, company = '') =>
    `GET BatchJobs JobDescription eq '${description}'${company && ` and CompanyAccounts eq '${company}'`}`;

  test('exactly, though F&O takes * for a wildcard; then by RecId', async () => {
    addJob(simulator, 'Executing', { description: 'Import customers' });
    const recId = addJob(simulator, 'Executing 90 Finished', { description: 'Import *' });
    const run = await batchWait(simulator, { 'batch-job-description': 'Import *' });
    expect(run.outputs).toMatchObject({ outcome: 'finished', error: '' });
    expect(jobsOf(run).map((job) => job.recId)).toEqual([recId]);
    expect(sent(run)).toEqual([filter('Import *'), `GET BatchJobs ${recId}`]);
  });

  test('with quotes, in one legal entity', async () => {
    addJob(simulator, 'Executing', { description: "O'Brien's job", company: 'DEMF' });
    const recId = addJob(simulator, 'Executing 5 Finished', { description: "O'Brien's job", company: 'USMF' });
    const run = await batchWait(simulator, { 'batch-job-description': "O'Brien's job", 'legal-entity': 'usmf' });
    expect(run.outputs).toMatchObject({ outcome: 'finished', error: '' });
    expect(sent(run)[0]).toBe(filter("O''Brien''s job", 'usmf'));
    expect(jobsOf(run)[0]?.recId).toBe(recId);
  });

  test('several pending or under way are an error that lists them', async () => {
    const first = addJob(simulator, 'Executing', {
      description: 'Same',
      company: 'USMF',
      endDateTime: '2026-01-02T03:04:05Z',
    });
    const second = addJob(simulator, 'Waiting', { description: 'Same', company: 'DEMF' });
    addJob(simulator, 'Finished', { description: 'Same' });
    const run = await batchWait(simulator, { 'batch-job-description': 'Same' });
    expect(run.exitCode).toBe(1);
    expect(run.outputs).toMatchObject({ outcome: 'failed', jobs: '[]' });
    expect(run.outputs['error']).toMatch(
      new RegExp(`2 batch jobs.*${first} \\(USMF, Executing, .*${second} \\(DEMF, Waiting, `),
    );
    expect(run.requests).toHaveLength(1);
  });

  test('of ended ones the newest counts', async () => {
    addJob(simulator, 'Error', {
      description: 'Same',
      startDateTime: ago(simulator, 60),
      endDateTime: ago(simulator, 59),
    });
    const newest = addJob(simulator, 'Finished', {
      description: 'Same',
      startDateTime: ago(simulator, 30),
      endDateTime: ago(simulator, 29),
    });
    addJob(simulator, 'Hold', { description: 'Same' });
    const run = await batchWait(simulator, { 'batch-job-description': 'Same' });
    expect(run.outputs).toMatchObject({ outcome: 'finished' });
    expect(jobsOf(run)[0]?.recId).toBe(newest);
  });

  test('none is said at the first look and waited for', async () => {
    const looked = new Promise<void>((resolve) => {
      onFirstLook(simulator, resolve);
    });
    const waiting = batchWait(simulator, { 'batch-job-description': 'Later', 'wait-timeout-minutes': '5' });
    await looked;
    addJob(simulator, 'Executing 5 Finished', { description: 'Later' });
    const run = await waiting;
    expect(run.log.join('\n')).toContain('No batch job has exactly the description "Later" yet');
    expect(run.outputs).toMatchObject({ outcome: 'finished', error: '' });
  });

  test('none until the deadline is a timeout', async () => {
    addJob(simulator, 'Executing', { description: 'Nightly' });
    const run = await batchWait(simulator, { 'batch-job-description': 'nightly', 'wait-timeout-minutes': '2' });
    expect(run.exitCode).toBe(1);
    expect(run.outputs).toMatchObject({ outcome: 'timeout', status: '', jobs: '[]' });
    expect(run.outputs['error']).toContain('exactly this description');
    expect(run.outputs['error']).toMatch(/Did you mean batch job \d+ "Nightly" \(\w+\)\?$/);
  });

  test('a new job of that name is taken where the old run does not count', async () => {
    addJob(simulator, 'Finished', {
      description: 'Nightly',
      startDateTime: ago(simulator, 900),
      endDateTime: ago(simulator, 890),
    });
    const looked = new Promise<void>((resolve) => {
      onFirstLook(simulator, resolve);
    });
    const waiting = batchWait(simulator, { 'batch-job-description': 'Nightly', 'wait-timeout-minutes': '5' });
    await looked;
    const recId = addJob(simulator, 'Executing 5 Finished', { description: 'Nightly' });
    const run = await waiting;
    expect(run.outputs).toMatchObject({ outcome: 'finished', error: '' });
    expect(jobsOf(run)[0]?.recId).toBe(recId);
  });

  test('it can be started', async () => {
    const recId = addJob(simulator, 'Error', {
      description: 'Nightly',
      startDateTime: ago(simulator, 9),
      endDateTime: ago(simulator, 8),
      runPlans: [planOf('Waiting 1 Executing 2 Finished')],
    });
    const run = await batchWait(simulator, { 'batch-job-description': 'Nightly', start: 'true' });
    expect(run.outputs).toMatchObject({ outcome: 'finished', error: '' });
    expect(sent(run)).toEqual([
      filter('Nightly'),
      `POST SetBatchJobToWaiting {"batchJobId":${recId}}`,
      `GET BatchJobs ${recId}`,
    ]);
  });
});
