import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { messagesOf, type Run, runAction, type RunOptions, useFolder, useServer } from '../harness.ts';

/** Answers the request of a number, from 1. */
type Responder = (response: ServerResponse, count: number, request: IncomingMessage) => void;

const token = 'opaque-token-of-a-faulty-server';
const workspace = useFolder();
let responder: Responder;
let count = 0;
const server = useServer((request, response) => {
  count += 1;
  responder(response, count, request);
});

function rest(respond: Responder, inputs: Record<string, string>, options: Partial<RunOptions> = {}): Promise<Run> {
  responder = respond;
  count = 0;
  const given = { operation: 'rest', 'environment-url': server.url, token, path: '/data/X', ...inputs };
  return runAction(server, { workspace, inputs: given, ...options });
}

const json = (body: unknown, status = 200): Responder => {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return (response) => response.writeHead(status, { 'content-type': 'application/json' }).end(text);
};
const shownBy = ({ stdout, summary, outputs }: Run) =>
  [...stdout.split('\n').filter((line) => !line.startsWith('::add-mask::')), summary, outputs['error']].join('\n');
const errorOf = ({ outputs }: Run) => outputs['error'] ?? '';

describe('mask-response', () => {
  const masked = { 'mask-response': 'true' };

  test('shows nothing of a response that expect refuses, however long, short or numeric its values are', async () => {
    const run = await rest(json({ ok: false, pin: 4711, code: 'k3y', secret: `SECRETVALUE${'x'.repeat(800)}` }), {
      ...masked,
      expect: 'ok',
    });
    expect(run.exitCode).toBe(1);
    expect(errorOf(run)).toContain('`expect` does not hold: ok');
    for (const value of ['SECRETVALUE', '4711', 'k3y']) expect(shownBy(run)).not.toContain(value);
  });

  test.each<[string, Responder]>([
    ['an error', json({ error: { message: 'pin 4711 of SECRETVALUE' } }, 500)],
    ['text', (response) => response.writeHead(400).end(`pin 4711 ${'SECRETVALUE '.repeat(300)}`)],
  ])('shows nothing of %s', async (_what, respond) => {
    const run = await rest(respond, { ...masked, method: 'POST', payload: '{}' });
    expect(run.exitCode).toBe(1);
    expect(errorOf(run)).toContain('hidden by `mask-response`');
    for (const value of ['SECRETVALUE', '4711']) expect(shownBy(run)).not.toContain(value);
  });

  test('masks the rows of all pages', async () => {
    const rows = (from: number) =>
      Array.from({ length: 300 }, (_, index) => ({ Key: `secret-key-${from + index}`, Text: 'x'.repeat(400) }));
    const run = await rest(
      (response, nth) => {
        json(nth === 1 ? { value: rows(1), '@odata.nextLink': `${server.url}/data/X?page=2` } : { value: rows(301) })(
          response,
          nth,
          response.req,
        );
      },
      { ...masked, 'all-pages': 'true' },
    );
    expect(run.exitCode).toBe(0);
    expect(run.masks).toEqual(expect.arrayContaining(['secret-key-1', 'secret-key-600']));
  });

  test('shows nothing of a later page that fails', async () => {
    const run = await rest(
      (response, nth) => {
        if (nth === 1)
          json({ value: [1], '@odata.nextLink': `${server.url}/data/X?page=2` })(response, nth, response.req);
        else json({ Message: 'SECRETVALUE 4711' }, 500)(response, nth, response.req);
      },
      { ...masked, 'all-pages': 'true' },
    );
    expect(run.exitCode).toBe(1);
    expect(run.outputs).toMatchObject({ 'status-code': '500' });
    for (const value of ['SECRETVALUE', '4711']) expect(shownBy(run)).not.toContain(value);
  });

  test('warns where the response is no text', async () => {
    const run = await rest(
      (response) => response.writeHead(200, { 'content-type': 'application/zip' }).end(Buffer.from([0x50, 0x4b, 0xff])),
      masked,
    );
    expect(run.exitCode).toBe(0);
    expect(messagesOf(run, 'warning')).toEqual([expect.stringContaining('none of it is masked')]);
  });

  test('masks few lines of a long text, and warns', async () => {
    const lines = Array.from({ length: 20_000 }, (_, index) => `row-number-${index};${index * 7919};value`).join(
      '\r\n',
    );
    const run = await rest((response) => response.writeHead(200, { 'content-type': 'text/csv' }).end(lines), masked);
    expect(run.exitCode).toBe(0);
    expect(run.masks.length).toBeLessThan(20);
    expect(run.masks.join('\n').split('\n').length).toBeLessThan(2_000);
    expect(messagesOf(run, 'warning')).toEqual([expect.stringContaining('more than 1000 values')]);
  });

  test.each(['0', 'true', ' 12\n'])('does not star every %j of the log, and warns', async (body) => {
    const run = await rest(json(body), { ...masked, extract: '@' });
    expect(run.exitCode).toBe(0);
    expect(run.masks.filter((mask) => mask.length < 8)).toEqual([]);
    expect(messagesOf(run, 'warning')).toEqual([
      expect.stringContaining('the response is so short'),
      expect.stringContaining('`result` is so short'),
    ]);
  });

  test('masks a value with half a character', async () => {
    const run = await rest(json('{"a":"half-\\ud83d-a-character"}'), masked);
    expect(run.exitCode).toBe(0);
  });
});

test('a secret in a response that expect refuses is masked, also where it stands at the cut', async () => {
  const secret = `Top Secret ${'s'.repeat(400)}`;
  const run = await rest(
    json({ padding: 'p'.repeat(300), secret }),
    { headers: `X-Api-Key: ${secret}`, expect: 'ok' },
    { secrets: ['Top Secret s'], mayShow: ['response'] },
  );
  expect(run.exitCode).toBe(1);
  expect(errorOf(run)).toContain('***');
});

describe('a wait', () => {
  const waiting = { 'wait-timeout-minutes': '0.05', 'poll-seconds': '0.5' };

  test('hands out the response that it reports, and not half of the next', async () => {
    const run = await rest(
      (response, nth) => {
        if (nth === 1) response.writeHead(503, { 'content-type': 'text/plain' }).end('The first response.');
        else response.writeHead(200, { 'content-length': 1e6 }).write('x'.repeat(120_000));
      },
      { ...waiting, 'response-file': 'wait/response.txt' },
    );
    expect(run.exitCode).toBe(1);
    expect(run.outputs).toMatchObject({ 'status-code': '503', response: 'The first response.' });
    expect(readFileSync(run.outputs['response-file'] ?? '', 'utf8')).toBe('The first response.');
    expect(readdirSync(join(workspace, 'wait'))).toEqual(['response.txt']);
  });

  test('ends at its deadline while the token endpoint hangs', async () => {
    const startedMs = performance.now();
    const signIn = {
      token: '',
      'authority-host': server.url,
      'tenant-id': 'contoso.example',
      'client-id': '5c3e1f0a-8c1f-4d2e-9b7a-000000000000',
    };
    const run = await rest(() => undefined, {
      ...waiting,
      ...signIn,
      'client-secret': 'a-client-secret',
      'request-timeout-seconds': '12',
    });
    expect(run.exitCode).toBe(1);
    expect(errorOf(run)).toMatch(
      /within 3 s \(`wait-timeout-minutes`\).*Signing in at 127\.0\.0\.1:\d+ failed: .* did not send a complete response within/,
    );
    expect(performance.now() - startedMs).toBeLessThan(9_000);
  });

  test.each([
    ['poll-seconds', { 'poll-seconds': '3000000' }, {}],
    ['a Retry-After', {}, { 'retry-after': '9999999' }],
  ])(
    'polls once more before its end, and no oftener, with %s beyond what a timer holds',
    async (_what, inputs, headers) => {
      const longer = { 'wait-timeout-minutes': '0.1' };
      const run = await rest((response) => response.writeHead(429, headers).end(), {
        ...waiting,
        ...longer,
        ...inputs,
      });
      expect(run.exitCode).toBe(1);
      expect(run.requests).toHaveLength(2);
    },
  );

  test('of a month does not end at once', async () => {
    const run = await rest((response, nth) => response.writeHead(nth < 3 ? 503 : 204).end(), {
      ...waiting,
      'wait-timeout-minutes': '40000',
    });
    expect(run.exitCode).toBe(0);
    expect(run.requests).toHaveLength(3);
  });

  test('says once a minute that it goes on', async () => {
    const run = await rest(
      (response) => response.writeHead(503).end(),
      { 'wait-timeout-minutes': '5', 'poll-seconds': '280' },
      { clockSpeed: 60 },
    );
    // At once, after 280 s, and a few times more before the end.
    expect(run.requests.length).toBeLessThanOrEqual(8);
    expect(run.log.filter((line) => line.includes('Still waiting')).length).toBeGreaterThanOrEqual(4);
  });

  test('that ends without an accepted response reports the status that it saw', async () => {
    const run = await rest(
      (response, nth) =>
        nth === 1 ? response.writeHead(302, { location: '/login', 'ms-dyn-aid': 'aid-7' }).end() : undefined,
      waiting,
    );
    expect(run.exitCode).toBe(1);
    expect(run.outputs).toMatchObject({ 'status-code': '302', 'activity-id': 'aid-7' });
  });
});

describe('status and activity id are told of', () => {
  const aid = { 'ms-dyn-aid': 'aid-7' };
  test.each<[string, string, Responder]>([
    ['a redirect', '302', (response) => response.writeHead(302, { location: '/login', ...aid }).end()],
    [
      'a sign-in page',
      '200',
      (response) => response.writeHead(200, { 'content-type': 'text/html', ...aid }).end('<html></html>'),
    ],
    ['a page that names no type', '200', (response) => response.writeHead(200, aid).end('<html></html>')],
  ])('%s', async (_what, status, respond) => {
    const run = await rest(respond, {});
    expect(run.exitCode).toBe(1);
    expect(run.outputs).toMatchObject({ 'status-code': status, 'activity-id': 'aid-7' });
  });
});

test('a Retry-After that is too long is said', async () => {
  const run = await rest((response) => response.writeHead(429, { 'retry-after': '700' }).end(), {});
  expect(errorOf(run)).toContain('a pause of 700 s (Retry-After)');
});

describe('response-file', () => {
  test('that is a folder is a bad input, and nothing is sent', async () => {
    mkdirSync(join(workspace, 'folder'));
    const run = await rest(json({}), { method: 'POST', payload: '{}', 'response-file': 'folder' });
    expect(errorOf(run)).toMatch(/`response-file` is "folder", which is a folder/);
    expect(run.requests).toEqual([]);
  });

  test('that cannot be made fails before anything is sent', async () => {
    writeFileSync(join(workspace, 'in-the-way'), '');
    const unwritable = existsSync('/proc/self') ? ['/proc/response'] : [];
    for (const path of ['in-the-way/response', ...unwritable]) {
      const run = await rest(json({}), { method: 'POST', payload: '{}', 'response-file': path });
      expect(errorOf(run)).toMatch(/nothing was sent/);
      expect(run.requests).toEqual([]);
    }
  });

  test('that became a folder meanwhile fails, and it is said that the call was made', async () => {
    const run = await rest(
      (response, nth, request) => {
        mkdirSync(join(workspace, 'late'));
        json({})(response, nth, request);
      },
      { method: 'POST', payload: '{}', 'response-file': 'late' },
    );
    expect(run.exitCode).toBe(1);
    expect(errorOf(run)).toMatch(
      /POST \/data\/X was carried out and returned 200, but `response-file` cannot be written/,
    );
    expect(run.outputs).toMatchObject({ 'status-code': '200' });
    expect(readdirSync(workspace).filter((name) => name.endsWith('.part'))).toEqual([]);
  });
});

describe('a payload-file', () => {
  const file = join(workspace, 'upload.bin');
  const bytes = 64 * 1024 * 1024;
  const upload = (respond: Responder) => {
    writeFileSync(file, '');
    truncateSync(file, bytes);
    return rest(respond, {
      method: 'PUT',
      'payload-file': 'upload.bin',
      'content-type': 'application/zip',
      'request-timeout-seconds': '20',
    });
  };

  // Nobody can read it from its beginning, not even root, whom the rights of a file do not stop.
  const unreadable = '/proc/self/mem';
  (existsSync(unreadable) ? test : test.skip)('that cannot be read is a bad input', async () => {
    const run = await rest(json({}), { 'payload-file': unreadable });
    expect(errorOf(run)).toMatch(/`payload-file` is "\/proc\/self\/mem", which cannot be read/);
  });

  test('with a string of 20 MB before its mistake is a bad input', async () => {
    writeFileSync(join(workspace, 'long.json'), `{"a":"${'x'.repeat(20e6)}"\n,}`);
    const run = await rest(json({}), { 'payload-file': 'long.json' });
    expect(errorOf(run)).toContain('`payload-file` is not valid JSON (line 2, column 2)');
  });

  test('on whose way the connection breaks may have been refused', async () => {
    const run = await upload((response) => response.destroy());
    expect(run.exitCode).toBe(1);
    expect(errorOf(run)).toMatch(
      /broke \(\w+\)\. The server may have carried it out, .* A server that refuses an upload, /,
    );
  });

  describe('that changes after it was checked', () => {
    /** Changes it when its first bytes are here, and notes how many come. */
    const meanwhile = (change: () => void): { respond: Responder; arrived: { bytes: number } } => {
      const arrived = { bytes: 0 };
      const respond: Responder = (response, _count, request) => {
        request.once('data', change).on('data', (chunk: Buffer) => (arrived.bytes += chunk.length));
        request.once('end', () => {
          json({})(response, 0, request);
        });
      };
      return { respond, arrived };
    };

    test.each([
      [
        'is shorter',
        () => {
          truncateSync(file, 32 * 1024 * 1024);
        },
        /it is shorter than when it was checked/,
      ],
      [
        'is longer',
        () => {
          appendFileSync(file, 'x');
        },
        /it is longer than when it was checked/,
      ],
    ])('fails at once, its request cut, where it %s', async (_what, change, reason) => {
      const { respond, arrived } = meanwhile(change);
      const run = await upload(respond);
      expect(run.exitCode).toBe(1);
      expect(errorOf(run)).toMatch(/^`payload-file` is "upload.bin", which could not be sent whole: /);
      expect(errorOf(run)).toMatch(reason);
      expect(errorOf(run)).toContain(
        'The request was cut off before its end, so the server should not have carried it out',
      );
      expect(run.requests).toHaveLength(1);
      expect(run.outputs['status-code']).toBeUndefined();
      expect(arrived.bytes).toBeLessThan(bytes);
    });

    test('fails where it is gone when the request is repeated', async () => {
      const run = await upload((response, _count, request) => {
        // Node loses a response that closes its connection before the request was read.
        request.resume().once('end', () => {
          rmSync(file, { force: true });
          response.writeHead(429, { 'retry-after': '0' }).end();
        });
      });
      expect(run.exitCode).toBe(1);
      expect(errorOf(run)).toMatch(/^`payload-file` is "upload.bin", which could not be sent whole: ENOENT/);
    });
  });
});

test('expect and extract say of a response that is nested too deeply that it is', async () => {
  const run = await rest(json('['.repeat(100_000) + ']'.repeat(100_000)), { extract: '@', 'mask-response': 'true' });
  expect(run.exitCode).toBe(1);
  expect(errorOf(run)).toMatch(/nested too deeply/);
});

test('a 404 elsewhere sends no further request there', async () => {
  const run = await rest((response) => response.writeHead(404).end(), {
    auth: 'none',
    token: '',
    'environment-url': '',
    path: `${server.url}/data/Things`,
  });
  expect(run.outputs['status-code']).toBe('404');
  expect(errorOf(run)).toMatch(/with an empty body. Check the URL.$/);
  expect(run.requests).toHaveLength(1);
});

test('an error of 1 MB is told by its message, and by no more of it than a glance takes', async () => {
  const message = '\u001b[31mBoom\u001b[0m\n::set-output name=x::y\n'.repeat(20_000);
  const run = await rest(json({ error: { code: '', message } }, 500), {});
  expect(errorOf(run)).toContain('returned 500: Boom ⏎ : :set-output name=x: :y ⏎ Boom');
  expect(errorOf(run)).toContain('The error occurred inside F&O');
  expect(run.outputs).toMatchObject({ response: '', 'status-code': '500' });
  expect(run.summary.length).toBeLessThan(5_000);
});

describe('a body that is said to be gzip', () => {
  test.each<[string, Responder]>([
    ['by its end', (response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end()],
    [
      'by its length',
      (response) => response.writeHead(200, { 'content-encoding': 'gzip', 'content-length': '0' }).end(),
    ],
  ])('and is empty %s is empty', async (_what, respond) => {
    const run = await rest(respond, {});
    expect(errorOf(run)).toBe('');
    expect(run.outputs).toMatchObject({ 'status-code': '200', response: '' });
  });

  test('and is cut off before its first byte fails', async () => {
    const run = await rest(
      (response) => {
        response.writeHead(200, { 'content-encoding': 'gzip', 'content-length': gzipSync('x').length });
        response.flushHeaders();
        setTimeout(() => response.destroy(), 50);
      },
      { 'max-retries': '0' },
    );
    expect(errorOf(run)).toContain('cut off after 0 bytes');
  });
});
