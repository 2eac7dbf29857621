import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { runAction, signIn, useFolder, useSimulator } from '../harness.ts';

const simulator = useSimulator();
const folder = useFolder();

describe('bad input: one error that names every problem, and nothing is sent', () => {
  test('several kinds at once', async () => {
    const run = await runAction(simulator, {
      inputs: {
        ...signIn(simulator),
        operation: 'dmf-init',
        'environment-url': 'http://contoso.operations.dynamics.com',
        asynchronous: 'perhaps',
        'max-retries': '-1',
        'requeue-limit': '2',
        'request-timeout-second': '5',
        token: 'a.b.c',
        'refresh-token': 'r3fresh-token-value',
      },
    });
    expect(run.exitCode).toBe(1);
    expect(run.requests).toEqual([]);
    expect(run.annotations).toHaveLength(1);
    expect(run.outputs).toMatchObject({ outcome: 'failed' });
    expect(run.log).toContain('- `asynchronous` is "perhaps": give `true` or `false`.');
    expect(run.commands.find(({ name }) => name === 'error')?.properties).toEqual({
      title: 'dmf-init: 5 problems with the inputs; nothing was sent',
    });
    for (const part of [
      'nothing was sent',
      '`environment-url` is "http://contoso.operations.dynamics.com"',
      '`asynchronous` is "perhaps"',
      '`max-retries` is "-1"',
      '`requeue-limit` is not read by operation `dmf-init`',
      '`request-timeout-second` is not an input: did you mean `request-timeout-seconds`?',
    ]) {
      expect(run.outputs['error']).toContain(part);
    }
  });

  test.each([
    [{}, '`operation` is missing'],
    [{ operation: 'batchwait' }, '`operation` is "batchwait": give one of'],
    [{ operation: 'batchwait' }, '(did you mean `batch-wait`?)'],
    [{ operation: 'Tokens' }, '(did you mean `token`?)'],
    [{ operation: 'dmf-init' }, '`environment-url` is missing'],
    [{ operaton: 'token' }, '`operaton` is not an input: did you mean `operation`?'],
    [{ operation: 'batchwait', 'environment-url': 'a.example' }, '`environment-url` is "a.example"'],
    [{ operation: 'batchwait', auth: 'certificate' }, '`auth` is `certificate`, but `certificate` has no value'],
    [{ operation: 'dmf-init', 'environment-url': 'https://a.example/?x=1' }, 'remove "?"'],
    [{ operation: 'dmf-init', 'environment-url': 'https://a.example/AXSF/data/' }, 'alone, https://a.example/AXSF;'],
    [{ operation: 'batch-wait', 'batch-job-recid': '5,637,144,576' }, 'thousands separators: use 5637144576.'],
    [
      { operation: 'batch-wait', 'batch-job-recid': '1', 'timeout-minutes': '5' },
      'did you mean `wait-timeout-minutes`?',
    ],
    [{ operation: 'rest', path: '/data/X', query: '?$top=1' }, '`query` has the line "?$top=1"'],
    [{ operation: 'rest', path: '/data/X', expect: 'Status != "Error"' }, "is the name of a member: write 'Error' for"],
    [{ operation: 'rest', path: '/data/X', extract: 'value[' }, '`extract` has "value[", which is not JMESPath'],
    [{ operation: 'rest', path: '/data/X', query: '$top=1&$select=A' }, '`query` has the line "$top=1&$select=A"'],
  ])('%j', async (inputs, problem) => {
    const run = await runAction(simulator, { inputs });
    expect(run.exitCode).toBe(1);
    expect(run.outputs['error']).toContain(problem);
    expect(run.outputs['outcome']).toBe('failed');
    expect(run.requests).toEqual([]);
  });
});

describe('it never ends green by accident', () => {
  const preload = (source: string) => {
    const file = join(folder, `${Math.random().toString(36).slice(2)}.mjs`);
    writeFileSync(file, source);
    return ['--import', pathToFileURL(file).href];
  };
  const inputs = () => ({
    operation: 'dmf-init',
    'request-timeout-seconds': '0',
    'environment-url': simulator.environmentUrl,
    token: simulator.mintToken(),
  });

  test.each([
    ['a promise that never settles', `import { Agent } from 'node:https'; Agent.prototype.addRequest = () => {};`],
    [
      'an error in a callback',
      `import { Agent } from 'node:https'; Agent.prototype.addRequest = () => { setImmediate(() => { throw new Error('a fault'); }); };`,
    ],
  ])('%s: exit 1 and one annotation', async (_, source) => {
    const { startStep } = await import('../../tools/runner.ts');
    const step = await startStep({ inputs: inputs(), nodeArgs: preload(source) }).finished;
    rmSync(step.folder, { recursive: true, force: true });
    expect(step.exitCode).toBe(1);
    expect(step.annotations).toHaveLength(1);
    expect(step.annotations[0]?.message).toContain('a bug in d365fo-action');
    expect(step.outputs).toMatchObject({ outcome: 'failed', error: step.annotations[0]?.message });
  });

  test.each([
    'cut',
    'cut-chunked',
    'cut-gzip',
    'reset',
    'empty-401',
    '403-json',
    '500-xpp',
    '500-odata',
    'signin-html',
    'signin-redirect',
  ] as const)('%s: exit 1 and one annotation', async (respond) => {
    simulator.scenario.initializeStatus = 200;
    simulator.scenario.faults = [{ match: { path: 'Initialize' }, respond }];
    const run = await runAction(simulator, { inputs: { ...inputs(), 'max-retries': '0' } });
    expect(run.exitCode).toBe(1);
    expect(run.annotations).toHaveLength(1);
    expect(run.outputs['error']).toContain(run.annotations[0]?.message.replace(/…$/, ''));
  });

  test('a host that does not exist fails at once and names the input', async () => {
    const run = await runAction(simulator, {
      inputs: { ...inputs(), 'environment-url': 'https://no-such-host.invalid', token: 'opaque-token-value' },
    });
    expect(run.exitCode).toBe(1);
    expect(run.outputs['error']).toContain('no-such-host.invalid could not be resolved');
    expect(run.outputs['error']).toContain('environment-url');
    expect(run.elapsedMs).toBeLessThan(20_000);
  });

  test('a certificate of a private authority is explained', async () => {
    const run = await runAction(simulator, { inputs: inputs(), env: { NODE_EXTRA_CA_CERTS: undefined } });
    expect(run.exitCode).toBe(1);
    expect(run.outputs['error']).toContain('NODE_EXTRA_CA_CERTS');
  });
});

describe('server text is hostile', () => {
  test('it reaches the log and the summary without a command in it', async () => {
    simulator.scenario.faults = [{ match: { path: 'Initialize' }, respond: 'hostile-text' }];
    const run = await runAction(simulator, {
      inputs: { operation: 'dmf-init', 'environment-url': simulator.environmentUrl, token: simulator.mintToken() },
    });
    expect(run.exitCode).toBe(1);
    expect(
      run.commands.map(({ name }) => name).filter((name) => !['add-mask', 'error', 'debug'].includes(name)),
    ).toEqual([]);
    expect(run.stdout.replace(/^::.*$/gm, '')).not.toMatch(/::|##\[/);
    expect(run.stdout).not.toContain('\u001b');
    expect(run.annotations).toHaveLength(1);
  });
});

describe('an HTML page under a bearer is a sign-in page, however it comes', () => {
  const page = (headers: Record<string, string>, body: string) => {
    simulator.scenario.faults = [{ match: { path: '/data/' }, respond: 'custom', status: 200, headers, body }];
    return runAction(simulator, {
      inputs: {
        operation: 'rest',
        path: '/data/LegalEntities',
        'environment-url': simulator.environmentUrl,
        token: simulator.mintToken(),
      },
    });
  };
  test.each([
    ['without a body', { 'content-type': 'text/html' }, ''],
    ['as XHTML', { 'content-type': 'application/xhtml+xml' }, '<html/>'],
    [
      'behind an XML prologue',
      { 'content-type': 'application/xml' },
      '<?xml version="1.0"?>\n<!DOCTYPE html><html></html>',
    ],
    ['behind blanks', { 'content-type': 'application/octet-stream' }, `${' \n'.repeat(300)}<html></html>`],
  ])('%s', async (_, headers, body) => {
    const run = await page(headers, body);
    expect(run.exitCode).toBe(1);
    expect(run.outputs['error']).toContain('a sign-in page');
  });

  test('as the response to HEAD', async () => {
    simulator.scenario.faults = [{ match: { path: '/data/' }, respond: 'signin-html' }];
    const run = await runAction(simulator, {
      inputs: {
        operation: 'rest',
        method: 'HEAD',
        path: '/data/LegalEntities',
        'environment-url': simulator.environmentUrl,
        token: simulator.mintToken(),
      },
    });
    expect(run.exitCode).toBe(1);
  });

  test('XML that is data passes', async () => {
    const run = await page({ 'content-type': 'application/xml' }, '<?xml version="1.0"?><ServiceGroups/>');
    expect(run.exitCode).toBe(0);
    expect(run.outputs['response']).toBe('<?xml version="1.0"?><ServiceGroups/>');
  });
});

test('a Retry-After beyond what a call may pause is said, and more retries are not advised', async () => {
  simulator.scenario.faults = [{ match: { path: 'Initialize' }, respond: 'throttle', retryAfterSeconds: 700 }];
  const run = await runAction(simulator, {
    inputs: { operation: 'dmf-init', 'environment-url': simulator.environmentUrl, token: simulator.mintToken() },
  });
  expect(run.requests).toHaveLength(1);
  expect(run.outputs['error']).toContain('a pause of 700 s (Retry-After)');
  expect(run.outputs['error']).not.toContain('max-retries');
});

test('a write that returned 503 may have been carried out, and the text does not say to run it again at once', async () => {
  simulator.scenario.faults = [{ match: { path: 'Initialize' }, respond: '503-html' }];
  const run = await runAction(simulator, {
    inputs: { operation: 'dmf-init', 'environment-url': simulator.environmentUrl, token: simulator.mintToken() },
  });
  expect(run.requests).toHaveLength(1);
  expect(run.outputs['error']).toContain('check in F&O before you run the step again');
});

test('a password in environment-url is not printed', async () => {
  const run = await runAction(simulator, {
    secrets: ['Sup3rS3cretPw'],
    inputs: { operation: 'dmf-init', 'environment-url': 'https://bob:Sup3rS3cretPw@contoso.example?sig=Sup3rS3cretPw' },
  });
  expect(run.exitCode).toBe(1);
  expect(run.outputs['error']).toContain('user name or password');
});

test('a secret that a server echoes is masked in the summary as well', async () => {
  simulator.scenario.faults = [
    {
      match: { path: 'GetUserSessionInfo' },
      respond: 'custom',
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ UserId: simulator.clientSecret }),
    },
  ];
  const run = await runAction(simulator, { inputs: { operation: 'token', verify: 'true', ...signIn(simulator) } });
  expect(run.exitCode).toBe(0);
  expect(run.summary).toContain('| User | *** |');
});

test('run by hand, without the files of a runner, it shows its outputs and never the token', async () => {
  const run = await runAction(simulator, {
    inputs: { operation: 'token', ...signIn(simulator) },
    env: { GITHUB_OUTPUT: undefined, GITHUB_STEP_SUMMARY: undefined, RUNNER_TEMP: undefined },
  });
  expect(run.exitCode).toBe(0);
  expect(run.log.join('\n')).toContain('Output token: ***');
  expect(run.log.join('\n')).toContain('Output expires-on: 20');
});
