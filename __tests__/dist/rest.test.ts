import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { defaultScenario } from '../../simulator/scenario.ts';
import {
  messagesOf,
  requestLines,
  type Run,
  runAction,
  type RunOptions,
  runWithToken,
  signIn,
  useFolder,
  useSimulator,
} from '../harness.ts';

const simulator = useSimulator();
const workspace = useFolder();

const rest = (inputs: Record<string, string>, options: Partial<RunOptions> = {}): Promise<Run> =>
  runWithToken(simulator, { operation: 'rest', ...inputs }, { workspace, ...options });

const SHAPES = '/api/services/DemoServices/Shapes';

describe('a call', () => {
  test('through Entra ID is two requests: the token and the call', async () => {
    const run = await runAction(simulator, {
      workspace,
      inputs: { operation: 'rest', ...signIn(simulator), path: '/data/BatchJobs', query: '$top=1' },
    });
    expect(run.exitCode).toBe(0);
    expect(requestLines(run)).toEqual([`POST /${simulator.tenantId}/oauth2/v2.0/token`, 'GET /data/BatchJobs?$top=1']);
  });

  test('gives status, activity id, headers, text, rows and the exact bytes in a file', async () => {
    const run = await rest({ path: '/data/BatchJobs', query: '$top=1\n$select=BatchJobRecId,Status' });
    expect(run.exitCode).toBe(0);
    expect(run.outputs).toMatchObject({ error: '', 'status-code': '200', 'row-count': '1' });
    expect(run.outputs['activity-id']).toMatch(/^[0-9a-f-]{36}$/);
    expect(run.outputs['response-file']?.startsWith(run.temp)).toBe(true);
    expect(readFileSync(run.outputs['response-file'] ?? '', 'utf8')).toBe(run.outputs['response']);
    const headers = JSON.parse(run.outputs['response-headers'] ?? '') as Record<string, string>;
    expect(headers['content-type']).toMatch(/^application\/json/);
    expect(headers).not.toHaveProperty('set-cookie');
    expect(run.requests[0]?.headers).toMatchObject({ accept: 'application/json', 'accept-encoding': 'gzip' });
  });

  test('with a payload is a POST, byte for byte', async () => {
    const payload = '{ "text" : "Ärger 👍\\ud800", "n": 1.50 }  ';
    const run = await rest({ service: 'DemoServices/Shapes/Echo', payload, 'accept-status': '400' });
    expect(requestLines(run)).toEqual([`POST ${SHAPES}/Echo`]);
    expect(run.requests[0]?.body).toBe(payload);
    expect(run.requests[0]?.headers['content-type']).toBe('application/json; charset=utf-8');
  });

  test('of a service without a payload sends {}', async () => {
    const run = await rest({ service: 'DemoServices/Shapes/Text', method: 'POST' });
    expect(run.outputs['response']).toBe('"done"');
    expect(run.requests[0]?.body).toBe('{}');
  });

  test('of a service by GET describes it, and a notice says so', async () => {
    const run = await rest({ service: 'DemoServices/Shapes/Echo', extract: 'Parameters[].Name' });
    expect(run.outputs['result']).toBe('["text"]');
    expect(run.annotations.map(({ level, message }) => `${level}: ${message}`).join()).toMatch(
      /notice: .*instead of calling it/,
    );
  });

  test.each([
    ['/', 'ServiceGroups'],
    ['DemoServices', 'Services'],
    ['DemoServices/Shapes', 'Operations'],
  ])('of service %s lists %s', async (service, property) => {
    const run = await rest({ service, extract: `length(${property}) > \`0\`` });
    expect(run.log.join('\n')).toMatch(/\n\d+ (service groups?|services?|operations?): [\w, ]+\./);
    expect(run.outputs['result']).toBe('true');
  });

  test('with cross-company asks for all legal entities', async () => {
    const run = await rest({ path: '/data/CustomersV3?$top=1', 'cross-company': 'true' });
    expect(requestLines(run)).toEqual(['GET /data/CustomersV3?$top=1&cross-company=true']);
  });

  test('writes to the file that was asked for, and makes its folder', async () => {
    const run = await rest({ path: '/data/BatchJobs/$count', 'response-file': 'out/deep/count.txt' });
    const file = join(workspace, 'out/deep/count.txt');
    expect(run.outputs['response-file']).toBe(file);
    expect(readFileSync(file).subarray(0, 3).toString('hex')).toBe('efbbbf');
    expect(run.outputs['response']).toMatch(/^\d+$/);
    expect(readdirSync(dirname(file))).toEqual(['count.txt']);
  });

  test('HEAD and 204 have no body', async () => {
    const run = await rest({ path: '/data/BatchJobs', method: 'HEAD' });
    expect(run.outputs).toMatchObject({ 'status-code': '200', response: '' });
    expect(readFileSync(run.outputs['response-file'] ?? '').length).toBe(0);
  });

  test('sends a file of its own length', async () => {
    writeFileSync(join(workspace, 'payload.json'), '{"text":"from a file"}');
    const run = await rest({ service: 'DemoServices/Shapes/Echo', 'payload-file': 'payload.json' });
    expect(run.outputs['response']).toBe('"from a file"');
    expect(run.requests[0]?.headers['content-length']).toBe('22');
  });
});

describe('extract and expect', () => {
  test.each([
    [
      'an object',
      { service: 'DemoServices/Shapes/BusinessFailure', method: 'POST' },
      'Message',
      'The period is closed.',
    ],
    ['a list', { service: 'DemoServices/Shapes/List', method: 'POST' }, '[0].Balance', '120.50'],
    [
      'a bare scalar of 19 digits',
      { service: 'DemoServices/Shapes/Scalar', method: 'POST' },
      '@',
      '5637144576123456789',
    ],
    [
      'JSON inside a string',
      { service: 'DemoServices/Shapes/JsonInString', method: 'POST' },
      'recId',
      '5637144576123456789',
    ],
    [
      'rows inside a string',
      { service: 'DemoServices/Shapes/JsonInString', method: 'POST' },
      'rows[0].account',
      'US-001',
    ],
    ['a list of rows', { path: '/data/BatchJobs' }, 'type(value)', 'array'],
    ['nothing found', { path: '/data/BatchJobs?$top=1' }, 'nothing.here', 'null'],
  ])('read %s', async (_shape, inputs, extract, result) => {
    const run = await rest({ ...inputs, extract });
    expect(messagesOf(run, 'error')).toEqual([]);
    expect(run.outputs['result']).toBe(result);
    expect(run.log.some((line) => line.includes('`extract` found nothing'))).toBe(result === 'null');
  });

  test('read value in value', async () => {
    simulator.scenario.valueInValue = true;
    const run = await rest({
      path: '/data/DataManagementDefinitionGroups/Microsoft.Dynamics.DataEntities.GetAzureWriteUrl',
      payload: '{"uniqueFileName":"package.zip"}',
      extract: 'value.value.BlobUrl || value.BlobUrl',
      'mask-response': 'true',
    });
    expect(run.exitCode).toBe(0);
    expect(run.outputs['result']).toMatch(/^https:/);
    expect(run.masks).toContain(run.outputs['result']);
  });

  test('a response 200 that reports a failure fails by expect, and shows expression and value', async () => {
    const run = await rest({
      service: 'DemoServices/Shapes/BusinessFailure',
      method: 'POST',
      expect: 'Message\nSuccess',
    });
    expect(run.exitCode).toBe(1);
    expect(messagesOf(run, 'error')).toEqual([expect.stringContaining('`expect` does not hold: Success gives false')]);
    expect(run.outputs).toMatchObject({ 'status-code': '200' });
    expect(run.outputs['error']).toBe(messagesOf(run, 'error')[0]);
  });

  test.each([
    ['holds by accident, with a warning', "success != 'no'", 0],
    ['does not hold, with its error', 'success', 1],
  ])('a name in other capitals %s', async (_what, expression, exitCode) => {
    const run = await rest({ service: 'DemoServices/Shapes/BusinessFailure', method: 'POST', expect: expression });
    expect(run.exitCode).toBe(exitCode);
    expect(run.annotations).toEqual([
      {
        level: exitCode === 0 ? 'warning' : 'error',
        message: expect.stringContaining('the response spells them differently: `success` is `Success` there.'),
      },
    ]);
  });

  test('a name in both spellings is meant', async () => {
    const service = 'DemoServices/Shapes/BusinessFailure';
    const run = await rest({ service, method: 'POST', expect: '(success || Success) == `false`', extract: 'Message' });
    expect(run.annotations).toEqual([]);
  });

  test('a comparison with 19 digits is exact', async () => {
    const run = await rest({
      service: 'DemoServices/Shapes/Scalar',
      method: 'POST',
      expect: '@ == `5637144576123456789`\n@ != `5637144576123456788`\n@ < `5637144576123456790`',
    });
    expect(messagesOf(run, 'error')).toEqual([]);
  });

  test('a response that is not JSON fails', async () => {
    const run = await rest({ path: '/data/$metadata', extract: 'value' });
    expect(run.exitCode).toBe(1);
    expect(messagesOf(run, 'error')[0]).toMatch(/not JSON/);
  });

  test('an empty response is null', async () => {
    const run = await rest({ service: 'DemoServices/Shapes/Empty', method: 'POST', extract: 'value' });
    expect(run.outputs).toMatchObject({ error: '', result: 'null' });
  });
});

describe('a failure', () => {
  test.each<[string, Record<string, string>, RegExp]>([
    [
      'an X++ exception',
      { service: 'DemoServices/Shapes/Exception', method: 'POST' },
      /returned 500.*Posting has been canceled\..*The period is on hold.*Activity ID/,
    ],
    ['a name in the wrong case', { path: '/data/batchjobs' }, /did you mean "BatchJobs"/],
    [
      'a service in the wrong case',
      { service: 'DemoServices/shapes/Text', method: 'POST' },
      /no service "shapes": did you mean "Shapes"/,
    ],
    [
      'an enum without its type',
      { path: '/data/BatchJobs', query: "$filter=Status eq 'Error'" },
      /needs its type: Status eq Microsoft\.Dynamics\.DataEntities\.BatchStatus'Error'/,
    ],
    [
      'a property in the wrong case',
      { path: '/data/CustomersV3', query: "$filter=customeraccount eq 'US-001'" },
      /Did you mean the property "CustomerAccount"\?$/,
    ],
    [
      'a missing parameter',
      { service: 'DemoServices/Shapes/Echo', payload: '{"Text":"x"}' },
      /`text` is missing from the payload/,
    ],
    [
      'a quote in a key',
      { path: "/data/CustomersV3(dataAreaId='usmf',CustomerAccount='O'Brien')" },
      /Double any quote/,
    ],
  ])('of %s is explained', async (_what, inputs, sentence) => {
    const run = await rest(inputs);
    expect(run.exitCode).toBe(1);
    expect(messagesOf(run, 'error')).toHaveLength(1);
    expect(run.outputs['error']).toMatch(sentence);
  });

  test('of an accepted status is none', async () => {
    const run = await rest({ path: '/data/nothing', 'accept-status': '404, 409' });
    expect(run.exitCode).toBe(0);
    expect(run.outputs['status-code']).toBe('404');
    expect(run.requests).toHaveLength(1);
  });

  test.each([
    ['a broken connection is accepted where that is asked for', 'reset', 'none', 0],
    ['a broken connection is not accepted by a status', 'reset', '504', 1],
    ['a refusal that is cut is not accepted as no response', '403', 'none', 1],
  ] as const)('of a write: %s', async (_what, respond, accepted, exitCode) => {
    simulator.scenario.faults = [{ match: { path: '/data/' }, respond, carryOut: true }];
    const run = await rest({ path: '/data/BatchJobs', payload: '{}', 'accept-status': accepted });
    expect(run.exitCode).toBe(exitCode);
    expect(run.requests).toHaveLength(1);
    expect(messagesOf(run, 'error')).toHaveLength(exitCode);
    if (exitCode === 0) expect(messagesOf(run, 'notice')[0]).toMatch(/may have carried it out.*`accept-status`/);
  });

  test('of a host that cannot be reached is no response either, but nothing was sent', async () => {
    const run = await rest({
      auth: 'none',
      token: '',
      path: 'https://localhost:1/',
      payload: '{}',
      'accept-status': 'none',
      'max-retries': '0',
    });
    expect(run.exitCode).toBe(1);
    expect(messagesOf(run, 'error')[0]).toMatch(/Nothing was sent/);
  });

  test.each(['cut', 'cut-chunked', 'cut-gzip'] as const)('a body that is %s leaves no file', async (respond) => {
    simulator.scenario.faults = [{ match: { path: '/data/' }, respond }];
    const run = await rest({ path: '/data/BatchJobs', 'response-file': `${respond}.json`, 'max-retries': '1' });
    expect(run.exitCode).toBe(1);
    expect(run.requests).toHaveLength(2);
    expect(existsSync(join(workspace, `${respond}.json`))).toBe(false);
    expect(readdirSync(workspace).filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  test('bad inputs are told all at once, and nothing is sent', async () => {
    const run = await rest({
      service: 'A/B/C/D',
      query: 'no pair',
      headers: 'Good: 1\nAuthorization: Bearer x\nno colon',
      payload: '{"secret":',
      'accept-status': 'ok',
      expect: 'a[',
      'poll-seconds': '3',
      'all-pages': 'true',
    });
    expect(run.requests).toEqual([]);
    expect(messagesOf(run, 'error')).toHaveLength(1);
    for (const name of [
      'service',
      'query',
      'headers',
      'payload',
      'accept-status',
      'expect',
      'poll-seconds',
      'all-pages',
    ])
      expect(run.outputs['error']).toContain(`\`${name}\``);
    expect(run.outputs['error']).not.toContain('"secret"');
  });
});

describe('a wait', () => {
  test('repeats until expect holds, and lives through outages', async () => {
    simulator.scenario.faults = (
      ['502-html', '404-html', 'signin-html', 'signin-redirect', 'reset', 'throttle'] as const
    ).map((respond) => ({ match: { path: '/data/', times: 1 }, respond }));
    const run = await rest(
      { path: '/data/BatchJobs?$top=1', 'wait-timeout-minutes': '10', 'poll-seconds': '10', expect: 'value' },
      { clockSpeed: 200 },
    );
    expect(messagesOf(run, 'error')).toEqual([]);
    expect(run.requests).toHaveLength(7);
  });

  test.each([
    ['400', 'hostile-text'],
    ['401', '401-json'],
    ['403', '403-json'],
  ] as const)('ends at once with %s', async (status, respond) => {
    simulator.scenario.faults = [{ match: { path: '/data/' }, respond }];
    const run = await rest({ path: '/data/BatchJobs', 'wait-timeout-minutes': '10' });
    expect(run.exitCode).toBe(1);
    expect(run.outputs['status-code']).toBe(status);
    expect(run.requests).toHaveLength(1);
  });

  test('makes one last poll though Retry-After is longer than the wait', async () => {
    simulator.scenario.faults = [
      { match: { path: '/data/', times: 1 }, respond: '503-empty', retryAfterSeconds: 3_600 },
    ];
    const run = await rest({ path: '/data/BatchJobs?$top=1', 'wait-timeout-minutes': '0.3' }, { clockSpeed: 4 });
    expect(messagesOf(run, 'error')).toEqual([]);
    expect(run.requests).toHaveLength(2);
  });

  test('that runs out fails with what was seen last', async () => {
    const run = await rest(
      {
        path: '/data/BatchJobs?$top=1',
        'wait-timeout-minutes': '2',
        'poll-seconds': '30',
        expect: 'length(value) > `9`',
      },
      { clockSpeed: 20 },
    );
    expect(run.exitCode).toBe(1);
    // A machine under load can have the deadline cut the last one.
    expect(messagesOf(run, 'error')[0]).toMatch(
      /within 2 min \(`wait-timeout-minutes`\).*(?:The last poll|The poll before it):.*`expect` does not hold/,
    );
    expect(run.outputs['status-code']).toBe('200');
    expect(run.requests.length).toBeGreaterThanOrEqual(2);
    // Shortly before the end there are as many more as responses become faster.
    expect(run.requests.length).toBeLessThanOrEqual(10);
  });

  test('cuts a request in flight at its deadline', async () => {
    simulator.scenario.faults = [{ match: { path: '/data/' }, respond: 'hang' }];
    const run = await rest({ path: '/data/BatchJobs', 'wait-timeout-minutes': '1' }, { clockSpeed: 60 });
    expect(run.exitCode).toBe(1);
    expect(messagesOf(run, 'error')[0]).toMatch(
      /within 1 min.*GET \/data\/BatchJobs failed: .* did not send a complete response within/,
    );
  });
});

test('mask-response masks each value, those of JSON inside strings as well', async () => {
  const run = await rest({
    service: 'DemoServices/Shapes/Echo',
    payload: '{"text":"{\\"password\\":\\"hunter2hunter2\\"}"}',
    'mask-response': 'true',
    expect: 'nothing',
  });
  expect(run.masks).toEqual(expect.arrayContaining(['hunter2hunter2', run.outputs['response']]));
  expect(run.exitCode).toBe(1);
  expect(
    run.stdout
      .split('\n')
      .filter((line) => !line.startsWith('::add-mask::'))
      .join('\n'),
  ).not.toContain('hunter2');
});

test('the simulator serves the scenario that these tests expect', () => {
  expect(simulator.scenario.batchJobs.length).toBe(defaultScenario.batchJobs.length);
});
