import { readFileSync, readdirSync, readlinkSync, realpathSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { combinedScenario, namedScenarios, scenarioTable } from '../../simulator/scenarios.ts';
import { root } from '../../tools/manifest.ts';
import { startStep, type StepResult } from '../../tools/runner.ts';
import { parseFileCommands } from '../../tools/workflow-commands.ts';
import { runAction, useFolder } from '../harness.ts';

const folder = useFolder();
const manifest = parse(readFileSync(join(root, 'simulator/action.yml'), 'utf8')) as {
  inputs: Record<string, { default: string }>;
  outputs: Record<string, object>;
  runs: { using: string; main: string; post: string };
};
const script = join(root, 'simulator', manifest.runs.main);
const postScript = join(root, 'simulator', manifest.runs.post);

interface State {
  pid: number;
  port: number;
}

/** A job: what GITHUB_ENV gives to the steps that follow, and the state that the runner keeps for the post step. */
interface Job {
  started: StepResult;
  env: Record<string, string>;
  state: State;
}

const pids: number[] = [];
afterEach(() => {
  for (const pid of pids.splice(0)) if (isRunning(pid)) process.kill(pid, 'SIGKILL');
});

const withDefaults = (inputs: Record<string, string>): Record<string, string> => ({
  ...Object.fromEntries(Object.entries(manifest.inputs).map(([name, input]) => [name, input.default])),
  ...inputs,
});

const startStepOf = (inputs: Record<string, string>, env: Record<string, string> = {}): Promise<StepResult> =>
  startStep({ script, inputs: withDefaults(inputs), env, workspace: folder }).finished;

async function startJob(inputs: Record<string, string> = {}, env: Record<string, string> = {}): Promise<Job> {
  const started = await startStepOf(inputs, env);
  expect(started.annotations.filter(({ level }) => level === 'error')).toEqual([]);
  const state = JSON.parse(parseFileCommands(started.fileCommands.state)['simulator'] ?? '') as State;
  pids.push(state.pid);
  return { started, env: { ...env, ...parseFileCommands(started.fileCommands.env) }, state };
}

/** The state of the first step as its post step sees it. */
const stateOf = ({ fileCommands }: StepResult): Record<string, string> =>
  Object.fromEntries(
    Object.entries(parseFileCommands(fileCommands.state)).map(([name, value]) => [`STATE_${name}`, value]),
  );

const post = ({ started, env }: Job, inputs: Record<string, string> = {}): Promise<StepResult> =>
  startStep({
    script: postScript,
    inputs: withDefaults(inputs),
    env: { ...env, ...stateOf(started) },
  }).finished;

/** A process that has ended and that nobody has asked for its exit code does not run. */
function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return process.platform !== 'linux' || !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

async function hasEnded(pid: number): Promise<boolean> {
  for (let tries = 0; tries < 200 && isRunning(pid); tries += 1) await delay(50);
  return !isRunning(pid);
}

describe('a job with the simulator', () => {
  test('runs an operation with no input but its own, is shown what it requested, and leaves no process', async () => {
    const job = await startJob();
    const run = await runAction(undefined, {
      inputs: { operation: 'batch-wait', 'batch-job-recid': '5637144576', start: 'true', 'poll-seconds': '1' },
      env: job.env,
    });
    expect(run.outputs).toMatchObject({ outcome: 'finished', error: '' });
    expect(Object.keys(job.started.outputs).sort()).toEqual(Object.keys(manifest.outputs).sort());
    const ended = await post(job);
    expect(ended.exitCode).toBe(0);
    const secret = job.env['D365FO_CLIENT_SECRET'] ?? '';
    expect(job.started.masks).toContain(secret);
    for (const text of [...job.started.log, ...ended.log]) expect(text).not.toContain(secret);
    const table = ended.log.map((line) => line.split(/ {2,}/));
    expect(table).toContainEqual([
      'POST',
      '/data/BatchJobs/Microsoft.Dynamics.DataEntities.SetBatchJobToWaiting',
      '200',
      '1',
    ]);
    expect(table).toContainEqual(['POST', `/${job.env['D365FO_TENANT_ID'] ?? ''}/oauth2/v2.0/token`, '200', '1']);
    expect(await hasEnded(job.state.pid)).toBe(true);
  });

  test('an outcome that fails, fails', async () => {
    const job = await startJob();
    const inputs = { operation: 'batch-wait', 'batch-job-recid': '5637144601', start: 'true', 'poll-seconds': '1' };
    const run = await runAction(undefined, { inputs, env: job.env });
    expect([run.exitCode, run.outputs['outcome']]).toEqual([1, 'error']);
    expect((await post(job)).exitCode).toBe(0);
  });

  test('the other jobs of the scenario `jobs` are withheld, recurring and scheduled', async () => {
    const job = await startJob();
    const outcomes = await Promise.all(
      ['5637144602', '5637144603', '5637144604'].map(async (recId) => {
        const inputs = { operation: 'batch-wait', 'batch-job-recid': recId, 'wait-timeout-minutes': '1' };
        return (await runAction(undefined, { inputs, env: job.env })).outputs['outcome'];
      }),
    );
    expect(outcomes).toEqual(['withheld', 'ended-unknown', 'scheduled']);
    await post(job);
  });

  test('OpenID Connect needs no permission of the job', async () => {
    const job = await startJob();
    const run = await runAction(undefined, {
      inputs: { operation: 'token', auth: 'oidc', verify: 'true' },
      env: job.env,
      secrets: [job.env['D365FO_CLIENT_SECRET'] ?? 'none'],
    });
    expect(run.outputs['error']).toBe('');
    await post(job);
  });

  test('an ID token of the runner itself is accepted, whatever its subject', async () => {
    const other = await startJob();
    const job = await startJob(
      {},
      {
        ACTIONS_ID_TOKEN_REQUEST_URL: other.env['ACTIONS_ID_TOKEN_REQUEST_URL'] ?? '',
        ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'request-token-of-the-runner',
        NODE_EXTRA_CA_CERTS: other.env['NODE_EXTRA_CA_CERTS'] ?? '',
      },
    );
    expect(job.env['ACTIONS_ID_TOKEN_REQUEST_URL']).toContain(`:${other.state.port}/`);
    const run = await runAction(undefined, { inputs: { operation: 'token', auth: 'oidc' }, env: job.env });
    expect(run.outputs['error']).toBe('');
    expect(run.log.join('\n')).not.toContain('client secret');
    await Promise.all([post(job), post(other)]);
  });

  test('a file of certificates that the job trusts is extended in a copy', async () => {
    const first = await startJob();
    const file = first.env['NODE_EXTRA_CA_CERTS'] ?? '';
    const existing = readFileSync(file, 'utf8');
    const second = await startJob({}, { NODE_EXTRA_CA_CERTS: file });
    expect(readFileSync(second.env['NODE_EXTRA_CA_CERTS'] ?? '', 'utf8')).toMatch(
      new RegExp(`^-----BEGIN CERTIFICATE-----\\s[^-]+-----END CERTIFICATE-----\\n${RegExp.escape(existing)}$`),
    );
    expect(readFileSync(file, 'utf8')).toBe(existing);
    await Promise.all([post(first), post(second)]);
  });

  test.each([
    ['broken', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n'],
    ['cut off', '-----BEGIN CERTIFICATE-----\nMIIB'],
    ['in UTF-16', Buffer.from('\ufeff-----BEGIN CERTIFICATE-----\r\nAAAA\r\n', 'utf16le')],
    ['in DER', Buffer.from('308201', 'hex')],
    ['empty', ''],
  ])('a file of certificates that is %s does not hide the one of the simulator', async (_what, content) => {
    const file = join(folder, 'existing.pem');
    writeFileSync(file, content);
    const job = await startJob({}, { NODE_EXTRA_CA_CERTS: file });
    const run = await runAction(undefined, { inputs: { operation: 'token' }, env: job.env });
    expect(run.outputs['error']).toBe('');
    await post(job);
  });

  test('inputs that are empty, as of a workflow that hands on its own, have their defaults', async () => {
    expect({ scenario: 'jobs', 'time-limit-minutes': '360', 'fail-on-unknown': 'true' }).toEqual(withDefaults({}));
    const job = await startJob({ scenario: '', 'time-limit-minutes': '', 'fail-on-unknown': '' }, { RUNNER_TEMP: '' });
    const inputs = { operation: 'rest', path: '/data/BatchJobs(5637144604)' };
    expect((await runAction(undefined, { inputs, env: job.env })).outputs['error']).toBe('');
    await post(job);
  });

  test('what the job says of another sign-in does not reach the steps that follow, and is said', async () => {
    const job = await startJob({}, { D365FO_CERTIFICATE: 'PEM', D365FO_SCOPE: 'https://other/.default' });
    expect(job.env).toMatchObject({ D365FO_CERTIFICATE: '', D365FO_SCOPE: '' });
    expect(job.started.annotations).toEqual([
      { level: 'notice', message: expect.stringContaining('D365FO_CERTIFICATE, D365FO_SCOPE') },
    ]);
    await post(job);
  });
});

describe('requests that the simulator does not serve', () => {
  const wrong = { operation: 'rest', path: '/data/NoSuchEntities', 'accept-status': '404' };

  test.each([
    [
      'true',
      1,
      [{ level: 'error', message: expect.stringMatching(/GET \/data\/NoSuchEntities\. Set fail-on-unknown/) }],
    ],
    ['false', 0, []],
  ])('with fail-on-unknown: %s the post step ends with %i', async (failOnUnknown, exitCode, annotations) => {
    const inputs = { 'fail-on-unknown': failOnUnknown };
    const job = await startJob(inputs);
    expect((await runAction(undefined, { inputs: wrong, env: job.env })).exitCode).toBe(0);
    const ended = await post(job, inputs);
    expect({ exitCode: ended.exitCode, annotations: ended.annotations }).toEqual({ exitCode, annotations });
    expect(ended.log.join('\n')).toMatch(/GET +\/data\/NoSuchEntities +404 +1/);
  });

  test('a row that is not there is no such request', async () => {
    const job = await startJob();
    const inputs = { operation: 'rest', path: '/data/BatchJobs(1)', 'accept-status': '404' };
    await runAction(undefined, { inputs, env: job.env });
    expect((await post(job)).exitCode).toBe(0);
  });
});

describe('its process', () => {
  test('ends by itself at its time limit, and the post step says that it had ended', async () => {
    const job = await startJob({ 'time-limit-minutes': '0.01' });
    expect(await hasEnded(job.state.pid)).toBe(true);
    const ended = await post(job);
    expect(ended.exitCode).toBe(1);
    expect(ended.annotations[0]?.message).toMatch(/had ended before this step/);
  });

  test('that a step has killed is missed by the post step', async () => {
    const job = await startJob();
    process.kill(job.state.pid, 'SIGKILL');
    expect(await hasEnded(job.state.pid)).toBe(true);
    const ended = await post(job);
    expect([ended.exitCode, ended.annotations[0]?.message]).toEqual([
      1,
      expect.stringMatching(/had ended before this step/),
    ]);
  });

  test('listens on loopback alone, and sees no variable of the job', async () => {
    const job = await startJob({}, { SECRET_OF_THE_JOB: 'a-secret-of-the-job' });
    if (process.platform === 'linux') {
      expect(readFileSync(`/proc/${job.state.pid}/environ`, 'utf8')).not.toContain('a-secret-of-the-job');
    }
    const addresses = Object.values(networkInterfaces())
      .flatMap((list) => list ?? [])
      .filter(({ internal }) => !internal)
      .map(({ address, family, scopeid }) => (family === 'IPv6' && scopeid ? `${address}%${scopeid}` : address));
    expect(await accepts('127.0.0.1', job.state.port)).toBe(true);
    for (const address of addresses) expect(await accepts(address, job.state.port)).toBe(false);
    await post(job);
  });
});

describe('bad inputs', () => {
  const files = {
    'own.json': '{"pageSise": 2, "refusal": "maybe"}',
    'list.json': '[1]',
    'null.json': 'null',
    'comma.json': '{"pageSize": 2,}',
    'utf16.json': Buffer.from('\ufeff{"pageSize": 2}', 'utf16le'),
  };

  test.each([
    [
      'an unknown scenario',
      { scenario: 'jobz' },
      /There is no scenario "jobz" \(did you mean `jobs`\?\)\. Use jobs, database-copy, business-events, throttling, slow, /,
    ],
    [
      'switches that are none',
      { scenario: 'own.json' },
      /^own\.json: no such switch: pageSise \(did you mean `pageSize`\?\); refusal is "maybe"/,
    ],
    ['UTF-16', { scenario: 'utf16.json' }, /^utf16\.json is not in UTF-8 \(Windows PowerShell/],
    ['a list', { scenario: 'list.json' }, /^list\.json: it must be an object/],
    ['nothing', { scenario: 'null.json' }, /^null\.json: it must be an object/],
    ['no JSON', { scenario: 'comma.json' }, /^comma\.json is not valid JSON: .*position 15/],
    ['a file that is not there', { scenario: 'none.json' }, /^none\.json cannot be read: ENOENT/],
    ['a time limit in words', { 'time-limit-minutes': 'long' }, /time-limit-minutes is "long"/],
    ['a time limit of nothing', { 'time-limit-minutes': '0' }, /time-limit-minutes is "0"/],
    ['no boolean', { 'fail-on-unknown': 'yes' }, /^fail-on-unknown is "yes"\. Use true or false\.$/],
    [
      'all at once',
      { 'fail-on-unknown': 'yes', 'time-limit-minutes': 'x', scenario: 'jobz, none.json, own.json' },
      /^time-limit-minutes .*\nfail-on-unknown .*\nThere is no scenario "jobz".*\nnone\.json .*\nown\.json: /,
    ],
  ])('%s: said at once, and neither step starts anything', async (_what, inputs, message) => {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    const started = await startStepOf(inputs);
    expect(started.exitCode).toBe(1);
    expect(started.annotations).toEqual([{ level: 'error', message: expect.stringMatching(message) }]);
    expect([started.fileCommands.env, started.fileCommands.state]).toEqual(['', '']);
    // A runner runs the post step of a step that failed, too.
    const ended = await startStep({ script: postScript, inputs: withDefaults(inputs), workspace: folder }).finished;
    expect([ended.exitCode, ended.log, ended.fileCommands.env]).toEqual([
      0,
      ['The simulator did not start, so there is nothing to stop.'],
      '',
    ]);
  });
});

test.each([
  ['~/ca.pem', /\(ENOENT.*Node does not expand "~"/],
  ['/nowhere/ca.pem', /\(ENOENT[^~]*$/],
  [root, /\(EISDIR/],
])(
  'NODE_EXTRA_CA_CERTS that Node cannot read (%s) is a warning, and the simulator is trusted',
  async (file, message) => {
    const job = await startJob({}, { NODE_EXTRA_CA_CERTS: file });
    expect(job.started.annotations).toEqual([{ level: 'warning', message: expect.stringMatching(message) }]);
    const run = await runAction(undefined, { inputs: { operation: 'token' }, env: job.env });
    expect(run.outputs['error']).toBe('');
    await post(job);
  },
);

test('a second simulator of a job takes over, and both end', async () => {
  const first = await startJob();
  const second = await startJob({}, first.env);
  expect(second.env['ACTIONS_ID_TOKEN_REQUEST_URL']).toContain(`:${second.state.port}/`);
  const inputs = { operation: 'token', auth: 'oidc', verify: 'true' };
  expect((await runAction(undefined, { inputs, env: second.env })).outputs['error']).toBe('');
  expect((await post(second)).log[0]).toMatch(/received (?:one request|\d+ requests)/);
  expect((await post(first)).log).toEqual(['No request reached the simulator.']);
  expect([await hasEnded(first.state.pid), await hasEnded(second.state.pid)]).toEqual([true, true]);
});

const onLinux = process.platform === 'linux' ? test : test.skip;

onLinux('a step that is killed while it starts the simulator leaves no process', async () => {
  for (const signal of ['SIGINT', 'SIGKILL'] as const) {
    const step = startStep({ script, inputs: withDefaults({}), env: { RUNNER_TEMP: folder } });
    const own = join(realpathSync(folder), 'd365fo-simulator-');
    const processes = () => readdirSync('/proc').filter((entry) => cwdOf(entry).startsWith(own));
    while (processes().length === 0) await delay(5);
    step.kill(signal);
    expect((await step.finished).signal).toBe(signal);
    for (let tries = 0; tries < 200 && processes().length > 0; tries += 1) await delay(50);
    expect(processes()).toEqual([]);
  }
});

/** The folder of a process; empty where there is none, or it has ended. */
function cwdOf(entry: string): string {
  try {
    return readlinkSync(`/proc/${entry}/cwd`);
  } catch {
    return '';
  }
}

test('a file of switches is laid over the scenario named before it', async () => {
  writeFileSync(join(folder, 'small.json'), '{"pageSize": 2}');
  const job = await startJob({ scenario: 'Jobs\nsmall.json\n' });
  const inputs = { operation: 'rest', path: '/data/BatchJobs' };
  const run = await runAction(undefined, { inputs, env: job.env });
  expect(run.outputs['row-count']).toBe('2');
  await post(job);
});

test('the README has the table of named scenarios', () => {
  const readme = readFileSync(join(root, 'simulator/README.md'), 'utf8');
  const plain = (table: string) =>
    table
      .replaceAll(/ {2,}|-{3,}/g, ' ')
      .replaceAll(/ +/g, ' ')
      .trim();
  const [, table = ''] = /<!-- scenarios -->([^]*)<!-- \/scenarios -->/.exec(readme) ?? [];
  expect(plain(table)).toBe(plain(scenarioTable()));
});

test('every named scenario can be laid over the others', async () => {
  const names = Object.keys(namedScenarios).join(', ');
  const combined = await combinedScenario(names, () => Promise.reject(new Error('no file')));
  expect(Object.keys(combined)).toEqual(expect.arrayContaining(['batchJobs', 'faults', 'latencyMs', 'startingForMs']));
});

function accepts(host: string, port: number): Promise<boolean> {
  return new Promise((settle) => {
    const socket = connect({ host, port, timeout: 3000 });
    const end = (accepted: boolean) => () => {
      socket.destroy();
      settle(accepted);
    };
    socket.once('connect', end(true)).once('error', end(false)).once('timeout', end(false));
  });
}
