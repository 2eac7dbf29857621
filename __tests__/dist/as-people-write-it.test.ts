import { execFileSync } from 'node:child_process';
import { mkdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import {
  messagesOf,
  type Run,
  runAction,
  type RunOptions,
  startConnectProxy,
  useFolder,
  useServer,
} from '../harness.ts';

const token = 'opaque-token-of-a-patient-server';
const workspace = useFolder();
let respond: (response: ServerResponse) => void;
const server = useServer((_request, response) => {
  respond(response);
});
const respondWith =
  (status: number, body = '{}') =>
  (response: ServerResponse) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(body);

function run(inputs: Record<string, string>, options: Partial<RunOptions> = {}): Promise<Run> {
  const given = { operation: 'rest', 'environment-url': server.url, token, ...inputs };
  return runAction(server, { workspace, inputs: given, ...options });
}
const rest = (
  inputs: Record<string, string>,
  by: typeof respond = respondWith(200),
  options: Partial<RunOptions> = {},
) => {
  respond = by;
  return run({ path: '/data/X', ...inputs }, options);
};
const errorOf = ({ outputs }: Run) => outputs['error'] ?? '';

describe('nothing is sent of', () => {
  writeFileSync(join(workspace, 'utf-16.json'), '\ufeff{"a":1}', 'utf16le');
  writeFileSync(join(workspace, 'package.zip'), Buffer.from('504b030414000000', 'hex'));
  mkdirSync(join(workspace, 'a-folder'));
  for (const device of ['null', 'zero']) symlinkSync(`/dev/${device}`, join(workspace, device));

  const batchWait = { operation: 'batch-wait', path: '' };
  test.each<[string, Record<string, string>, string]>([
    ['an option without its sign', { query: "filter=dataAreaId eq 'usmf'" }, 'did you mean `$filter`?'],
    ['a line in quotes', { query: '"$filter=A eq 1"' }, 'did you mean `$filter`?'],
    ['a line of a list', { query: '- $filter=A eq 1' }, 'did you mean `$filter`?'],
    ['an escaped sign', { query: '\\$filter=A eq 1' }, 'did you mean `$filter`?'],
    ['an encoded sign', { query: '%24filter=A eq 1' }, 'did you mean `$filter`?'],
    ['crosscompany', { query: '$top=1\ncrosscompany=true' }, 'did you mean `cross-company`?'],
    ['capitals', { query: '$Filter=A eq 1' }, 'did you mean `$filter`?'],
    ['a misspelt option', { query: '$slect=A' }, 'did you mean `$select`?'],
    ['a folded query', { query: '$filter=A eq 1 $select=A' }, 'which holds two options'],
    [
      'a word as the content type',
      { payload: '{}', 'content-type': 'json' },
      '`content-type` is "json": give a media type',
    ],
    ['the line of a header', { payload: '{}', 'content-type': 'Content-Type: text/csv' }, 'give a media type'],
    ['two lines as the content type', { payload: '{}', 'content-type': 'text/csv\nX-A: 1' }, 'give a media type'],
    ['no number as a time', { 'wait-timeout-minutes': '0,5', 'poll-seconds': '5' }, '`wait-timeout-minutes` is "0,5"'],
    ['a list for a service', { path: '', service: 'A/B/C', payload: '[1]' }, 'is not a JSON object'],
    ['two conditions in one line', { expect: "A == 'x' length(value) > `0`" }, 'two conditions: give one per line'],
    ['half a condition', { expect: "A == 'x'\n&& B == `1`" }, 'use `expect: >-`'],
    ['typographic quotes', { expect: 'A == ‘x’' }, 'it has typographic quotes'],
    ['the list without elements', { expect: 'value != []' }, 'write `[]` in backticks'],
    ['folded headers', { headers: 'Prefer: a If-Match: *' }, 'holds two headers'],
    ['headers in quotes', { headers: "'Prefer: a'" }, 'without quotes or a dash'],
    ['dots in the key of a DELETE', { method: 'DELETE', path: "/data/D('a/../../D('b')" }, 'another record'],
    ['dots in the key of an absolute URL', { path: "URL/data/D('a/./b')" }, 'another record'],
    ['an invisible character in a path', { path: '/data/X\u200b' }, 'the invisible character U+200B'],
    ['an invisible character in a service', { path: '', service: 'A\u200b/B/C' }, '"A[U+200B]/B/C"'],
    ['an invisible character in a choice', { method: 'PO\u200bST' }, '`method` is "PO[U+200B]ST"'],
    ['the path of a shell', { 'response-file': '$RUNNER_TEMP/x.json' }, 'no shell replaces "$RUNNER_TEMP"'],
    ['the path of another shell', { 'payload-file': '%TEMP%\\x.json' }, 'no shell replaces "%TEMP%"'],
    // By links, which alone would be replaced if the rule were broken.
    ['a device', { 'response-file': 'null' }, 'which is a device or a pipe'],
    ['another device', { 'response-file': 'a-folder/../zero' }, 'which is a device or a pipe'],
    ['a folder', { 'response-file': 'a-folder' }, 'which is a folder'],
    ['UTF-16', { 'payload-file': 'utf-16.json' }, 'is in UTF-16'],
    ['a zip file as JSON', { 'payload-file': 'package.zip' }, 'set `content-type: application/zip`'],
    ['the number of rows', { expect: '@odata.count > `0`' }, 'put the name in double quotes, "@odata.count".'],
    ['an etag in a row', { extract: 'value[0].@odata.etag' }, 'put the name in double quotes, "@odata.etag".'],
    ['$count', { expect: '$count > `0`' }, 'The number of rows is length(value), or "@odata.count"'],
    ['value.$count', { extract: 'value.$count' }, 'The number of rows is length(value)'],
    ['a RecId of YAML', { ...batchWait, 'batch-job-recid': '5.63714457612346E+18' }, 'put it in quotes'],
    ['a RecId of a sheet', { ...batchWait, 'batch-job-recid': '5637144576.0' }, 'put it in quotes'],
    ['a RecId of a German sheet', { ...batchWait, 'batch-job-recid': '5,63714E+18' }, 'put it in quotes'],
    ['a RecId with decimals', { ...batchWait, 'batch-job-recid': '5637144576,00' }, 'put it in quotes'],
    ['one RecId of two', { ...batchWait, 'batch-job-recid': '5637144576\n5.6e+18' }, '"5.6e+18", which YAML'],
    [
      'an empty environment',
      { 'environment-url': '' },
      '`environment-url` is missing: give the URL of the environment',
    ],
    ['an empty RecId', { ...batchWait, 'batch-job-recid': '' }, 'from a fork or from Dependabot'],
  ])('%s', async (_what, inputs, problem) => {
    const given = Object.fromEntries(
      Object.entries(inputs).map(([name, value]) => [name, value.replace('URL', server.url)]),
    );
    const result = await rest(given);
    expect(result.exitCode).toBe(1);
    expect(errorOf(result)).toMatch(/^One problem with the inputs; nothing was sent\./);
    expect(errorOf(result)).toContain(problem);
    expect(result.requests).toEqual([]);
  });

  test.each(['rest', 'batch-wait', 'dmf-init', 'token'])('%s whose variables are empty', async (operation) => {
    const about = { rest: { path: '/data/X' }, 'batch-wait': { 'batch-job-recid': '1' } }[operation] ?? {};
    const result = await run({
      operation,
      'environment-url': '',
      token: '',
      ...about,
      'client-secret': 'one-secret-value',
    });
    for (const name of ['environment-url', 'tenant-id', 'client-id']) expect(errorOf(result)).toContain(`\`${name}\` `);
    expect(errorOf(result).split('from a fork or from Dependabot')).toHaveLength(4);
    expect(result.requests).toEqual([]);
  });

  const pipe = join(workspace, 'pipe');
  (process.platform === 'win32' ? test.skip : test)('a pipe', async () => {
    execFileSync('mkfifo', [pipe]);
    const result = await rest({ 'response-file': 'pipe' });
    expect(errorOf(result)).toContain('`response-file` is "pipe", which is a device or a pipe');
    expect(result.requests).toEqual([]);
    expect(statSync(pipe).isFIFO()).toBe(true);
  });
});

describe('a name that F&O ignores and nobody means', () => {
  test('warns below /data of the environment, and the request is sent', async () => {
    const result = await rest({ path: '/data/X?filter=1', query: 'dataAreaId=usmf\n$top=1' });
    expect(errorOf(result)).toBe('');
    expect(messagesOf(result, 'warning')).toEqual([
      '`path` has the name "filter", which F&O ignores: did you mean `$filter`?',
      '`query` has the name "dataAreaId", which F&O ignores.',
    ]);
    expect(result.requests.map(({ url }) => url)).toEqual(['/data/X?filter=1&dataAreaId=usmf&$top=1']);
  });

  test.each([
    ['other paths', { path: '/api/x' }],
    ['other hosts', { path: 'URL/data/X', auth: 'none', token: '', 'environment-url': '' }],
  ])('is left alone on %s', async (_what, inputs) => {
    const given = Object.fromEntries(
      Object.entries(inputs).map(([name, value]) => [name, value.replace('URL', server.url)]),
    );
    const result = await rest({ ...given, query: 'filter=1\nlimit=5' });
    expect(errorOf(result)).toBe('');
    expect(messagesOf(result, 'warning')).toEqual([]);
    expect(result.requests[0]?.url).toContain('?filter=1&limit=5');
  });
});

describe('what cannot be seen is dropped', () => {
  test('from the URL of the environment, a RecId and a legal entity', async () => {
    const row = { BatchJobRecId: 42, JobDescription: 'Nightly', CompanyAccounts: 'dat', Status: 'Error' };
    const dates = { StartDateTime: new Date().toISOString(), EndDateTime: new Date().toISOString() };
    respond = respondWith(200, JSON.stringify({ value: [{ ...row, ...dates }] }));
    const inputs = { operation: 'batch-wait', 'environment-url': `\ufeff${server.url}/\u200b` };
    const byRecId = await run({ ...inputs, 'batch-job-recid': '\u200e42\u00a0' });
    expect(byRecId.outputs).toMatchObject({ outcome: 'error', status: 'Error' });
    const byName = await run({ ...inputs, 'batch-job-description': 'Nightly', 'legal-entity': '\u200bdat' });
    expect(byName.outputs['outcome']).toBe('error');
    expect(decodeURIComponent(byName.requests[0]?.url ?? '')).not.toMatch(/[\u200b\u200e\ufeff]/);
  });

  test('from the callback URL, which stays masked', async () => {
    respond = respondWith(200, '{"value":[]}');
    const result = await run(
      {
        operation: 'batch-wait',
        'batch-job-recid': '42',
        'callback-url': `${server.url}/done\u200b?sig=a-signature-of-a-callback`,
      },
      { secrets: ['a-signature-of-a-callback'] },
    );
    expect(result.requests.at(-1)?.url).toBe('/done?sig=a-signature-of-a-callback');
  });
});

test('what cannot be seen is named where it may be meant', async () => {
  respond = respondWith(200, '{"value":[]}');
  const inputs = { operation: 'batch-wait', 'wait-timeout-minutes': '0', 'batch-job-description': 'Nightly\u00a0run' };
  const missing = await run(inputs);
  expect(missing.log.join()).toContain('"Nightly[U+00A0]run"');
  expect(decodeURIComponent(missing.requests[0]?.url ?? '')).toContain("'Nightly\u00a0run'");
  const noFile = await rest({ 'payload-file': 'a\u200bb.json' });
  expect(errorOf(noFile)).toContain('`payload-file` is "a[U+200B]b.json", which does not exist');
});

describe('headers', () => {
  test('name the user agent', async () => {
    const result = await rest({ headers: 'User-Agent: contoso-release/7\nX-A: see this: that' });
    expect(result.requests[0]?.headers).toMatchObject({ 'user-agent': 'contoso-release/7', 'x-a': 'see this: that' });
    const without = await rest({});
    expect(without.requests[0]?.headers['user-agent']).toMatch(/^d365fo-action\//);
  });
});

describe('a sign-in page', () => {
  const page = (response: ServerResponse) => response.writeHead(302, { location: 'https://login.example/' }).end();

  test.each([
    ['contoso.operations.dynamics.com/data/X', true],
    ['{{baseUrl}}/data/X', true],
    ['/dataX', true],
    ['/data/X', false],
    ['/Metadata', false],
    ['//api/services', false],
  ])('of the path %s says what to check: %s', async (path, isSaid) => {
    for (const wait of ['0', '0.01']) {
      const result = await rest({ path, 'wait-timeout-minutes': wait }, page);
      expect(errorOf(result)).toContain('F&O does this when it does not accept the token');
      expect(errorOf(result).includes('Check `path` first')).toBe(isSaid);
    }
  });
});

describe('what F&O refuses is explained', () => {
  const syntax = '{"error":{"code":"","message":"Syntax error at position 12."}}';
  test.each<[string, Record<string, string>, number, string]>([
    ['an apostrophe', { query: "$filter=Name eq 'O'Brien'" }, 400, 'Double any apostrophe inside a text'],
    ['an & in a text', { path: "/data/X?$filter=Name eq 'A&B'" }, 400, 'write it as %26'],
    ['a query that is encoded', { query: '$filter=Name%20eq%20%27x%27' }, 400, '`query` is encoded by the action'],
    ['a + for a blank', { path: "/data/X?$filter=Name+eq+'x'" }, 400, 'write it as %2B'],
    ['a date alone', { query: '$filter=D ge 2026-01-31' }, 400, 'with its time and zone'],
    ['a time without zone', { query: '$filter=D ge 2026-01-31T00:00:00' }, 400, 'with its time and zone'],
    [
      'a key with a part of its fields',
      { path: "/data/VendorsV2('1001')" },
      400,
      "VendorsV2(dataAreaId='usmf',FIELD='1001')",
    ],
    ['a slash in a key', { path: "/data/X('A/B')" }, 404, 'write / as %252F'],
    ['a slash in a key that is encoded once', { path: "/data/X('A%2FB')" }, 404, 'write / as %252F'],
    ['a question mark in a key', { path: "/data/X('What?')" }, 404, 'write it as %3F'],
    ['an ETag that still fits', { headers: 'If-None-Match: *' }, 304, '`accept-status: 304`'],
  ])('%s', async (_what, inputs, status, hint) => {
    const result = await rest(
      inputs,
      status === 304 ? (response) => response.writeHead(304).end() : respondWith(status, syntax),
    );
    expect(result.exitCode).toBe(1);
    expect(errorOf(result)).toContain(hint);
    expect(result.requests).toHaveLength(1);
  });

  test('that a record is missing whose key may lack fields', async () => {
    let count = 0;
    const result = await rest({ path: "/data/VendorsV2('1001')" }, (response) => {
      count += 1;
      respondWith(count === 1 ? 404 : 200, count === 1 ? syntax : '{"value":[{"name":"VendorsV2"}]}')(response);
    });
    expect(errorOf(result)).toMatch(/The entity VendorsV2 exists, .* give all of them by name: VendorsV2\(dataAreaId=/);
  });
});

describe('a proxy', () => {
  test('brings no warning of Node onto standard error, and `no_proxy` is read with blanks and semicolons', async () => {
    const proxy = await startConnectProxy(1);
    try {
      const env = { https_proxy: proxy.url, no_proxy: 'localhost; .other.invalid x.invalid' };
      const options = { workspace, env };
      const inputs = { operation: 'rest', path: '/data/X', token, 'max-retries': '0' };
      const through = await runAction(undefined, {
        ...options,
        inputs: { ...inputs, 'environment-url': 'https://y.invalid' },
      });
      expect(through.stderr).toBe('');
      expect(proxy.connects.map(({ authority }) => authority)).toEqual(['y.invalid:443']);
      for (const host of ['x.invalid', 'a.other.invalid']) {
        const around = await runAction(undefined, {
          ...options,
          inputs: { ...inputs, 'environment-url': `https://${host}` },
        });
        expect(errorOf(around)).toContain(`${host} could not be resolved`);
      }
      expect(proxy.connects).toHaveLength(1);
    } finally {
      await proxy.close();
    }
  });

  test('whose exceptions hold a wildcard is explained', async () => {
    const env = { https_proxy: 'http://127.0.0.1:1', no_proxy: '*.dynamics.com' };
    const result = await rest({}, respondWith(200), { env });
    expect(errorOf(result)).toBe('');
    expect(messagesOf(result, 'warning')).toEqual([
      expect.stringMatching(/\*\.dynamics\.com, which matches no host: .* write \.dynamics\.com\.$/),
    ]);
  });
});
