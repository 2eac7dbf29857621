import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { messagesOf, type Run, type RunOptions, runWithToken, useFolder, useServer, useSimulator } from '../harness.ts';
import { callbacks } from './batch-wait-run.ts';

const simulator = useSimulator();
const folder = useFolder();
mkdirSync(join(folder, 'a-folder'));

const wait = (inputs: Record<string, string> = {}, options: Partial<RunOptions> = {}): Promise<Run> =>
  runWithToken(
    simulator,
    {
      operation: 'batch-wait',
      'batch-job-recid': simulator.jobs.add({ plan: [{ status: 'Finished' }], description: 'Nightly "posting"' }),
      'callback-url': `${simulator.environmentUrl}/callback/webhook?sig=Ab3-very-secret-signature`,
      ...inputs,
    },
    options,
  );
const failing = () => simulator.jobs.add({ plan: [{ status: 'Error' }] });
const errorsOf = ({ commands }: Run) => commands.filter(({ name }) => name === 'error');

const unwritable: [string, string][] = [
  ['is gone', join(folder, 'gone')],
  ['is a folder', join(folder, 'a-folder')],
  ['lies below a file', join(import.meta.filename, 'below')],
  ...(process.platform === 'linux' ? ([['is on a full disk', '/dev/full']] satisfies [string, string][]) : []),
];

describe.each(unwritable)('where the file for outputs %s', (_, path) => {
  test('a step that succeeded is red, with one annotation, the summary and the callback', async () => {
    const run = await wait({}, { env: { GITHUB_OUTPUT: path } });
    expect(run.exitCode).toBe(1);
    expect(errorsOf(run)).toHaveLength(1);
    expect(errorsOf(run)[0]).toMatchObject({
      properties: { title: expect.stringMatching(/^batch-wait: The operation succeeded, but its outputs could/) },
    });
    expect(errorsOf(run)[0]?.message).toMatch(/^The operation succeeded, but its outputs could not be written \(/);
    expect(run.summary).toContain('could not be written');
    expect(run.summary).toContain('Nightly');
    expect(callbacks(run)).toMatchObject([
      { Output: { outcome: 'failed', status: 'Finished' }, Error: { ErrorCode: 'failed' }, StatusCode: '500' },
    ]);
  });

  test('a step that failed says so, and why it failed', async () => {
    const run = await wait({ 'batch-job-recid': failing() }, { env: { GITHUB_OUTPUT: path } });
    expect(run.exitCode).toBe(1);
    expect(errorsOf(run)).toHaveLength(1);
    expect(errorsOf(run)[0]?.message).toMatch(/^The outputs could not be written either \(.*\)\. .*Error/);
    expect(callbacks(run)).toMatchObject([{ Output: { outcome: 'error' }, StatusCode: '500' }]);
  });

  test('bad inputs are reported all the same', async () => {
    const run = await wait({ 'max-retries': 'many' }, { env: { GITHUB_OUTPUT: path } });
    expect(run.exitCode).toBe(1);
    expect(errorsOf(run)).toHaveLength(1);
    expect(errorsOf(run)[0]?.message).toContain('`max-retries` is "many"');
    expect(run.requests.map(({ url }) => url.split('?')[0])).toEqual(['/callback/webhook']);
  });
});

describe.each(unwritable)('where the file of the summary %s', (_, path) => {
  test('a step that succeeded stays green, with a warning', async () => {
    const run = await wait({}, { env: { GITHUB_STEP_SUMMARY: path } });
    expect(run.exitCode).toBe(0);
    expect(run.outputs).toMatchObject({ outcome: 'finished', error: '' });
    expect(run.annotations).toHaveLength(1);
    expect(run.annotations[0]).toMatchObject({ level: 'warning' });
    expect(run.annotations[0]?.message).toContain('The job summary could not be written');
    expect(callbacks(run)).toMatchObject([{ StatusCode: '200' }]);
  });

  test('a step that failed has its outputs, one error and the callback', async () => {
    const run = await wait({ 'batch-job-recid': failing() }, { env: { GITHUB_STEP_SUMMARY: path } });
    expect(run.exitCode).toBe(1);
    expect(run.outputs).toMatchObject({ outcome: 'error', error: errorsOf(run)[0]?.message });
    expect(errorsOf(run)).toHaveLength(1);
    expect(callbacks(run)).toHaveLength(1);
  });
});

test('where both are gone there is still one error, and the callback', async () => {
  const env = { GITHUB_OUTPUT: join(folder, 'gone'), GITHUB_STEP_SUMMARY: join(folder, 'a-folder') };
  const run = await wait({}, { env });
  expect(run.exitCode).toBe(1);
  expect(errorsOf(run)).toHaveLength(1);
  expect(callbacks(run)).toMatchObject([{ StatusCode: '500' }]);
});

test('an input that is passed empty has its default', async () => {
  const empty = Object.fromEntries(
    ['summary', 'max-retries', 'auth', 'authority-host', 'started-after', 'start', 'wait-timeout-minutes'].map(
      (name) => [name, name === 'start' ? '  ' : ''],
    ),
  );
  const run = await wait(empty);
  expect(run.outputs).toMatchObject({ outcome: 'finished', error: '' });
  expect(run.exitCode).toBe(0);
  expect(run.summary).toMatch(/^### ✅ batch-wait: Nightly "posting" · localhost:/);

  simulator.scenario.faults = [
    { match: { path: 'BatchJobs', times: 1 }, respond: 'throttle', retryAfterSeconds: 0.01 },
  ];
  const rest = await runWithToken(simulator, {
    operation: 'rest',
    path: '/data/BatchJobs?$top=1',
    method: '',
    'max-retries': '',
    'content-type': '',
    idempotent: '',
    'poll-seconds': '',
  });
  expect(rest.outputs['error']).toBe('');
  expect(rest.requests.map(({ status }) => status)).toEqual([429, 200]);
});

describe('a signal while the result is being posted', () => {
  let respond = () => undefined as unknown;
  const hook = useServer((_request, response) => {
    respond = () => response.end();
  });
  const interrupted = (onSignal: () => void) =>
    wait(
      { 'callback-url': `${hook.url}/webhook` },
      {
        signals: [
          {
            signal: 'SIGTERM',
            when() {
              if (hook.requests.length > 0) onSignal();
              return hook.requests.length > 0;
            },
          },
        ],
      },
    );

  test('leaves it the time that it has after any signal', async () => {
    const run = await interrupted(() => setTimeout(respond, 100));
    expect(run.annotations).toEqual([]);
    expect(run.log.at(-1)).toMatch(/^Posted the result to the callback URL at 127\.0\.0\.1:\d+ \(200\)\.$/);
    expect([run.exitCode, run.outputs['outcome'], hook.requests.length]).toEqual([0, 'finished', 1]);
  });

  test('ends the step, though nobody responds', async () => {
    const run = await interrupted(() => undefined);
    expect(messagesOf(run, 'warning')).toEqual([expect.stringContaining('could not be posted')]);
    expect([run.exitCode, run.outputs['outcome'], hook.requests.length]).toEqual([0, 'finished', 1]);
  });
});

test.each(['', 'a-relative-folder'])(
  'RUNNER_TEMP may be "%s", and the file of the response has its whole path',
  async (temp) => {
    const run = await runWithToken(
      simulator,
      { operation: 'rest', path: '/data/Companies' },
      { env: { RUNNER_TEMP: temp } },
    );
    const path = run.outputs['response-file'] ?? '';
    expect([run.outputs['error'], isAbsolute(path), existsSync(path)]).toEqual(['', true, true]);
    rmSync(path);
  },
);

test('summary: false writes none', async () => {
  expect((await wait({ summary: 'false' })).summary).toBe('');
});

/** A secret beside the token that happens to be a part of JSON, Markdown, or our own words. */
test.each(['"', '200', ':', '|', '{', 'a', 'Finished', '\\', 'outcome'])(
  'the secret %s breaks neither the callback nor the summary',
  async (secret) => {
    const run = await wait(
      {
        'client-secret': secret,
        'tenant-id': 'contoso.example',
        'client-id': '5c3e1f0a-8c1f-4d2e-9b7a-000000000000',
      },
      { mayShow: ['status', 'jobs'] },
    );
    expect(run.exitCode).toBe(0);
    const [told] = callbacks(run) as [{ Output: { status: string; jobs: { description: string }[] } }];
    expect(told).toMatchObject({ Output: { outcome: 'finished', jobs: [{ outcome: 'finished' }] }, StatusCode: '200' });
    expect(JSON.stringify([told.Output.status, told.Output.jobs[0]?.description])).not.toContain(
      JSON.stringify(secret)
        .slice(1, -1)
        .padStart(secret === '"' ? 3 : 1, '-'),
    );
    const table = run.summary.split('\n').filter((line) => line.startsWith('|'));
    expect(table).toHaveLength(3);
    for (const line of table) expect(line.match(/\|/g)).toHaveLength(10);
  },
);

test('what a server says is no link in the summary, and the error is at most 4 KiB on one line', async () => {
  const message = `see https://evil.example or www.evil.example, ask @octocat about #1\n${'é'.repeat(8_000)}`;
  simulator.scenario.faults = [
    {
      match: { path: 'Initialize' },
      respond: 'custom',
      status: 400,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ error: { message } }),
    },
  ];
  const run = await runWithToken(simulator, { operation: 'dmf-init' });
  expect(run.outputs['error']).toContain('https://evil.example');
  expect(run.outputs['error']).not.toContain('\n');
  expect(Buffer.byteLength(run.outputs['error'] ?? '')).toBeLessThanOrEqual(4_096);
  expect(run.summary).toContain('evil.example');
  expect(run.summary).not.toMatch(/:\/\/|www\.|@\w|#1/);
});
