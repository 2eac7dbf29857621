import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { root } from '../tools/manifest.ts';
import { parseFileCommands } from '../tools/workflow-commands.ts';
import { useFolder } from './harness.ts';

const folder = useFolder();

/** Runs a small step of a chain as a runner does. */
function run(step: string, inputs: Record<string, string>, env: Record<string, string> = {}) {
  const output = join(folder, 'output');
  const summary = join(folder, 'summary');
  writeFileSync(output, '');
  writeFileSync(summary, '');
  const { status, stdout } = spawnSync(process.execPath, [join(root, 'workflows-templates', step, 'index.mjs')], {
    encoding: 'utf8',
    env: {
      RUNNER_TEMP: folder,
      GITHUB_WORKSPACE: folder,
      GITHUB_OUTPUT: output,
      GITHUB_STEP_SUMMARY: summary,
      ...Object.fromEntries(Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value])),
      ...env,
    },
  });
  return {
    status,
    stdout,
    outputs: parseFileCommands(readFileSync(output, 'utf8')),
    summary: readFileSync(summary, 'utf8'),
  };
}

describe('the event that hands over a batch job', () => {
  const event = (content: string) => {
    const file = join(folder, 'event.json');
    writeFileSync(file, content);
    return run('run-batch-job/event', {}, { GITHUB_EVENT_NAME: 'repository_dispatch', GITHUB_EVENT_PATH: file });
  };

  test('masks the callback URL before anything else, and keeps every digit of a RecId', () => {
    const { stdout, outputs } = event(
      '{"client_payload": {"batch-job-recid": 5637144576123456789, "callback-url": "https://x/?sig=abc%2F"}}',
    );
    expect(stdout).toBe('::add-mask::https://x/?sig=abc%252F\n');
    expect(outputs).toMatchObject({
      'batch-job-recid': '5637144576123456789',
      'callback-url': 'https://x/?sig=abc%2F',
    });
  });

  test('takes lists, numbers, truth values, and the name that Azure Data Factory has for the URL', () => {
    const { outputs } = event(
      '{"client_payload": {"batch-job-recid": ["1", 2], "start": false, "requeue-limit": 2, "callBackUri": "https://x"}}',
    );
    expect(outputs).toMatchObject({
      'batch-job-recid': '1,2',
      start: 'false',
      'requeue-limit': '2',
      'callback-url': 'https://x',
    });
  });

  test('says what an event without a payload lacks', () => {
    const { status, outputs } = event('{}');
    expect(status).toBe(1);
    expect(outputs['error']).toMatch(/no `client_payload`/);
  });

  test('reads nothing of another event', () => {
    const { status, outputs, stdout } = run(
      'run-batch-job/event',
      {},
      { GITHUB_EVENT_NAME: 'push', GITHUB_EVENT_PATH: '/none' },
    );
    expect({ status, stdout, ...outputs }).toMatchObject({ status: 0, stdout: '', 'callback-url': '', error: '' });
  });
});

describe('the payload that registers a backup client', () => {
  const given = {
    'api-url': 'https://commserve.contoso.com/commandcenter/api/',
    authtoken: 'key-of-the-server',
    'client-name': 'Contoso',
    'plan-id': '17',
    'plan-name': 'Gold',
    'wait-timeout-minutes': '0.5',
    'tenant-id': 'tenant',
    'client-id': 'client',
    auth: 'auto',
    'client-secret': 's3cret-value',
    'client-secret-encoding': 'plain',
  };
  const step = 'register-backup-client/payload';

  test('has the secret in base64, and masks it in both forms', () => {
    const { stdout, outputs } = run(step, given);
    const encoded = Buffer.from('s3cret-value').toString('base64');
    expect(JSON.parse(readFileSync(outputs['payload-file'] ?? '', 'utf8'))).toEqual({
      name: 'Contoso',
      serverPlan: { id: 17, name: 'Gold' },
      azureApp: { applicationId: 'client', applicationSecret: encoded, azureDirectoryId: 'tenant' },
    });
    expect(stdout.split('\n').filter(Boolean)).toEqual([
      '::add-mask::key-of-the-server',
      '::add-mask::s3cret-value',
      `::add-mask::${encoded}`,
    ]);
    expect(outputs).toMatchObject({
      url: 'https://commserve.contoso.com/commandcenter/api/v4/dynamics365',
      'request-timeout-seconds': '30',
    });
  });

  test.each([
    [{ 'client-secret': '' }, /`client-secret` is missing/],
    [{ auth: 'oidc' }, /cannot sign in/],
    [{ 'plan-id': 'gold' }, /`plan-id` is not a whole number/],
    [{ 'api-url': 'http://commserve' }, /`api-url` is not/],
    [{ 'client-secret-encoding': 'base64' }, /`client-secret` is not base64/],
    [{ certificate: '-----BEGIN CERTIFICATE-----' }, /base64 of a PFX/],
    [{ authtoken: '' }, /COMMVAULT_AUTHTOKEN/],
  ])('refuses %p', (wrong, sentence) => {
    const { status, outputs } = run(step, { ...given, ...wrong });
    expect(status).toBe(1);
    expect(outputs['error']).toMatch(sentence);
  });
});

describe('a package before it is sent', () => {
  const given = {
    'definition-group': 'Golden',
    'legal-entity': 'usmf',
    overwrite: 'true',
    'wait-timeout-minutes': '60',
  };
  const step = 'import-data-package/prepare';
  const file = (name: string, content: string) => {
    writeFileSync(join(folder, name), content);
    return { ...given, package: name };
  };

  test('gets an execution id that names the run', () => {
    const { outputs } = run(step, file('a.zip', 'PK…'), { GITHUB_RUN_ID: '42', GITHUB_RUN_ATTEMPT: '3' });
    expect(outputs['execution-id']).toMatch(/^gh-42-3-[0-9a-f]{8}$/);
    expect(outputs['unique-name']).toBe(`${outputs['execution-id'] ?? ''}.zip`);
  });

  test.each([
    ['nothing', () => given, /`package` is missing/],
    ['a page', () => file('b.zip', '<html>'), /not a zip file/],
    ['a pointer', () => file('c.zip', 'version https://git-lfs.github.com/spec/v1'), /Git LFS/],
    ['no file', () => ({ ...given, package: 'none.zip' }), /cannot be read/],
    ['no number', () => ({ ...file('d.zip', 'PK'), 'wait-timeout-minutes': 'long' }), /`wait-timeout-minutes`/],
    ['no truth value', () => ({ ...file('e.zip', 'PK'), overwrite: 'maybe' }), /`overwrite`/],
  ])('is refused: %s', (_, inputs, sentence) => {
    const { status, outputs } = run(step, inputs());
    expect(status).toBe(1);
    expect(outputs['error']).toMatch(sentence);
  });
});

describe('the summary after a deployment', () => {
  test('has every environment, those without a result included, and no markup of theirs', () => {
    const results = mkdtempSync(join(folder, 'results-'));
    const result = {
      environment: 'uat',
      outcome: 'failed',
      error: 'a | b <img> `c`',
      stages: [{ stage: 'Plan', outcome: 'success' }],
    };
    writeFileSync(join(results, 'one.json'), JSON.stringify(result));
    const targets = JSON.stringify([
      { index: 0, name: 'uat' },
      { index: 1, name: 'prod' },
    ]);
    const { outputs, summary } = run('post-deployment/summary', { folder: results, targets });
    expect(summary).toContain('| uat | ❌ failed | ✅ Plan | a \\| b &lt;img> \\`c\\` |');
    expect(summary).toMatch(/\| prod \| ❌ failed \| {2}\| The job for this environment left no result/);
    expect(outputs).toMatchObject({ outcome: 'failed', error: 'uat: a | b <img> `c`' });
  });
});
