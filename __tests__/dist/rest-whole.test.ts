import { setTimeout as delay } from 'node:timers/promises';
import type { ServerResponse } from 'node:http';
import { describe, expect, test } from '@jest/globals';
import { messagesOf, type Run, runAction, type RunOptions, useFolder, useServer } from '../harness.ts';

type Respond = (response: ServerResponse, count: number) => void;

const token = 'opaque-token-of-a-server-whose-json-ends-early';
const workspace = useFolder();
let respond: Respond;
let count = 0;
const server = useServer((_request, response) => {
  count += 1;
  respond(response, count);
});

function run(by: Respond, inputs: Record<string, string>, options: Partial<RunOptions> = {}): Promise<Run> {
  respond = by;
  count = 0;
  const given = { operation: 'rest', 'environment-url': server.url, token, ...inputs };
  return runAction(server, { workspace, inputs: given, ...options });
}
const rest = (by: Respond, inputs: Record<string, string> = {}, options: Partial<RunOptions> = {}) =>
  run(by, { path: '/data/X', ...inputs }, options);

const json =
  (body: string, headers: Record<string, string> = {}, status = 200): Respond =>
  (response) =>
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body);
const errorOf = ({ outputs }: Run) => outputs['error'] ?? '';

describe('JSON that ends unfinished', () => {
  test.each(['{"a":1', '[1,2', '{"a":"b', '[tru', '{"value":[{"a":1},'])('fails: %s', async (body) => {
    const result = await rest(json(body));
    expect(result.exitCode).toBe(1);
    expect(errorOf(result)).toMatch(/returned 200, but its JSON ends unfinished after \d+ bytes\.$/);
    expect(result.requests).toHaveLength(1);
  });

  test('of a write fails, and the error says that it was carried out', async () => {
    const result = await rest(json('{"a":1'), { method: 'POST', payload: '{}' });
    expect(result.exitCode).toBe(1);
    expect(errorOf(result)).toMatch(/ends unfinished .* The call itself was carried out: check what it did/);
    expect(result.requests).toHaveLength(1);
  });

  test('is polled again by a wait', async () => {
    const result = await rest(
      (response, nth) => {
        json(nth === 1 ? '{"a":' : '{"a":1}')(response, nth);
      },
      {
        'wait-timeout-minutes': '1',
        'poll-seconds': '0.1',
      },
    );
    expect(errorOf(result)).toBe('');
    expect(result.requests).toHaveLength(2);
    expect(result.outputs['response']).toBe('{"a":1}');
  });

  test('is a warning with `auth: none`', async () => {
    const result = await rest(json('{"a":1'), { token: '', auth: 'none', path: `${server.url}/x` });
    expect(result.exitCode).toBe(0);
    expect(messagesOf(result, 'warning')).toEqual([expect.stringContaining('ends unfinished')]);
  });

  test('fails in dmf-init, which says that the refresh was sent', async () => {
    const result = await run(json('{"value":'), { operation: 'dmf-init' });
    expect(result.exitCode).toBe(1);
    expect(errorOf(result)).toMatch(/ends unfinished.*sent/s);
    expect(result.outputs['outcome']).toBe('failed');
  });

  test('fails in the verification of a token', async () => {
    const result = await run(json('{"UserId":"a"'), { operation: 'token', verify: 'true', 'max-retries': '0' });
    expect(result.exitCode).toBe(1);
    expect(errorOf(result)).toContain('not JSON');
  });
});

describe('other text under a JSON type', () => {
  test.each(['x', '{"a":1}}', '{"a":1}{"b":2}', "{'a':1}"])('warns in a plain call: %s', async (body) => {
    const result = await rest(json(body));
    expect(result.exitCode).toBe(0);
    expect(result.outputs['response']).toBe(body);
    expect(messagesOf(result, 'warning')).toEqual([expect.stringContaining('not valid JSON')]);
  });

  test('fails where it is read', async () => {
    const result = await rest(json('{"a":1}}'), { method: 'POST', payload: '{}', extract: 'a' });
    expect(result.exitCode).toBe(1);
    expect(errorOf(result)).toMatch(/not JSON.*The call itself was carried out/s);
  });

  test.each([
    ['a byte-order mark', '\ufeff{"a":1}', {}],
    ['nothing', '', {}],
    ['bare NaN and Infinity', '{"a":NaN,"b":-Infinity}', { extract: 'b', expect: 'a == `null`' }],
    ['UTF-16', Buffer.from('\ufeff{"a":"Ä"}', 'utf16le').toString('latin1'), { extract: 'a' }],
  ])('is none of it: %s', async (_what, body, inputs) => {
    const result = await rest(
      (response) =>
        response
          .writeHead(200, { 'content-type': 'application/json' })
          .end(body, body.includes('\0') ? 'latin1' : 'utf8'),
      inputs,
    );
    expect(errorOf(result)).toBe('');
    expect(messagesOf(result, 'warning')).toEqual([]);
  });

  test('a HEAD has none', async () => {
    const result = await rest(json('', { 'content-length': '7' }), { method: 'HEAD' });
    expect(errorOf(result)).toBe('');
    expect(messagesOf(result, 'warning')).toEqual([]);
  });
});

describe('an error that F&O reports under 200', () => {
  test.each([
    ['OData', '{"error":{"code":"","message":"The period is on hold."}}'],
    ['a service', '{"Message":"The period is on hold.","ExceptionType":"XppException"}'],
  ])('of %s fails in dmf-init and in the verification of a token', async (_what, body) => {
    const refresh = await run(json(body), { operation: 'dmf-init' });
    expect(refresh.exitCode).toBe(1);
    expect(errorOf(refresh)).toMatch(/returned 200, but reports an error: .*The period is on hold\./);
    expect(refresh.requests).toHaveLength(1);
    const verified = await run(json(body), { operation: 'token', verify: 'true' });
    expect(verified.exitCode).toBe(1);
    expect(errorOf(verified)).toMatch(/returned 200, but reports an error: .*The period is on hold\./);
  });
});

/** Small blocks of JSON, some of them in strings. */
const blocks = (megabytes: number) => `[${'{"a":"{\\"b\\":[1]}"},[[]],'.repeat((megabytes * 1e6) / 26)}0]`;

describe('what is held as a whole', () => {
  const slow = { timeLimitMs: 60_000 };

  test('is at most 64 MiB, and the error says what to do', async () => {
    const result = await rest(
      (response) => {
        response.writeHead(200, { 'content-type': 'application/json' });
        response.write('[');
        for (let megabytes = 0; megabytes < 65; megabytes += 1) response.write(`"${'x'.repeat(2 ** 20)}",`);
        response.end('0]');
      },
      { extract: 'length(@)' },
      slow,
    );
    expect(result.exitCode).toBe(1);
    expect(errorOf(result)).toMatch(/at most 64 MiB.*`all-pages`.*`response-file`/);
  });

  test('is at most 1,000 levels deep', async () => {
    const nested = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`;
    const result = await rest(json(nested(1_001)), { expect: '@' });
    expect(errorOf(result)).toMatch(/at most 1,000 levels.*`response-file`/);
    expect((await rest(json(nested(1_000)), { extract: 'length(@)' })).outputs['result']).toBe('1');
  });

  test('is read from 30 MB of small blocks', async () => {
    const result = await rest(json(blocks(30)), { extract: '[0].a.b[0]', expect: 'length(@) > `1000`' }, slow);
    expect(errorOf(result)).toBe('');
    expect(result.outputs['result']).toBe('1');
  });
});

describe('while 30 MB of small blocks are read', () => {
  let isSent = false;
  const body = blocks(30);
  const whole: Respond = (response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end(body, () => {
      void delay(700).then(() => (isSent = true));
    });
  };
  const unended: Respond = (response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).write(body, () => (isSent = true));
  };

  test.each([
    ['expect', whole, { expect: 'length(@) > `1000`' }],
    ['extract', whole, { extract: 'length([].a)' }],
    ['all-pages', unended, { 'all-pages': 'true' }],
    ['nothing but the body', unended, {}],
  ])('SIGTERM is obeyed: %s', async (_what, by, inputs) => {
    isSent = false;
    const signals = [{ signal: 'SIGTERM', when: () => isSent }] as const;
    const result = await rest(by, inputs, { signals: [...signals], timeLimitMs: 60_000 });
    expect(result.exitCode).toBe(1);
    expect(errorOf(result)).toContain('interrupted (SIGTERM)');
  });

  test('the limit of the request holds', async () => {
    const result = await rest(unended, { 'request-timeout-seconds': '2', extract: '@' });
    expect(result.exitCode).toBe(1);
    expect(errorOf(result)).toMatch(/did not (respond|end) within 2 s/);
  });

  test('the deadline of a wait holds', async () => {
    const result = await rest(whole, { 'wait-timeout-minutes': '0.02', 'poll-seconds': '9', expect: '@[0].b' });
    expect(result.exitCode).toBe(1);
    expect(errorOf(result)).toContain('`wait-timeout-minutes`');
    expect(errorOf(result)).not.toContain('does not hold');
  });
});

describe('300 kB of a hostile text end the step as any other text does', () => {
  const texts = ['<!---->', '<!--', '<', '<script>', '<a ', '\\\\"', '"', '{"a":', '«', "'A\u0001"];
  test.each(texts.map((piece) => [piece, piece.repeat(Math.ceil(3e5 / piece.length))]))('%j', async (_piece, text) => {
    const refused = await rest((response) => response.writeHead(400, { 'content-type': 'text/html' }).end(text));
    expect(errorOf(refused)).toContain('returned 400');
    const taken = await rest((response) => response.writeHead(200, { 'content-type': 'application/json' }).end(text), {
      method: 'POST',
      payload: '{}',
    });
    expect(taken.outputs['status-code']).toBe('200');
    expect([...refused.requests, ...taken.requests]).toHaveLength(2);
  });
});

describe('a request stays on the host of the environment', () => {
  test.each([
    ['blob:', (url: string) => `blob:${url}/data/X?page=2`],
    ['another scheme', (url: string) => url.replace('http:', 'ftp:')],
    ['two slashes', () => '//attacker.example/data/X'],
    ['a user name', (url: string) => url.replace('//', '//user@')],
  ])('whatever the next link is: %s', async (_what, link) => {
    const page = () => JSON.stringify({ value: [1], '@odata.nextLink': link(server.url) });
    const result = await rest(
      (response, nth) => {
        json(page())(response, nth);
      },
      { 'all-pages': 'true' },
    );
    expect(result.exitCode).toBe(1);
    expect(errorOf(result)).toContain('so it was not followed');
    expect(result.requests.map(({ url }) => url)).toEqual(['/data/X']);
  });

  test('whatever a path that is not found begins with', async () => {
    const path = '//attacker.example/data/Custmers';
    const result = await rest(
      (response, nth) => {
        const respondWith = nth === 1 ? json('{}', {}, 404) : json('{"value":[{"name":"Customers"}]}');
        respondWith(response, nth);
      },
      { path },
    );
    expect(errorOf(result)).toContain('did you mean "Customers"?');
    expect(result.requests.map(({ url }) => url)).toEqual([path, '//attacker.example/data']);
  });

  test('whatever mark `environment-url` ends with', async () => {
    const result = await run(json('{}'), { operation: 'dmf-init', 'environment-url': `${server.url}/?` });
    expect(result.requests.map(({ url }) => url)).toEqual([
      '/data/DataManagementDefinitionGroups/Microsoft.Dynamics.DataEntities.InitializeDataManagement',
    ]);
  });
});

test('HTML under a token is a sign-in page, unless `Accept` asks for it', async () => {
  const page: Respond = (response) =>
    response.writeHead(200, { 'content-type': 'text/plain' }).end(`${'<!-- x -->'.repeat(500)}<html>`);
  expect(errorOf(await rest(page))).toContain('a sign-in page');
  expect(errorOf(await rest(page, { headers: 'Accept: text/html;q=0, application/json' }))).toContain('a sign-in page');
  expect(errorOf(await rest(page, { headers: 'Accept: application/json, text/html' }))).toBe('');
});

test('more rows counted than returned are said', async () => {
  const page = '{"@odata.count":5,"value":[1,2]}';
  const result = await rest(json(page), { 'all-pages': 'true', path: '/data/X?$count=true' });
  expect(result.exitCode).toBe(0);
  expect(messagesOf(result, 'warning')).toEqual([expect.stringMatching(/counts 5 rows .* held 2/)]);
  const limited = await rest(json(page), { 'all-pages': 'true', path: '/data/X?$count=true&$top=2' });
  expect(messagesOf(limited, 'warning')).toEqual([]);
});
