import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { textZip } from '../e2e/chains/zip.ts';
import { ACCEPTABLE } from '../src/operations/batch-wait/outcome.ts';
import { namedAt } from '../src/operations/data-project/rules.ts';
import { root } from '../tools/manifest.ts';
import { useFolder } from './harness.ts';
import { stepsIn } from './harness/chain-step.ts';

const folder = useFolder();

const run = stepsIn(folder);

describe('the event that hands over a batch job', () => {
  const event = (content: string, inputs: Record<string, string> = {}) => {
    const file = join(folder, 'event.json');
    writeFileSync(file, content);
    const env = { GITHUB_EVENT_NAME: 'repository_dispatch', GITHUB_EVENT_PATH: file };
    return run('run-batch-job/event', { type: 'd365fo-run-batch-job', ...inputs }, env);
  };
  const dispatched = (payload: string) => `{"action": "d365fo-run-batch-job", "client_payload": ${payload}}`;

  test('masks the callback URL before anything else, and keeps every digit of a RecId', () => {
    const { stdout, outputs } = event(
      dispatched('{"batch-job-recid": 5637144576123456789, "callback-url": "https://x/?sig=abc%2F"}'),
    );
    expect(stdout).toBe('::add-mask::https://x/?sig=abc%252F\n');
    expect(outputs).toMatchObject({
      'batch-job-recid': '5637144576123456789',
      'callback-url': 'https://x/?sig=abc%2F',
    });
  });

  test('takes lists, numbers, truth values, and the name that Azure Data Factory has for the URL', () => {
    const { outputs } = event(
      dispatched('{"batch-job-recid": ["1", 2], "start": false, "requeue-limit": 0, "callBackUri": "https://x"}'),
    );
    expect(outputs).toMatchObject({
      'batch-job-recid': '1,2',
      start: 'false',
      'requeue-limit': '0',
      'callback-url': 'https://x',
    });
  });

  test('says what an event without a payload lacks', () => {
    const { status, outputs } = event('{"action": "d365fo-run-batch-job"}', { 'callback-url': 'https://of-a-secret' });
    expect(status).toBe(1);
    expect(outputs['error']).toMatch(/no `client_payload`/);
    expect(outputs['callback-url']).toBe('https://of-a-secret');
  });

  test.each([
    ['{"Start": false, "batch-job-recid": "1"}', /the field `Start`: did you mean `start`\?/],
    ['{"batchJobRecId": "1", "callback_url": "https://x"}', /`batch-job-recid`\? .* did you mean `callback-url`\?/],
    ['{"batch-job-recid": {"id": "1"}}', /The field `batch-job-recid` of the event is a JSON object/],
    ['"{}"', /The `client_payload` of the event is not a JSON object/],
    ['[]', /The `client_payload` of the event is not a JSON object/],
  ])('refuses what would be ignored: %s', (payload, message) => {
    const { status, outputs } = event(dispatched(payload), { 'callback-url': 'https://of-a-secret' });
    expect(status).toBe(1);
    expect(outputs).toMatchObject({ 'batch-job-recid': '', start: '', 'callback-url': 'https://of-a-secret' });
    expect(outputs['error']).toMatch(message);
  });

  test('takes fields that mean something to others alone', () => {
    expect(event(dispatched('{"batch-job-recid": "1", "environment": "uat", "pipeline": {"id": 7}}')).status).toBe(0);
  });

  test('names the job as a whole, or not at all', () => {
    const { outputs } = event(dispatched('{"batch-job-recid": "1", "legal-entity": "usmf", "start": "if-failed"}'), {
      named: 'Close',
    });
    expect(outputs).toMatchObject({ 'batch-job-recid': '', 'legal-entity': '', start: 'if-failed' });
  });

  test('reads nothing of an event of another type', () => {
    const { status, outputs } = event('{"action": "deploy", "client_payload": {"batch-job-recid": "1"}}');
    expect({ status, ...outputs }).toMatchObject({ status: 0, 'batch-job-recid': '' });
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
    'job-timeout-minutes': '360',
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

  test('lies in a file of its own that nobody else can read, and its plan keeps its digits', () => {
    const files = [run(step, given), run(step, { ...given, 'plan-id': '12345678901234567890' })].map(
      ({ outputs }) => outputs['payload-file'] ?? '',
    );
    expect(new Set(files).size).toBe(2);
    for (const file of files) {
      if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600);
    }
    expect(readFileSync(files[1] ?? '', 'utf8')).toContain('"id":12345678901234567890,');
    expect(run('register-backup-client/remove', { 'payload-file': files[0] ?? '' }).status).toBe(0);
    expect(files.map((file) => existsSync(dirname(file)))).toEqual([false, true]);
  });

  test('follows no link', async () => {
    const { writePrivately } = (await import(join(root, 'workflows-templates/step.mjs'))) as {
      writePrivately: (file: string, text: string) => void;
    };
    const target = join(folderOf({ target: 'mine' }), 'target');
    const link = join(mkdtempSync(join(folder, 'links-')), 'payload.json');
    symlinkSync(target, link);
    expect(() => {
      writePrivately(link, 's3cret-value');
    }).toThrow(/EEXIST/);
    expect(readFileSync(target, 'utf8')).toBe('mine');
  });

  test('is removed at the end of the job, whatever became of the steps between', () => {
    const { state, outputs } = run(step, given);
    const [, path = ''] = /^folder=(.*)\n$/.exec(state) ?? [];
    expect(outputs['payload-file']).toBe(join(path, 'payload.json'));
    const post = join(root, 'workflows-templates', step, 'post.mjs');
    for (const STATE_folder of ['', path, path]) {
      expect(spawnSync(process.execPath, [post], { env: { STATE_folder } }).status).toBe(0);
      expect(existsSync(path)).toBe(STATE_folder === '');
    }
  });

  test('is not left behind if its folder is gone already, or was never made', () => {
    expect(run('register-backup-client/remove', { 'payload-file': '' }).status).toBe(0);
    expect(run('register-backup-client/remove', { 'payload-file': join(folder, 'gone', 'payload.json') }).status).toBe(
      0,
    );
  });

  test.each([
    [{ 'client-secret': '' }, /`client-secret` is missing/],
    [{ 'plan-id': '017' }, /`plan-id` is not a whole number/],
    [{ 'wait-timeout-minutes': '351' }, /the job ends after 360/],
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

const emptyZip = Buffer.from('504b0506000000000000000000000000000000000000', 'hex');
const folderOf = (files: Record<string, string | Buffer>) => {
  const found = mkdtempSync(join(folder, 'files-'));
  for (const [name, content] of Object.entries(files)) writeFileSync(join(found, name), content);
  return found;
};

describe('the inputs of an import', () => {
  const given = {
    package: 'a.zip',
    'definition-group': 'Golden',
    'legal-entity': 'usmf',
    overwrite: 'true',
    'wait-timeout-minutes': '60',
    'job-timeout-minutes': '360',
  };
  const step = 'import-data-package/prepare';

  test('give each use of the chain a folder of its own', () => {
    const [one, other] = [run(step, given), run(step, given)].map(({ outputs }) => outputs['folder']);
    expect(one).not.toBe(other);
    expect(existsSync(one ?? '')).toBe(true);
  });

  test.each([
    [{ package: '' }, /`package` is missing/],
    [{ 'wait-timeout-minutes': 'long' }, /`wait-timeout-minutes`/],
    [{ overwrite: 'maybe' }, /`overwrite`/],
    [{ 'wait-timeout-minutes': '350.5' }, /may take 350.5 minutes, and the other steps 10, but the job ends after 360/],
    [{ 'job-timeout-minutes': 'x' }, /`job-timeout-minutes`/],
    [{ 'legal-entity': 'usmf; demf' }, /`legal-entity` is "usmf; demf", but must be the ID of one legal entity/],
    [{ 'legal-entity': '"usmf"' }, /`legal-entity` is .* Remove the quotation marks/],
    [{ 'definition-group': '“Golden”' }, /`definition-group` is "“Golden”"\. Remove the quotation marks/],
    [{ package: "'a.zip'" }, /`package` is "'a\.zip'"\. Remove/],
    [{ 'definition-group': 'Golden\nDelta' }, /`definition-group` must not contain line breaks/],
    [{ 'accept-outcome': 'partialy-succeeded' }, /`accept-outcome` has "partialy-succeeded", but takes only/],
    [{ 'accept-outcome': 'finished; pending' }, /has "finished; pending"/],
    [{ 'accept-outcome': 'failed' }, /has "failed"/],
  ])('are refused: %p', (wrong, sentence) => {
    const { status, outputs } = run(step, { ...given, ...wrong });
    expect(status).toBe(1);
    expect(outputs['error']).toMatch(sentence);
    expect(outputs['error']).toMatch(/Nothing was sent\.$/);
  });
});

test('the inputs of an import are handed on without what people paste around them', () => {
  const { outputs } = run('import-data-package/prepare', {
    package: 'a.zip',
    'definition-group': ' Golden \r\n',
    'legal-entity': '\u00a0usmf\n',
    overwrite: 'True ',
    'find-company-codes': 'FALSE',
    'accept-outcome': 'Partially-Succeeded,\n ended-unknown',
    'wait-timeout-minutes': '60',
    'job-timeout-minutes': '360',
  });
  expect(outputs).toMatchObject({
    'definition-group': 'Golden',
    'legal-entity': 'usmf',
    overwrite: 'true',
    'find-company-codes': 'false',
    error: '',
  });
});

test('what the chains accept as an outcome, and when they cancel, is what batch-wait does', () => {
  const refusal = (name: string) =>
    run('import-data-package/prepare', { [name]: 'x', 'wait-timeout-minutes': '60' }).outputs['error'];
  expect(refusal('accept-outcome')).toContain(`but takes only ${ACCEPTABLE.map((each) => `\`${each}\``).join(', ')}.`);
});

describe('a package before it is sent', () => {
  const step = 'import-data-package/package';
  const given = { 'definition-group': 'Golden', 'legal-entity': 'usmf', 'environment-url': 'https://uat.contoso.com' };
  const idsOf = (inputs: Record<string, string>, env: Record<string, string> = {}) => {
    // A job of its own: the runner gives each an empty folder.
    const RUNNER_TEMP = mkdtempSync(join(folder, 'job-'));
    const { outputs } = run(step, { ...given, ...inputs }, { GITHUB_RUN_ID: '42', RUNNER_TEMP, ...env });
    return JSON.parse(outputs['execution-ids'] ?? '[]') as string[];
  };
  const file = join(folderOf({ 'a.zip': emptyZip }), 'a.zip');
  const other = join(folderOf({ 'a.zip': textZip('a.txt', 'other') }), 'a.zip');

  test('gets the same execution IDs when its job is run again, and others when anything differs', () => {
    const ids = idsOf({ file });
    expect(ids[0]).toMatch(/^gh-[0-9a-f]{24}-1$/);
    expect(ids).toHaveLength(9);
    expect(Math.max(...ids.map((id) => id.length))).toBeLessThanOrEqual(36);
    expect(idsOf({ file }, { GITHUB_RUN_ATTEMPT: '2' })).toEqual(ids);
    const others = [
      idsOf({ file: other }),
      idsOf({ file, 'legal-entity': 'demf' }),
      idsOf({ file, 'definition-group': 'G' }),
      idsOf({ file, 'environment-url': 'https://prod.contoso.com' }),
      idsOf({ file, 'environment-name': 'uat' }),
      idsOf({ file, 'run-key': '42-2' }),
      idsOf({ file, place: ' 1' }),
      idsOf({ file }, { GITHUB_JOB: 'other' }),
      idsOf({ file }, { GITHUB_REPOSITORY: 'contoso/other' }),
      idsOf({ file }, { GITHUB_RUN_ID: '43' }),
    ];
    expect(new Set([ids, ...others].flat()).size).toBe(11 * 9);
  });

  test('is two imports if one job imports it twice', () => {
    const RUNNER_TEMP = mkdtempSync(join(folder, 'job-'));
    const [first, second] = [1, 2].map(() => idsOf({ file }, { RUNNER_TEMP }));
    expect(first?.[0]).not.toBe(second?.[0]);
  });
});

describe('the execution of an import', () => {
  const choose = (known: string, status: string) =>
    run('import-data-package/execution', { 'execution-ids': '["gh-a-1","gh-a-2"]', known, status }).outputs;

  test.each([
    ['nothing known', 'null', '', 'gh-a-1', 'true'],
    ['under way', 'gh-a-1', 'Executing', 'gh-a-1', 'false'],
    ['succeeded', 'gh-a-1', 'Succeeded', 'gh-a-1', 'false'],
    ['a status nobody knows', 'gh-a-2', 'Unknown', 'gh-a-2', 'false'],
    ['failed', 'gh-a-1', 'Failed', 'gh-a-2', 'true'],
    ['canceled', 'gh-a-1', 'Canceled', 'gh-a-2', 'true'],
  ])('%s', (_, known, status, id, send) => {
    expect(choose(known, status)).toMatchObject({ 'execution-id': id, send, 'unique-name': `${id}.zip` });
  });

  test('is not sent for ever', () => {
    expect(choose('gh-a-2', 'Failed')['error']).toMatch(/2 times without success/);
  });
});

test('an import that partly succeeded is sent again, unless that was accepted', () => {
  const sends = (accepted: string) =>
    run('import-data-package/execution', {
      'execution-ids': '["gh-a-1","gh-a-2"]',
      known: 'gh-a-1',
      status: 'PartiallySucceeded',
      'accept-outcome': accepted,
    }).outputs['send'];
  expect(sends('canceled, partially-succeeded')).toBe('false');
  expect(sends('')).toBe('true');
});

describe('a file for a recurring integration', () => {
  const guid = '6a1f0f8e-0c2d-4f8a-9d53-8a1b2c3d4e5f';
  const given = {
    file: 'a.csv',
    'integration-id': guid,
    entity: 'Customer groups',
    'wait-timeout-minutes': '60',
    'job-timeout-minutes': '360',
  };
  const prepare = (inputs: Record<string, string>) => run('enqueue-file/prepare', { ...given, ...inputs }).outputs;

  test('goes to an integration by its GUID, as F&O shows it', () => {
    expect(prepare({ 'integration-id': `{${guid.toUpperCase()}}` })['integration-id']).toBe(guid.toUpperCase());
  });

  test.each([
    [{ file: '' }, /`file` is missing/],
    [{ 'integration-id': '../enqueue' }, /must be a GUID/],
    [{ entity: '' }, /`entity` is missing/],
    [{ entity: 'Groups\ncompany=usmf' }, /`entity` must not contain line breaks/],
    [{ 'legal-entity': 'usmf\nx=y' }, /`legal-entity` must not/],
    [{ 'wait-timeout-minutes': '0' }, /`wait-timeout-minutes`/],
    [{ 'job-timeout-minutes': '65' }, /the job ends after 65/],
  ])('is refused: %p', (wrong, message) => {
    expect(prepare(wrong)['error']).toMatch(message);
  });

  test('is found in the workspace, or in an artifact that holds it alone', () => {
    const find = (inputs: Record<string, string>, workspace = folder) =>
      run('enqueue-file/file', { ...given, ...inputs }, { GITHUB_WORKSPACE: workspace, GITHUB_JOB: 'job' }).outputs;
    const one = folderOf({ 'a.csv': 'x' });
    expect(find({}, one)['file']).toBe(join(one, 'a.csv'));
    expect(find({ file: '', folder: one })['file']).toBe(join(one, 'a.csv'));
    expect(find({ file: '', folder: folderOf({ 'a.csv': 'x', 'b.csv': 'x' }) })['error']).toMatch(/contains 2 files/);
    expect(find({ file: 'b.csv' }, one)['error']).toMatch(/cannot be read \(ENOENT\)/);
    expect(find({ file: '.' }, one)['error']).toMatch(/not a regular file/);
    const empty = run('enqueue-file/file', given, { GITHUB_WORKSPACE: folderOf({ 'a.csv': '' }) });
    expect(empty).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/^::warning::The file .*a\.csv is empty\./),
    });
    const { journal } = find({ 'environment-name': 'uat', 'legal-entity': 'usmf' }, one);
    expect(journal).toMatch(/^enqueue-file-uat-usmf-job-gh-[0-9a-f]{24}-[0-9a-f]{12}$/);
  });

  test.each([
    ['nothing was kept', undefined, 'success', '', /^$/],
    ['it was not sent', { state: 'not sent' }, 'success', '', /^$/],
    ['it was sent', { state: 'sent', messageId: guid }, 'success', guid, /^$/],
    ['it may have been sent', { state: 'sending' }, 'success', '', /may have arrived\. It is not sent again/],
    ['what was kept cannot be read', undefined, 'failure', '', /could not be downloaded.*Nothing was sent/],
  ])('by the journal of an earlier attempt: %s', (_, journal, download, id, error) => {
    const kept = journal ? folderOf({ 'journal.json': JSON.stringify(journal) }) : folderOf({});
    const { outputs } = run('enqueue-file/earlier', { folder: kept, download });
    expect(outputs['message-id'] ?? '').toBe(id);
    expect(outputs['error']).toMatch(error);
  });

  test('is not sent if the journal of the earlier attempt is damaged', () => {
    const damaged = folderOf({ 'journal.json': '{"state": "se' });
    const { status, outputs } = run('enqueue-file/earlier', { folder: damaged, download: 'success' });
    expect(status).toBe(1);
    expect(outputs['error']).toMatch(/could not be downloaded or read.*Nothing was sent/);
  });

  test.each([
    ['', '', '', 'true'],
    [guid, 'Processed', '', 'false'],
    [guid, 'Enqueued', '', 'false'],
    [guid, 'A new status', '', 'false'],
    [guid, 'ProcessedWithErrors', '', 'true'],
    [guid, 'ProcessedWithErrors', 'partially-succeeded', 'false'],
    [guid, 'PreProcessingError', 'partially-succeeded', 'true'],
  ])('with the message %p at %p and accepted %p: sent %p', (known, status, accepted, send) => {
    const { outputs } = run('enqueue-file/decide', { known, status, 'accept-outcome': accepted });
    expect(outputs['send']).toBe(send);
    if (send === 'true')
      expect(JSON.parse(readFileSync(outputs['journal-file'] ?? '', 'utf8'))).toEqual({ state: 'sending' });
  });

  const sent = { state: 'sent', messageId: guid };
  test.each<[string, string, string, object | undefined, RegExp]>([
    ['success', '200', `{"value":"${guid}"}`, sent, /^$/],
    ['success', '200', `{"@odata.context":"x","value":"${guid}"}`, sent, /^$/],
    ['success', '200', `"${guid}"`, sent, /^$/],
    ['success', '200', guid, sent, /^$/],
    ['success', '200', '<html>', undefined, /was 200, without a message ID\. The file may have arrived/],
    ['success', '200', 'null', undefined, /without a message ID/],
    ['success', '504', guid, undefined, /was 504/],
    ['success', '', '', undefined, /did not respond\. The file may have arrived/],
    ['failure', '', '', { state: 'not sent' }, /^$/],
    ['failure', '403', '', { state: 'not sent' }, /^$/],
    ['failure', '302', '', { state: 'not sent' }, /^$/],
    ['failure', '500', '', { state: 'sending' }, /^$/],
    ['failure', '200', guid, { state: 'sending' }, /^$/],
  ])('%s with %s and %p is kept as %p', (outcome, status, response, kept, error) => {
    const { outputs } = run('enqueue-file/message', { outcome, 'status-code': status, response });
    expect(outputs['error']).toMatch(error);
    const file = outputs['journal-file'];
    expect(file === undefined ? undefined : JSON.parse(readFileSync(file, 'utf8'))).toEqual(kept);
    expect(outputs['doubt'] ?? '').toMatch(
      kept && 'state' in kept && kept.state === 'sending' ? /may have arrived/ : /^$/,
    );
  });
});

describe('a package that was downloaded', () => {
  const check = (content: string | Buffer, status = '200') => {
    const file = join(folderOf({ 'x.zip': content }), 'x.zip');
    return { ...run('export-data-package/package', { file, 'status-code': status }), file };
  };

  test('is kept if it is a zip file', () => {
    const { outputs, file } = check(emptyZip);
    expect(outputs).toMatchObject({ file, error: '' });
  });

  test.each([
    [
      'a page of a proxy',
      '<html>Sign in</html>',
      '200',
      /returned 200, but what it returned is not a zip file, but a web page/,
    ],
    ['an empty body', '', '200', /is empty/],
    ['a 202', emptyZip.toString('latin1'), '202', /returned 202/],
  ])('is removed otherwise: %s', (_, content, status, sentence) => {
    const { outputs, file } = check(content, status);
    expect(outputs['error']).toMatch(sentence);
    expect(existsSync(file)).toBe(false);
  });
});

describe('the inputs of an export', () => {
  const given = {
    'definition-group': 'Configuration',
    'legal-entity': 'usmf',
    'package-name': 'configuration',
    'artifact-name': 'auto',
    'environment-name': 'uat',
    'wait-timeout-minutes': '60',
    'job-timeout-minutes': '360',
  };
  const artifact = (inputs: Record<string, string>) =>
    run('export-data-package/prepare', { ...given, ...inputs }, { GITHUB_JOB: 'export' }).outputs['artifact-name'];

  test('name the artifact by chain, environment, legal entity and job', () => {
    expect(artifact({})).toMatch(/^export-data-package-uat-usmf-export-Configuration-[0-9a-f]{12}$/);
    expect(artifact({})).toBe(artifact({}));
    expect(artifact({ 'artifact-name': 'mine' })).toBe('mine');
    expect(artifact({ 'artifact-name': '' })).toBe('');
    expect(artifact({ 'artifact-name': 'golden: uat/usmf' })).toBeUndefined();
  });

  test.each<[string, Record<string, string>, Record<string, string>]>([
    [
      'a hyphen in one part or in the next',
      { 'environment-name': 'uat-a', 'legal-entity': 'b' },
      { 'legal-entity': 'a-b' },
    ],
    ['letters that GitHub refuses', { 'environment-name': 'eu/prod' }, { 'environment-name': 'eu:prod' }],
    ['letters that are not ASCII', { 'definition-group': 'Größe' }, { 'definition-group': 'Grüße' }],
    ['capitals', { 'definition-group': 'golden' }, { 'definition-group': 'Golden' }],
    ['what is cut off', { 'definition-group': `${'g'.repeat(200)}1` }, { 'definition-group': `${'g'.repeat(200)}2` }],
  ])('name two artifacts apart, also where case does not count: %s', (_, one, other) => {
    const names = [artifact(one), artifact(other)];
    expect(new Set(names.map((name = '') => name.toLowerCase())).size).toBe(2);
    for (const name of names) expect(name).toMatch(/^[\w.-]{1,120}$/);
  });
});

describe('what was given to a chain', () => {
  const check = (inputs: Record<string, string>) =>
    run('check', { 'wait-timeout-minutes': '60', 'job-timeout-minutes': '360', ...inputs }).outputs['error'];

  test('is accepted', () => {
    expect(
      check({
        'environment-url': 'https://UAT.contoso.com/',
        'environment-url-variable': 'https://uat.contoso.com',
        'client-id': 'abc',
        'batch-job-recid': '1, 2\n3',
        'wait-timeout-minutes': '0',
        'ready-path': '/data/X?$top=1',
      }),
    ).toBe('');
    expect(check({ 'batch-job-recid': '[1, "2"]' })).toBe('');
  });

  test.each([
    [
      { 'environment-url': 'https://evil.example', 'environment-url-variable': 'https://uat.contoso.com' },
      /the variable `D365FO_ENVIRONMENT_URL` is "https:\/\/uat/,
    ],
    [{ 'tenant-id': 'a', 'tenant-id-variable': 'b' }, /`D365FO_TENANT_ID`/],
    [{ 'client-id': 'a', 'client-id-variable': 'b' }, /`D365FO_CLIENT_ID`/],
    [{ 'wait-timeout-minutes': '200, 100, 51' }, /may take 351 minutes/],
    [{ 'wait-timeout-minutes': '1, soon' }, /`wait-timeout-minutes` is "soon"/],
    [{ 'needs-batch-job': 'true', 'batch-job-recid': ' ' }, /No batch job is named/],
    [{ 'ready-path': 'data/X' }, /must start with `\/`/],
    [{ 'ready-path': '//host/x' }, /single/],
    [{ 'ready-path': '/data/X#y' }, /must not contain `#`/],
  ])('is refused: %p', (inputs, sentence) => {
    expect(check(inputs)).toMatch(sentence);
  });
});

describe('the plan of post-deployment', () => {
  const given = {
    packages: '[]',
    'batch-jobs': '',
    'max-parallel': '1',
    'allow-scheduled': 'false',
    'environment-timeout-minutes': '60',
    'ready-timeout-minutes': '30',
    'smoke-timeout-minutes': '10',
    'job-timeout-minutes': '360',
  };
  const plan = (inputs: Record<string, string>) => run('post-deployment/plan', { ...given, ...inputs }).outputs;
  const limits = (groups: string | undefined) =>
    (JSON.parse(groups ?? '[]') as Record<string, string>[]).map((group) => group['wait-timeout-minutes']);

  test('shares the time of the job among the waits that have no limit', () => {
    expect(limits(plan({ 'batch-jobs': '1\n2' })['groups'])).toEqual(['120', '120']);
    expect(limits(plan({ 'batch-jobs': '1\n2\n3' })['groups'])).toEqual(['86', '86', '86']);
    expect(
      limits(
        plan({ 'batch-jobs': '[{"batch-job-recid":"1","wait-timeout-minutes":200},{"batch-job-recid":"2"}]' })[
          'groups'
        ],
      ),
    ).toEqual(['200', '60']);
    expect(limits(plan({ 'batch-jobs': '1\n2', 'batch-timeout-minutes': '30' })['groups'])).toEqual(['30', '30']);
    expect(limits(plan({ 'batch-jobs': '1', 'wait-timeout-minutes': '45' })['groups'])).toEqual(['45']);
  });

  test('asks F&O once for every description', () => {
    const { lookup, 'lookup-again': again } = plan({ 'batch-jobs': "Close\n1,2\nBob's job\nClose\n2" });
    expect(lookup).toBe("JobDescription eq 'Close' or JobDescription eq 'Bob''s job'");
    expect(again).toBe(`${lookup ?? ''} or BatchJobRecId eq 1 or BatchJobRecId eq 2`);
  });

  test('asks F&O for all jobs where naming them makes a query that servers refuse', () => {
    const group = (count: number) =>
      JSON.stringify([
        Array.from({ length: count }, (_, index) => ({ 'batch-job-description': `Rebuild the balances ${index}` })),
      ]);
    expect(plan({ 'batch-jobs': group(20) })['lookup']).toMatch(/^JobDescription eq .*balances 19'$/);
    expect(plan({ 'batch-jobs': group(60) })['lookup']).toBe('BatchJobRecId ne 0');
    const recIds = Array.from({ length: 60 }, (_, index) => String(5637144576n + BigInt(index)));
    expect(plan({ 'batch-jobs': recIds.join() })).toMatchObject({ lookup: '', 'lookup-again': 'BatchJobRecId ne 0' });
  });

  test.each([['["5637144576", "5637144577"]'], [['5637144576', '5637144577']]])('takes the RecIds %j', (recIds) => {
    const groups = plan({ 'batch-jobs': JSON.stringify([{ 'batch-job-recid': recIds }]) })['groups'];
    expect(JSON.parse(groups ?? '')).toMatchObject([{ jobs: [{ recIds: ['5637144576', '5637144577'] }] }]);
  });

  test.each([
    [
      { 'batch-jobs': '1\n2', 'wait-timeout-minutes': '180' },
      /may take 460 minutes in all, but the job ends after 360/,
    ],
    [{ 'smoke-path': 'data/LegalEntities' }, /`smoke-path`.*must start with/],
    [{ 'ready-path': '/data/X#' }, /`ready-path`/],
    [{ 'smoke-timeout-minutes': '0' }, /`smoke-timeout-minutes`/],
    [{ 'allow-scheduled': 'yes' }, /`allow-scheduled`/],
    [{ 'max-parallel': '0' }, /`max-parallel`/],
  ])('refuses %p', (inputs, sentence) => {
    expect(plan(inputs)['error']).toMatch(sentence);
  });
});

describe('the batch jobs of post-deployment', () => {
  const rows = (...jobs: [recId: string, description: string, company: string, status?: string][]) => {
    const value = jobs.map(
      ([recId, description, company, status = 'Finished']) =>
        `{"BatchJobRecId":${recId},"JobDescription":"${description}","CompanyAccounts":"${company}","Status":"${status}"}`,
    );
    return join(folderOf({ 'rows.json': `{"value":[${value.join(',')}]}` }), 'rows.json');
  };
  const find = (groups: object[], inputs: Record<string, string>) =>
    run('post-deployment/groups', { groups: JSON.stringify(groups), again: 'false', ...inputs });
  const close = (legalEntity: string, settings = {}) => ({
    jobs: [{ description: 'Close', legalEntity }],
    ...settings,
  });
  const groupsOf = ({ outputs }: ReturnType<typeof run>) =>
    Object.entries(outputs)
      .filter(([name]) => name.startsWith('group-'))
      .map(([, value]) => JSON.parse(value) as Record<string, string>);
  const file = rows(['5637144576123456789', 'close', 'usmf'], ['2', 'Close', 'demf'], ['3', 'Closed', 'usmf']);

  test('are found by description and legal entity, with every digit', () => {
    const found = groupsOf(
      find([close('usmf'), { jobs: [...close('demf').jobs, { recIds: ['9'] }] }], { 'response-file': file }),
    );
    expect(found.map(({ recid }) => recid)).toEqual(['5637144576123456789', '2,9']);
  });

  test('on hold do not count', () => {
    const held = rows(['1', 'Close', 'usmf', 'Hold'], ['2', 'Close', 'usmf', 'Waiting']);
    expect(groupsOf(find([close('usmf')], { 'response-file': held })).map(({ recid }) => recid)).toEqual(['2']);
  });

  test('that are only waited for are left to the wait', () => {
    const [group] = groupsOf(find([close('', { start: 'false' })], { 'response-file': file }));
    expect(group).toMatchObject({ recid: '', description: 'Close', start: 'false' });
  });

  test.each([
    ['several', [close('')], /2 batch jobs have the description "Close": 5637144576123456789 \(usmf\), 2 \(demf\)/],
    ['none', [close('frrt')], /no batch job has the description "Close" in the legal entity frrt/],
    ['one twice', [{ jobs: [...close('demf').jobs, { recIds: ['2'] }] }], /names the batch job 2 twice/],
  ])('are refused: %s', (_, groups, sentence) => {
    expect(find(groups, { 'response-file': file }).outputs['error']).toMatch(sentence);
  });

  test('have a journal of their own for each use of the chain, which the next attempt of the job finds', () => {
    const artifact = (temp: string, inputs: Record<string, string> = {}) =>
      run(
        'post-deployment/journal',
        { 'run-key': '7-1-a', 'environment-name': 'uat', plan: '["1"]', place: '0 null', ...inputs },
        { RUNNER_TEMP: folderOf({ [temp]: '' }), GITHUB_JOB: 'deploy' },
      ).outputs['artifact'];
    const one = artifact('x');
    expect(one).toMatch(/^post-deployment-7-1-a-uat-/);
    expect(artifact('y')).toBe(one);
    expect(artifact('x', { plan: '["2"]' })).not.toBe(one);
    expect(artifact('x', { place: '1 {"leg": "b"}' })).not.toBe(one);
  });

  describe('in a re-run', () => {
    const startedAt = '2026-11-26T10:00:00.700Z';
    const since = '2026-11-26T10:00:00Z';
    const row = (recId: number, status: string, start: string) =>
      `{"BatchJobRecId":${recId},"JobDescription":"J","CompanyAccounts":"usmf","Status":"${status}","StartDateTime":"${start}"}`;
    const now = (...jobs: string[]) => join(folderOf({ 'rows.json': `{"value":[${jobs.join(',')}]}` }), 'rows.json');
    const before = '2026-11-26T09:59:59Z';
    const entry = (group: string, recId: string, done: boolean) => ({ group, recId, done, outcome: '', startedAt: '' });
    const journalOf = (jobs: object[], settings = {}) =>
      folderOf({ 'result.json': JSON.stringify({ attempt: 1, isWhole: true, startedAt, jobs, ...settings }) });
    const again = (groups: object[], response: string, journal?: object[], inputs: Record<string, string> = {}) =>
      run(
        'post-deployment/groups',
        {
          groups: JSON.stringify(groups),
          again: 'true',
          'started-at': startedAt,
          'response-file': response,
          'journal-folder': journal ? journalOf(journal) : '',
          ...inputs,
        },
        { GITHUB_RUN_ATTEMPT: '2' },
      );
    const told = (result: ReturnType<typeof run>) =>
      groupsOf(result).map((group) =>
        [group['place'], group['recid'], group['start'], group['started-after'], group['done'] && 'done']
          .filter(Boolean)
          .join(' '),
      );
    const two = [{ jobs: [{ recIds: ['1', '2'] }] }, { jobs: [{ recIds: ['1', '3'] }] }];
    const idle = now(row(1, 'Finished', before), row(2, 'Waiting', before), row(3, 'Error', '1900-01-01T00:00:00Z'));

    test.each<[string, object[], object[] | undefined, string, string[]]>([
      [
        'what is done is left alone, what was never reached is started',
        two,
        [entry('1', '1', true), entry('1', '2', true)],
        idle,
        ['1 1,2 true done', '2 1,3 true'],
      ],
      [
        'what has run since the plan is followed, and nothing of it starts the rest of its group',
        two,
        [entry('1', '1', false), entry('1', '2', false)],
        now(row(1, 'Error', since), row(2, 'Waiting', before)),
        ['1 2 true', `1 1 if-failed ${since}`, '2 1,3 true'],
      ],
      [
        'what a step that died may have started is judged by its dates',
        two.slice(0, 1),
        [entry('1', '1', false), entry('1', '2', false)],
        now(row(1, 'Ready', before), row(2, 'Executing', '2026-11-26T10:00:05Z')),
        [`1 1,2 if-failed ${since}`],
      ],
      [
        'a run that began before the plan is not ours',
        two.slice(0, 1),
        [entry('1', '1', false), entry('1', '2', false)],
        now(row(1, 'Executing', before), row(2, 'Finished', before)),
        ['1 1,2 true'],
      ],
      [
        'without a journal, every job is judged so',
        two.slice(1),
        undefined,
        now(row(1, 'Finished', '2026-11-26T10:20:00Z'), row(3, 'Waiting', before)),
        ['1 3 true', `1 1 if-failed ${since}`],
      ],
      [
        'what is only waited for is waited for again',
        [{ jobs: [{ recIds: ['1'] }], start: 'false' }],
        [],
        idle,
        ['1 1 false'],
      ],
    ])('%s', (_, groups, journal, response, expected) => {
      expect(told(again(groups, response, journal))).toEqual(expected);
    });

    test('a missing journal is said', () => {
      expect(again(two, idle).stdout).toMatch(/^::warning::The earlier attempt left no journal/);
      expect(again(two, idle, []).stdout).toBe('');
    });

    test.each([
      ['of an attempt before the last, whose runner was lost', { attempt: 0 }],
      ['of an attempt that had none to go on from', { isWhole: false }],
      ['of an older version', { attempt: undefined, isWhole: undefined }],
    ])('a journal %s does not say what was never reached', (_, settings) => {
      const ran = now(row(1, 'Finished', since), row(2, 'Finished', since), row(3, 'Waiting', before));
      const folderOfJournal = journalOf([entry('1', '1', true)], settings);
      const result = again(two, ran, undefined, { 'journal-folder': folderOfJournal });
      expect(result.stdout).toMatch(/^::warning::The earlier attempt left no journal/);
      expect(told(result)).toEqual([`1 2 if-failed ${since}`, '2 3 true', `2 1 if-failed ${since}`]);
    });

    test('a damaged journal tells as little as none', () => {
      const result = again(two, idle, undefined, { 'journal-folder': folderOf({ 'result.json': '{"jobs": [' }) });
      expect(result.stdout).toMatch(/^::warning::The earlier attempt left no journal/);
      expect(told(result)).toEqual(told(again(two, idle)));
    });

    test('no group is left out if more are split than there are places', () => {
      const groups = Array.from({ length: 10 }, (_, index) => ({
        jobs: [{ recIds: [`${index + 1}1`, `${index + 1}2`] }],
      }));
      const ran = groups.slice(0, 2).map((_, index) => row(Number(`${index + 1}1`), 'Finished', since));
      expect(told(again(groups, now(...ran.slice(0, 1))))).toHaveLength(11);
      const { status, outputs } = again(groups, now(...ran));
      expect(status).toBe(1);
      expect(outputs['error']).toMatch(/That makes 12 groups, and one run takes at most 11/);
    });

    test('nothing is guessed about where not even the time is known', () => {
      const { outputs } = again(two, idle, undefined, { 'started-at': '' });
      expect(outputs['error']).toMatch(/not known which batch jobs it started/);
    });
  });
});

describe('the temporary data project of an export', () => {
  const given = {
    entities: 'Units',
    'legal-entity': 'usmf',
    'package-name': 'golden',
    'artifact-name': 'auto',
    'wait-timeout-minutes': '120',
    'job-timeout-minutes': '360',
  };
  const prepare = (inputs: Record<string, string>) =>
    run('export-data-package/prepare', { ...given, ...inputs }, { GITHUB_RUN_ID: '12345678901' });

  test('has a name that tells whose it is, since when and of which run, and another one each time', () => {
    const names = [prepare({}), prepare({})].map(({ outputs }) => outputs['definition-group'] ?? '');
    expect(new Set(names).size).toBe(2);
    for (const name of names) {
      expect(name).toMatch(/^gh-export-\d{8}T\d{6}Z-12345678901-/);
      expect(Math.abs((namedAt(name)?.epochMs ?? 0) - Date.now())).toBeLessThan(60_000);
      // F&O takes a description of 60 characters, which holds the name.
      expect(name.length).toBeLessThan(48);
    }
  });

  test('is none if a project is named', () => {
    const { outputs } = prepare({ entities: '', 'definition-group': 'Golden' });
    expect(outputs).toMatchObject({ 'definition-group': 'Golden', error: '' });
  });

  test.each<[string, Record<string, string>, RegExp]>([
    ['nothing to export', { entities: '' }, /`definition-group` is missing/],
    ['two things to export', { 'definition-group': 'Golden' }, /Both `definition-group` and `entities`/],
    ['a folder that is a file', { entities: '@file' }, /`entities` names "file", which is not a folder/],
    ['a target that is a file', { 'unpack-to': 'file' }, /`unpack-to` names "file", which is not a folder/],
  ])('%s is refused', (_, inputs, message) => {
    writeFileSync(join(folder, 'file'), '');
    expect(prepare(inputs).outputs['error']).toMatch(message);
  });
});

describe('the verdict on drift', () => {
  const counts = (...changed: number[]) =>
    JSON.stringify(changed.map((count, at) => ({ entity: `E${at}`, onlyHere: 0, onlyThere: 0, changed: count })));
  const judge = (inputs: Record<string, string>) =>
    run('check-drift/verdict', { folder: 'golden', 'fail-on-drift': 'true', 'export-outcome': 'finished', ...inputs });

  test.each<[string, Record<string, string>, number, string, RegExp]>([
    ['none', { 'difference-count': '0', drift: counts(0) }, 0, 'finished', /^$/],
    [
      'none in an export that was accepted',
      { 'difference-count': '0', drift: '[]', 'export-outcome': 'partially-succeeded' },
      0,
      'partially-succeeded',
      /^$/,
    ],
    [
      'one',
      { 'difference-count': '1', drift: counts(0, 1) },
      1,
      'drift',
      /differ: 1 difference in 1 entity \(E1: 1\)\.$/,
    ],
    [
      'many',
      { 'difference-count': '21', drift: counts(1, 2, 3, 4, 5, 6) },
      1,
      'drift',
      /21 differences in 6 entities \(E5: 6, E4: 5, E3: 4, E2: 3, E1: 2, 1 more\)/,
    ],
    [
      'some that do not fail',
      { 'difference-count': '1', drift: counts(1), 'fail-on-drift': 'false' },
      0,
      'drift',
      /^$/,
    ],
    ['nothing was compared', { 'difference-count': '', 'fail-on-drift': 'false' }, 1, '', /did not say/],
  ])('%s', (_, inputs, status, outcome, error) => {
    const result = judge(inputs);
    expect([result.status, result.outputs['outcome'] ?? '']).toEqual([status, outcome]);
    expect(result.outputs['error']).toMatch(error);
  });
});

describe('the end of a chain', () => {
  const finish = (stages: object[], inputs: Record<string, string> = {}) =>
    run('finish', { chain: 'Batch job', 'environment-name': 'uat', stages: JSON.stringify(stages), ...inputs });

  test('is told in one summary, with nothing in it that Markdown acts on', () => {
    const job = {
      recId: '5637144576123456789',
      description: 'Close: <b> | `x`',
      outcome: 'finished',
      startDateTime: '2026-11-26T10:00:00Z',
      endDateTime: '2026-11-26T10:05:00Z',
      requeues: 1,
    };
    const { status, outputs, summary } = finish([
      { stage: 'Inputs', outcome: 'success', error: '' },
      { stage: 'Skipped', outcome: 'skipped', error: '' },
      {
        stage: 'a | [b](https://x) @c',
        outcome: 'success',
        error: '',
        seconds: '65',
        jobs: JSON.stringify([job]),
        note: 'finished',
      },
    ]);
    expect(status).toBe(0);
    expect(outputs).toMatchObject({ outcome: 'finished', error: '' });
    expect(summary).toContain('## ✅ Batch job · uat: finished');
    expect(summary).toContain('| a \\| \\[b\\]\\(https&#58;//x\\) &#64;c | ✅ finished | 1\u00a0min\u00a005\u00a0s |');
    expect(summary).toContain('| Close&#58; &#60;b&#62; \\| \\`x\\` | 5637144576123456789 | ✅ finished |');
    expect(summary).toContain('| 2026-11-26 10&#58;00&#58;00 | 2026-11-26 10&#58;05&#58;00 | 1 |');
    expect(summary).toContain('\n  Close b x :done, 2026-11-26T10:00:00, 2026-11-26T10:05:00\n');
    expect(summary).not.toContain('Skipped');
  });

  test('takes the jobs from a file, for many are too long for a variable, and shows 500 of them', () => {
    const jobs = Array.from({ length: 600 }, (_, index) => ({
      recId: String(index),
      description: 'Close',
      outcome: 'finished',
    }));
    const jobsFile = join(folderOf({ 'jobs.json': JSON.stringify(jobs) }), 'jobs.json');
    const group = { group: '1', recIds: '0,1', start: 'true', note: 'finished' };
    const { outputs, summary } = finish([
      { stage: 'Close', outcome: 'success', error: '', jobs: '', jobsFile, ...group },
    ]);
    expect(summary.match(/\| Close \|/g)).toHaveLength(501);
    expect(summary).toContain('\n\nAnd 100 more.\n');
    expect(JSON.parse(outputs['stages'] ?? '')).toMatchObject([{ stage: 'Close', jobs }]);
    expect(JSON.parse(readFileSync(outputs['result-file'] ?? '', 'utf8'))).toMatchObject({
      jobs: jobs.map(({ recId }) => ({ group: '1', recId, done: true })),
    });
  });

  test('has the pictures that a step drew, and marks drift that does not fail', () => {
    const picture = join(folderOf({ 'drift.md': '<details>\n\n| a |\n| --- |\n\n</details>\n' }), 'drift.md');
    const stages = [{ stage: 'Comparison', outcome: 'success', error: '', markdownFile: picture }];
    const { outputs, summary } = finish(stages, { outcome: 'drift' });
    expect(summary).toContain('## ⚠️ Batch job · uat: drift');
    expect(summary).toContain('\n\n<details>\n\n| a |\n| --- |\n\n</details>');
    expect(outputs['stages']).not.toContain('details');
  });

  test('fails the chain if a stage failed, whatever its step did', () => {
    const { status, stdout, outputs } = finish(
      [
        { stage: 'Smoke test', outcome: 'failure', error: 'It returned 500.' },
        { stage: 'Later', outcome: 'cancelled', error: '' },
      ],
      { summary: 'false' },
    );
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(outputs).toMatchObject({ outcome: 'failed', error: 'It returned 500.' });
  });

  test('tells all that its checks found, and after them what happened first', () => {
    const check = (stage: string, error: string) => ({
      stage,
      outcome: error ? 'failure' : 'success',
      error,
      check: true,
    });
    const [fetch, smoke] = ['Fetch', 'Smoke test'].map((stage) => ({ stage, outcome: 'failure', error: `${stage}.` }));
    const errorOf = (...stages: (object | undefined)[]) =>
      finish(stages.filter((stage) => stage !== undefined)).outputs['error'];
    const checks = [
      check('Plan', ''),
      check('Folder', 'No table.'),
      check('Packages', 'It is empty.'),
      check('Path', 'No table.'),
    ];
    expect(errorOf(...checks)).toBe('No table. It is empty.');
    expect(errorOf(...checks, smoke)).toBe('No table. It is empty.');
    expect(errorOf(fetch, ...checks)).toBe('Fetch.');
    expect(errorOf(check('Plan', ''), fetch, smoke)).toBe('Fetch.');
    expect(finish(checks).outputs['stages']).not.toContain('check');
  });

  test.each<[string, string, object | undefined, boolean]>([
    ['1', 'false', undefined, true],
    ['2', 'true', { attempt: 1, isWhole: true, jobs: [] }, true],
    ['2', 'true', undefined, false],
    ['3', 'true', { attempt: 2, isWhole: false, jobs: [] }, false],
    ['3', 'true', { attempt: 1, isWhole: true, jobs: [] }, false],
  ])('says in attempt %s (again: %s) after %p that the journal is whole: %p', (attempt, again, journal, isWhole) => {
    const { outputs } = run(
      'finish',
      {
        chain: 'After the deployment',
        stages: '[]',
        summary: 'false',
        again,
        'journal-folder': journal ? folderOf({ 'result.json': JSON.stringify(journal) }) : '',
      },
      { GITHUB_RUN_ATTEMPT: attempt },
    );
    const kept = JSON.parse(readFileSync(outputs['result-file'] ?? '', 'utf8')) as object;
    expect(kept).toMatchObject({ attempt: Number(attempt), isWhole });
  });

  test('keeps a journal of every job that may have been started, and of the attempts before', () => {
    const old = (recId: string) => ({ group: '1', recId, outcome: 'error', done: false, startedAt: 'then' });
    const journal = folderOf({ 'result.json': JSON.stringify({ startedAt: 'then', jobs: [old('1'), old('2')] }) });
    const job = (recId: string, outcome: string) => ({ recId, outcome, startDateTime: 'now', endDateTime: '' });
    const jobs = (...list: object[]) => JSON.stringify(list);
    const group = (place: string, settings: object) => ({
      stage: place,
      error: '',
      group: place,
      start: 'true',
      ...settings,
    });
    const { outputs } = finish(
      [
        { stage: 'Package', outcome: 'success', error: '', execution: 'gh-1' },
        group('1', { outcome: 'success', recIds: '2', note: 'ended-unknown', jobs: jobs(job('2', 'ended-unknown')) }),
        group('2', {
          outcome: 'failure',
          recIds: '3,4',
          note: 'error',
          jobs: jobs(job('3', 'finished'), job('4', 'error')),
        }),
        group('3', { outcome: 'failure', recIds: '5', note: 'failed', jobs: '[]' }),
        group('4', { outcome: 'failure', recIds: '6', note: 'failed', jobs: '' }),
        group('5', { outcome: 'failure', recIds: '7,8', note: '', jobs: '' }),
        group('6', {
          outcome: 'success',
          recIds: '9',
          note: 'finished',
          start: 'false',
          jobs: jobs(job('9', 'finished')),
        }),
        group('7', { outcome: 'skipped', recIds: '10', note: '', jobs: '' }),
      ],
      { 'journal-folder': journal, 'started-at': 'now', summary: 'false' },
    );
    const kept = JSON.parse(readFileSync(outputs['result-file'] ?? '', 'utf8')) as {
      startedAt: string;
      jobs: { group: string; recId: string; done: boolean }[];
      executions: string[];
    };
    expect(kept).toMatchObject({ startedAt: 'then', executions: ['gh-1'] });
    expect(kept.jobs.map(({ group: of, recId, done }) => `${of} ${recId} ${String(done)}`)).toEqual([
      '1 1 false',
      '1 2 true',
      '2 3 true',
      '2 4 false',
      '5 7 false',
      '5 8 false',
    ]);
  });
});

test.each([
  [0.4, '0\u00a0s'],
  [59.4, '59\u00a0s'],
  [60, '1\u00a0min'],
  [185, '3\u00a0min\u00a005\u00a0s'],
  [3600, '1\u00a0h'],
  [8045, '2\u00a0h\u00a014\u00a0min'],
])('a duration of %d seconds is written as people say it', (seconds, text) => {
  const stages = JSON.stringify([{ stage: 'Wait', outcome: 'success', error: '', seconds: String(seconds) }]);
  expect(run('finish', { chain: 'Batch job', stages }).summary).toContain(`| ${text} |`);
});

describe('the summary after a deployment', () => {
  const summarise = (...results: object[]) => {
    const found = mkdtempSync(join(folder, 'results-'));
    results.forEach((result, index) => {
      mkdirSync(join(found, `artifact-${index}`));
      writeFileSync(join(found, `artifact-${index}`, 'result.json'), JSON.stringify(result));
    });
    const targets = JSON.stringify([
      { index: 0, name: 'uat' },
      { index: 1, name: 'prod' },
    ]);
    return run('post-deployment/summary', { chain: 'After the deployment', folder: found, targets });
  };
  const uat = (outcome: string, error: string) => ({
    environment: 'uat',
    outcome,
    error,
    stages: [{ stage: 'Pl|an', outcome: 'success', error: '', seconds: 61 }],
  });

  test('has every environment, those without a result included, and no markup of theirs', () => {
    const { outputs, summary } = summarise(uat('fai|led', 'a | b <img> `c`'));
    expect(summary).toContain('## ❌ After the deployment: 0 of 2 environments finished');
    expect(summary).toContain('| Stage | uat | prod |');
    expect(summary).toContain('| **Outcome** | ❌ fai\\|led | ❌ failed |');
    expect(summary).toContain('| Pl\\|an | ✅ 1\u00a0min\u00a001\u00a0s | – |');
    expect(summary).toContain('**uat**: a \\| b &#60;img&#62; \\`c\\`');
    expect(summary).toMatch(/\*\*prod\*\*: The job for this environment left no result/);
    expect(outputs).toMatchObject({ outcome: 'failed', error: 'uat: a | b <img> `c`' });
  });

  test('is red where an environment is not finished, since its job may be green and its result lost', () => {
    expect(summarise(uat('finished', '')).status).toBe(1);
    expect(summarise(uat('finished', ''), { ...uat('finished', ''), environment: 'prod' }).status).toBe(0);
  });

  test('has a result that cannot be read as one that is missing', () => {
    const found = folderOf({ 'result.json': '{"environment": "uat"' });
    const { status, summary } = run('post-deployment/summary', {
      chain: 'After the deployment',
      folder: found,
      targets: '[{"index": 0, "name": "uat"}]',
    });
    expect(status).toBe(1);
    expect(summary).toContain('**uat**: The job for this environment left no result');
  });

  test('says why nothing was run if the list of environments was dropped', () => {
    const { status, outputs } = run('post-deployment/summary', { chain: 'x', folder: '', targets: '' });
    expect(status).toBe(1);
    expect(outputs['error']).toMatch(/GitHub drops an output that contains a secret/);
  });

  test('leaves the batch jobs out of results that are too long for outputs', () => {
    const jobs = Array.from({ length: 5_000 }, (_, n) => ({ recId: String(n), description: 'x'.repeat(100) }));
    const stages = [{ stage: 'Many', outcome: 'success', error: '', jobs }];
    const { outputs } = summarise({ environment: 'uat', outcome: 'finished', error: '', stages, jobs });
    expect(JSON.parse(outputs['results'] ?? '')).toMatchObject([
      { environment: 'uat', outcome: 'finished', stages: [{ stage: 'Many', outcome: 'success', error: '' }] },
      { environment: 'prod', outcome: 'failed' },
    ]);
    expect(outputs['results']?.length).toBeLessThan(1_000);
  });

  test('has a row for each environment if there are many', () => {
    const names = Array.from({ length: 6 }, (_, index) => `e${index}`);
    const { summary } = run('post-deployment/summary', {
      chain: 'After the deployment',
      folder: '',
      targets: JSON.stringify(names.map((name, index) => ({ index, name }))),
    });
    expect(summary).toContain('| Environment | Outcome |');
    expect(summary).toContain('| e5 | ❌ failed |');
  });

  test('never hides a result that failed behind another of the same environment', () => {
    const failed = uat('failed', 'The first one failed.');
    for (const results of [
      [failed, uat('finished', '')],
      [uat('finished', ''), failed],
    ])
      expect(summarise(...results).outputs['error']).toBe('uat: The first one failed.');
  });
});
