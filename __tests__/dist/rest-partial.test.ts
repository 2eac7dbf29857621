import { readFileSync, writeFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { messagesOf, type Run, runAction, useFolder, useServer } from '../harness.ts';

const token = 'opaque-token-of-a-server-of-parts';
const workspace = useFolder();
type Respond = (response: ServerResponse, request: IncomingMessage) => void;
let respond: Respond;
const server = useServer((request, response) => {
  respond(response, request);
});

function rest(by: Respond, inputs: Record<string, string> = {}): Promise<Run> {
  respond = by;
  const given = { operation: 'rest', 'environment-url': server.url, token, path: '/data/X', ...inputs };
  return runAction(server, { workspace, inputs: given });
}

const body =
  (text: string, type = 'application/json', status = 200): Respond =>
  (response) =>
    response.writeHead(status, { 'content-type': type }).end(text);
const json = (value: unknown) => body(JSON.stringify(value));
const errorOf = ({ outputs }: Run) => outputs['error'] ?? '';

describe('a page in the place of the whole', () => {
  const page = { value: [{ a: 1 }, { a: 2 }], '@odata.nextLink': 'https://contoso.example/data/X?$skiptoken=2' };

  test.each<[string, unknown, Record<string, string>, RegExp]>([
    ['rows', page, {}, /^The response is one page of 2 rows \(`row-count`\), .* set `all-pages: true`\.$/],
    ['no rows', { ...page, value: [] }, {}, /one page of 0 rows/],
    ['a query', page, { extract: 'value[0].a' }, /`extract` and `expect` were applied to this page alone/],
    ['a condition', page, { expect: 'length(value) == `2`' }, /applied to this page alone/],
    ['a write', page, { method: 'POST', payload: '{}' }, /there are more rows \(`@odata.nextLink`\)\.$/],
    ['no list', { '@odata.nextLink': 'x', a: 1 }, {}, /^The response is one page, and/],
    ['a hidden response', page, { 'mask-response': 'true' }, /one page of 2 rows/],
    ['OData 3', { value: [{}], 'odata.nextLink': 'x' }, {}, /one page of 1 rows .*\(`odata.nextLink`\)/],
    ['OData 4.01', { value: [{}], '@nextLink': 'x' }, {}, /one page of 1 rows .*\(`@nextLink`\)/],
    ['Azure', { value: [{}], nextLink: 'x' }, {}, /one page of 1 rows .*\(`nextLink`\)/],
    [
      'OData 2',
      { d: { results: [{}], __next: 'x' } },
      {},
      /is one page, .*\(`__next`\)\. `all-pages` does not read OData 2/,
    ],
    [
      'OData 2, a query',
      { d: { results: [{}], __next: 'x' } },
      { extract: 'd.results[0]' },
      /applied to this page alone/,
    ],
    [
      'a count of more rows',
      { value: [{}], '@odata.count': 900 },
      {},
      /counts 900 rows .* the response has 1, and no link/,
    ],
  ])('warns: %s', async (_what, value, inputs, warning) => {
    const run = await rest(json(value), inputs);
    expect(errorOf(run)).toBe('');
    expect(messagesOf(run, 'warning')).toEqual([expect.stringMatching(warning)]);
  });

  test.each([
    { nextLink: 'x', Lines: [] },
    { __next: 'x', Lines: [] },
    { d: { results: [], __next: null } },
    { value: [{ d: 1, __next: 'x' }] },
  ])('is not what a service calls so: %j', async (value) => {
    const run = await rest(json(value));
    expect(run.annotations).toEqual([]);
  });

  test('is what was asked for with $top', async () => {
    const run = await rest(json({ value: [{}], '@odata.count': 900 }), { query: '$top=1\n$count=true' });
    expect(messagesOf(run, 'warning')).toEqual([]);
  });

  test('of a list inside a row warns, also behind a page', async () => {
    const row = {
      Id: 1,
      Lines: [{ Id: 1 }],
      'Lines@odata.nextLink': 'https://contoso.example/data/X(1)/Lines?$skip=1',
    };
    const alone = await rest(json({ value: [row] }));
    expect(messagesOf(alone, 'warning')).toEqual([
      expect.stringMatching(/^The list `Lines` inside the response is incomplete \(`Lines@odata.nextLink`\)/),
    ]);
    const both = await rest(json({ ...page, value: [row] }));
    expect(messagesOf(both, 'warning')).toEqual([
      expect.stringMatching(/one page of 1 rows/),
      expect.stringMatching(/The list `Lines` inside the response is incomplete/),
    ]);
    const single = await rest(json(row), { path: '/data/X(1)', query: '$expand=Lines' });
    expect(messagesOf(single, 'warning')).toEqual([expect.stringMatching(/The list `Lines` inside/)]);
  });

  test('is followed with `all-pages`, and a list inside a row of any page still warns', async () => {
    const pages = [
      { value: [{ 'L@odata.nextLink': 'x' }], '@odata.nextLink': `${server.url}/data/X?page=2` },
      { value: [{ a: 1 }] },
    ];
    const all = await rest(
      (response, request) => {
        json(request.url?.includes('page=2') ? pages[1] : pages[0])(response, request);
      },
      { 'all-pages': 'true' },
    );
    expect(all.outputs['row-count']).toBe('2');
    expect(messagesOf(all, 'warning')).toEqual([expect.stringMatching(/The list `L` inside/)]);
  });

  test.each([
    ['no link', { value: [{ a: 1 }] }],
    ['a link that is null', { value: [], '@odata.nextLink': null }],
    ['a text about links', { value: ['"@odata.nextLink":"x"', '@odata.nextLink'] }],
    ['a delta link', { value: [], '@odata.deltaLink': 'x' }],
  ])('is none of these: %s', async (_what, value) => {
    const run = await rest(json(value));
    expect(errorOf(run)).toBe('');
    expect(messagesOf(run, 'warning')).toEqual([]);
  });

  test('that is refused says nothing of pages', async () => {
    const run = await rest(body(JSON.stringify(page), 'application/json', 404), { 'accept-status': '404' });
    expect(messagesOf(run, 'warning')).toEqual([]);
  });
});

describe('an error under 200', () => {
  const error = { error: { code: '', message: 'The period is closed.' } };
  const exception = { Message: 'The posting failed.', ExceptionType: 'ErrorException' };

  test.each<[unknown, Record<string, string>, RegExp]>([
    [
      error,
      {},
      /^The response reports an error, although its status is 200: The period is closed\. .*`expect: '!error'`\.$/,
    ],
    [error, { extract: 'error.code' }, /The period is closed/],
    [error, { 'mask-response': 'true' }, /although its status is 200\. To fail/],
    [exception, { method: 'POST', payload: '{}' }, /The posting failed\. .*`expect: '!ExceptionType'`\.$/],
  ])('warns: %j, %j', async (value, inputs, warning) => {
    const run = await rest(json(value), inputs);
    expect(errorOf(run)).toBe('');
    expect(messagesOf(run, 'warning')).toEqual([expect.stringMatching(warning)]);
  });

  test.each<[unknown, Record<string, string>]>([
    [error, { expect: 'error' }],
    [{ '@odata.context': 'x', ...exception }, {}],
    [{ error: 'none' }, {}],
    [{ value: [error] }, {}],
    [{ ...exception, ExceptionType: null }, {}],
  ])('is none, or for `expect` to judge: %j, %j', async (value, inputs) => {
    expect((await rest(json(value), inputs)).annotations).toEqual([]);
  });

  test('fails by the `expect` of the warning', async () => {
    expect(errorOf(await rest(json(error), { expect: '!error' }))).toContain('`expect` does not hold');
    expect(errorOf(await rest(json({ value: [] }), { expect: '!error' }))).toBe('');
  });
});

describe('$batch', () => {
  const message = (text: string) =>
    `Content-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\n${text}`;
  const multipart = (boundary: string, parts: string[]) =>
    [...parts.map((each) => `--${boundary}\r\n${each}\r\n`), `--${boundary}--\r\n`].join('');
  const changeset = (parts: string[]) => `Content-Type: multipart/mixed; boundary=cs\r\n\r\n${multipart('cs', parts)}`;
  const request = (line: string) => message(`${line} HTTP/1.1\r\n\r\n{}`);
  const ok = message('HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{"value":[]}');
  const created = message('HTTP/1.1 201 Created\r\nContent-Type: application/json\r\n\r\n{"Id":1}');
  const refused = (status: number, text: string) =>
    message(
      `HTTP/1.1 ${status} No\r\nContent-Type: application/json\r\n\r\n${JSON.stringify({ error: { code: '', message: text } })}`,
    );

  const batch = (response: string, requests: string[], inputs: Record<string, string> = {}) =>
    rest(body(response, 'multipart/mixed; boundary="b"'), {
      path: '/data/$batch',
      'content-type': 'multipart/mixed; boundary=b',
      payload: multipart('b', requests),
      ...inputs,
    });
  const two = [request('GET /data/A'), changeset([request('POST /data/B')])];

  test('whose parts all succeeded is green', async () => {
    const run = await batch(multipart('b', [ok, changeset([created])]), two);
    expect(errorOf(run)).toBe('');
    expect(messagesOf(run, 'warning')).toEqual([]);
    expect(run.requests).toHaveLength(1);
  });

  test.each<[string, string, RegExp]>([
    [
      'a part that failed',
      multipart('b', [ok, changeset([refused(400, 'The period is closed.')])]),
      /returned 200, but 1 of the 2 parts of the batch failed\. Part 2 returned 400: The period is closed\. Other parts may have been carried out: check/,
    ],
    ['a first part that failed', multipart('b', [refused(404, 'Gone'), ok]), /Part 1 returned 404: Gone\./],
    [
      'a changeset that failed as one',
      multipart('b', [ok, refused(500, 'Rolled back.')]),
      /1 of the 2 parts .* Part 2 returned 500: Rolled back\./,
    ],
    ['all parts failed', multipart('b', [refused(400, 'A'), refused(403, 'B')]), /2 of the 2 .*400: A\. .*403: B\./],
    ['a part that is missing', multipart('b', [ok]), /the batch has only 1 of 2 responses\./],
    [
      'a part that failed, and one that is missing',
      multipart('b', [refused(400, 'Stopped here.')]),
      /only 1 of 2 responses\. Part 1 returned 400: Stopped here\./,
    ],
    ['no parts', multipart('b', []), /only 0 of 2 responses/],
    ['no body', '', /its batch response is empty, so nothing is known/],
    ['a part that is no response', multipart('b', [ok, message('hello')]), /Part 2 is not a response\./],
    ['a redirect', multipart('b', [ok, refused(302, 'x')]), /Part 2 returned 302/],
    [
      'a part that reports an error under 200',
      multipart('b', [ok, changeset([refused(200, 'The period is closed.')])]),
      /1 of the 2 parts .* Part 2 returned 200, but it reports an error: The period is closed\. Other/,
    ],
    [
      'a part that is a page',
      multipart('b', [ok, message('HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>Sign in</p>')]),
      /Part 2 returned 200, but it is an HTML page: Sign in\./,
    ],
    [
      'a part that is cut',
      multipart('b', [ok, message('HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{"value":[{"a":1}')]),
      /Part 2 returned 200, but its JSON ends unfinished\. Other/,
    ],
    [
      'an end that is missing',
      multipart('b', [ok, ok]).replace('--b--', ''),
      /\(multipart\/mixed; boundary="b"\) cannot be read/,
    ],
    ['a changeset that is cut', multipart('b', [changeset([created]).replace('--cs--', ''), ok]), /cannot be read/],
  ])('is red with %s', async (_what, response, error) => {
    const run = await batch(response, two);
    expect(run.exitCode).toBe(1);
    expect(errorOf(run)).toMatch(error);
    expect(run.outputs['status-code']).toBe('200');
    expect(readFileSync(run.outputs['response-file'] ?? '', 'utf8')).toBe(response);
    expect(run.requests).toHaveLength(1);
  });

  test('of which a part is accepted by `accept-status` is green', async () => {
    const response = multipart('b', [ok, refused(404, 'Gone')]);
    expect(errorOf(await batch(response, two, { 'accept-status': '404' }))).toBe('');
    expect(errorOf(await batch(response, two, { 'accept-status': '409' }))).toContain('Part 2 returned 404');
  });

  test('of which a part is one page of more warns', async () => {
    const page = message('HTTP/1.1 200 OK\r\n\r\n{"value":[],"@odata.nextLink":"x"}');
    const run = await batch(multipart('b', [page, ok]), two);
    expect(messagesOf(run, 'warning')).toEqual([expect.stringMatching(/A list inside the response is incomplete/)]);
  });

  test('from a file is counted as well, and its hidden parts stay hidden', async () => {
    writeFileSync(join(workspace, 'batch.txt'), multipart('b', [...two, request('GET /data/C')]));
    const fromFile = { payload: '', 'payload-file': 'batch.txt' };
    expect(errorOf(await batch(multipart('b', [ok, ok]), [], fromFile))).toContain('only 2 of 3 responses');
    const run = await batch(multipart('b', [ok, refused(400, 'SECRETVALUE')]), two, { 'mask-response': 'true' });
    expect(errorOf(run)).toMatch(/Part 2 returned 400: its message is hidden by `mask-response`\./);
  });

  test.each<[string, string, number, string]>([
    ['an apostrophe', "/data/A?$filter=Name eq 'O'Brien'", 400, 'Double any apostrophe'],
    ['a relative URL', "Customers?$filter=Name eq 'O'Brien'", 400, 'Double any apostrophe'],
    ['an absolute URL', 'https://contoso.example/data/A?$filter=Day eq 2026-01-31', 400, 'with its time and zone'],
    ['a URL that is encoded twice', '/data/A?$filter=Name%2520eq%25201', 400, 'write %20 for a blank'],
    ['a plus', "/data/A?$filter=Name eq 'A+B'", 400, 'A + in the URL of a part'],
    ['an ampersand', "/data/A?$filter=Name eq 'A & B'&$top=1", 400, 'A & in the URL of a part'],
    ['a partial key', "/data/VendorsV2('1001')", 404, "VendorsV2(dataAreaId='usmf',FIELD='1001')"],
    ['a slash in a key', "/data/Items(ItemId='A/B')", 404, 'write / as %252F'],
  ])('says what is wrong with the URL of a part: %s', async (_what, url, status, hint) => {
    const run = await batch(multipart('b', [ok, refused(status, 'The query is not valid.')]), [
      request('GET /data/A'),
      request(`GET ${url}`),
    ]);
    expect(errorOf(run)).toContain(hint);
    expect(errorOf(run)).not.toMatch(/`query`|`path`/);
    expect(run.requests).toHaveLength(1);
    const masked = await batch(multipart('b', [ok, refused(500, 'x')]), [
      request('GET /data/A'),
      request(`GET ${url}`),
    ]);
    expect(errorOf(masked)).not.toContain(hint);
  });

  test('says a hint once, and none where responses and requests cannot be told apart', async () => {
    const quote = request("GET /data/A?$filter=Name eq 'O'Brien'");
    const twice = await batch(multipart('b', [refused(400, 'x'), refused(400, 'x')]), [quote, quote]);
    expect(errorOf(twice).split('Double any apostrophe')).toHaveLength(2);
    const changed = await batch(multipart('b', [ok, refused(400, 'x'), refused(400, 'y')]), [quote, quote]);
    expect(errorOf(changed)).not.toContain('Double any apostrophe');
  });

  test('of a hundred failed parts names five', async () => {
    const run = await batch(
      multipart(
        'b',
        Array.from({ length: 100 }, () => refused(400, 'No')),
      ),
      two,
    );
    expect(errorOf(run)).toMatch(/100 of the 100 parts .* Part 5 returned 400: No\. 95 more failed\./);
  });

  describe('as JSON', () => {
    const requests = {
      requests: [
        { id: 'a', method: 'GET', url: 'A' },
        { id: 'b', method: 'POST', url: 'B' },
      ],
    };
    const jsonBatch = (value: unknown, inputs: Record<string, string> = {}) =>
      rest(json(value), { path: '/data/$batch', payload: JSON.stringify(requests), ...inputs });
    const part = (id: string, status: unknown, of: unknown = {}) => ({ id, status, headers: {}, body: of });

    test('whose parts all succeeded is green', async () => {
      expect(errorOf(await jsonBatch({ responses: [part('b', 201), part('a', 200)] }))).toBe('');
    });

    test.each<[string, unknown, RegExp]>([
      [
        'a part that failed',
        { responses: [part('a', 200), part('b', 400, { error: { message: 'The period is closed.' } })] },
        /1 of the 2 parts of the batch failed\. Part b returned 400: The period is closed\./,
      ],
      ['a part that is missing', { responses: [part('a', 200)] }, /only 1 of 2 responses/],
      ['a status that is text', { responses: [part('a', 200), part('b', '200')] }, /Part b is not a response/],
      [
        'a part that reports an error under 200',
        { responses: [part('a', 200, { value: [{ error: {} }] }), part('b', 200, { error: { message: 'Closed.' } })] },
        /1 of the 2 parts .* Part b returned 200, but it reports an error: Closed\./,
      ],
      [
        'a part that reports an exception in a string',
        { responses: [part('a', 200), part('b', 200, JSON.stringify({ Message: 'No.', ExceptionType: 'X' }))] },
        /Part b returned 200, but it reports an error: X: No\.|it reports an error: No\./,
      ],
      ['no parts', { responses: [] }, /only 0 of 2 responses/],
      ['two responses of one part', { responses: [part('a', 200), part('a', 200)] }, /only 1 of 2 responses/],
      [
        'a part that failed without a body',
        { responses: [part('a', 200), { id: 'b', status: 500 }] },
        /Part b returned 500\. Other/,
      ],
      ['another shape', { value: [] }, /cannot be read/],
      ['parts that are no list', { responses: {} }, /only 0 of 2 responses|cannot be read/],
    ])('is red with %s', async (_what, value, error) => {
      const run = await jsonBatch(value);
      expect(run.exitCode).toBe(1);
      expect(errorOf(run)).toMatch(error);
    });

    test('says what is wrong with the URL of a part, by its id', async () => {
      const filtered = [{ id: 'q', method: 'GET', url: "A?$filter=Name eq 'O'Brien'" }, ...requests.requests];
      const run = await jsonBatch(
        { responses: [part('a', 200), part('b', 200), part('q', 400, { error: { message: 'No.' } })] },
        { payload: JSON.stringify({ requests: filtered }) },
      );
      expect(errorOf(run)).toMatch(/Part q returned 400: No\. Double any apostrophe/);
    });

    test('is judged by `accept-status`, and then by `expect`', async () => {
      const value = { responses: [part('a', 200), part('b', 409)] };
      expect(errorOf(await jsonBatch(value, { 'accept-status': '409' }))).toBe('');
      const unmet = await jsonBatch(value, { 'accept-status': '409', expect: 'responses[1].status == `200`' });
      expect(errorOf(unmet)).toContain('`expect` does not hold');
    });
  });

  test('is waited for while its parts may pass, and no longer', async () => {
    const waiting = { idempotent: 'true', 'wait-timeout-minutes': '1', 'poll-seconds': '0.1' };
    let count = 0;
    const inputs = {
      path: '/data/%24batch',
      'content-type': 'multipart/mixed; boundary=b',
      payload: multipart('b', two),
      ...waiting,
    };
    const busy = await rest((response, sent) => {
      count += 1;
      const parts = count < 3 ? [ok, refused(503, 'Busy')] : [ok, ok];
      body(multipart('b', parts), 'multipart/mixed; boundary=b')(response, sent);
    }, inputs);
    expect(errorOf(busy)).toBe('');
    expect(busy.requests).toHaveLength(3);
    const wrong = await rest(body(multipart('b', [ok, refused(400, 'No')]), 'multipart/mixed; boundary=b'), inputs);
    expect(errorOf(wrong)).toContain('Part 2 returned 400');
  });

  test('a multipart response of any other path is data', async () => {
    const run = await rest(body(multipart('b', [refused(400, 'x')]), 'multipart/mixed; boundary=b'));
    expect(errorOf(run)).toBe('');
  });
});

describe('a part of a page in the place of data is a sign-in page', () => {
  test.each([
    ['<form action="/login" method="post">', 'text/plain'],
    ['<script>location="/login"</script>', 'application/json'],
    ['\n <!-- proxy --><meta http-equiv="refresh" content="0">', 'application/octet-stream'],
    ['<h1>Access denied</h1>', ''],
    ['<title>Sign in</title>', 'text/plain'],
  ])('%s as %j', async (text, type) => {
    const run = await rest((response) => {
      response.writeHead(200, type ? { 'content-type': type } : {}).end(text);
    });
    expect(run.exitCode).toBe(1);
    expect(errorOf(run)).toContain('returned an HTML page (200) instead of data: a sign-in page');
  });

  test.each([
    ['<form><field/></form>', 'application/xml'],
    ['<?xml version="1.0"?><form/>', 'application/octet-stream'],
    ['<formula/>', 'text/plain'],
  ])('%s as %s is data', async (text, type) => {
    const run = await rest(body(text, type));
    expect(errorOf(run)).toBe('');
    expect(run.outputs['response']).toBe(text);
  });
});
