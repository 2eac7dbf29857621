import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Run, runAction } from '../harness.ts';
import { type RawServer, startRawServer } from '../harness/raw-server.ts';

const workspace = mkdtempSync(join(tmpdir(), 'transport-whole-'));
let server: RawServer;

beforeAll(async () => {
  server = await startRawServer();
});
afterAll(() => {
  server.close();
  rmSync(workspace, { recursive: true, force: true });
});

type End = 'end' | 'end-of-tcp' | 'reset' | 'keep';

/** Writes the bytes of a response to every request, and ends the connection so. */
async function rest(bytes: (string | Buffer)[], end: End, inputs: Record<string, string> = {}): Promise<Run> {
  server.reset({
    onRequest(socket, _count, _request, { tcp }) {
      socket.write(Buffer.concat(bytes.map((part) => Buffer.from(part))), () => {
        // What was written must have left before a reset drops it.
        if (end === 'reset') setTimeout(() => tcp.resetAndDestroy(), 100);
        if (end === 'end') socket.end();
        if (end === 'end-of-tcp') tcp.end();
      });
    },
  });
  const common = { operation: 'rest', 'environment-url': server.url, path: '/data/X', token: 'a-raw-opaque-token' };
  return runAction(server, { workspace, inputs: { ...common, 'max-retries': '1', ...inputs }, clockSpeed: 10 });
}

const JSON_TYPE = 'Content-Type: application/json\r\n';
const head = (lines: string, status = '200 OK') => `HTTP/1.1 ${status}\r\n${JSON_TYPE}${lines}\r\n`;
const BODY = '{"value":[{"a":1},{"a":2}]}';
const length = (body: string | Buffer) => `Content-Length: ${Buffer.byteLength(body)}\r\n`;
const chunk = (text: string) => `${text.length.toString(16)}\r\n${text}\r\n`;
const CHUNKED = 'Transfer-Encoding: chunked\r\n';
const HALF = BODY.slice(0, 12);
const POST = { method: 'POST', payload: '{}' };
const errorOf = ({ outputs }: Run) => outputs['error'] ?? '';
const gzip = gzipSync(BODY);

describe('a response that is cut', () => {
  test.each<[string, (string | Buffer)[], End]>([
    ['before its length, by an end of TLS', [head(length(BODY)), HALF], 'end'],
    ['before its length, by an end without close_notify', [head(length(BODY)), HALF], 'end-of-tcp'],
    ['before its length, by a reset', [head(length(BODY)), HALF], 'reset'],
    ['before its last chunk', [head(CHUNKED), chunk(HALF)], 'end'],
    ['in the midst of a chunk', [head(CHUNKED), '1b\r\n', HALF], 'end'],
    ['with neither length nor chunks, by a reset', [head(''), BODY], 'reset'],
    ['in HTTP/1.0, by a reset', [`HTTP/1.0 200 OK\r\n${JSON_TYPE}\r\n`, BODY], 'reset'],
    [
      'before the trailer of its gzip',
      [head(`Content-Encoding: gzip\r\n${length(gzip.subarray(8))}`), gzip.subarray(0, -8)],
      'keep',
    ],
    [
      'before the trailer of its gzip, with neither length nor chunks',
      [head('Content-Encoding: gzip\r\n'), gzip.subarray(0, -8)],
      'end',
    ],
    ['behind its gzip, before its length', [head(`Content-Encoding: gzip\r\nContent-Length: 900\r\n`), gzip], 'end'],
  ])('%s: a read is retried, a write is not, and neither is green', async (_how, bytes, end) => {
    const read = await rest(bytes, end);
    expect(read.exitCode).toBe(1);
    expect(errorOf(read)).toMatch(
      /the response from 127\.0\.0\.1:\d+ was cut off after \d+ bytes\. It was retried once\./,
    );
    expect(read.requests).toHaveLength(2);
    const write = await rest(bytes, end, POST);
    expect(write.exitCode).toBe(1);
    expect(errorOf(write)).toMatch(/cut off after \d+ bytes\. The server may have carried it out/);
    expect(write.requests).toHaveLength(1);
  });
});

describe('a gzip that is damaged', () => {
  const wrongSum = Buffer.from(gzip);
  wrongSum[wrongSum.length - 8] = (wrongSum.at(-8) ?? 0) ^ 1;

  test.each<[string, string | Buffer]>([
    ['by its checksum', wrongSum],
    ['which is none', BODY],
    ['by what stands behind it', Buffer.concat([gzip, Buffer.from('{"value":[]}')])],
  ])('%s: a read is retried, a write is not, and neither is green', async (_how, bytes) => {
    const sent = [head(`Content-Encoding: gzip\r\n${length(bytes)}`), bytes];
    const read = await rest(sent, 'keep');
    expect(read.exitCode).toBe(1);
    expect(errorOf(read)).toMatch(/is damaged \(its gzip cannot be read\)\. It was retried once\./);
    const write = await rest(sent, 'keep', POST);
    expect(errorOf(write)).toMatch(/cannot be read\)\. The server may have carried it out/);
    expect(write.requests).toHaveLength(1);
  });
});

describe('a response that is whole', () => {
  test.each<[string, (string | Buffer)[], End]>([
    ['by its length, on a connection that is reset behind it', [head(length(BODY)), BODY], 'reset'],
    ['by its chunks', [head(CHUNKED), chunk(HALF), chunk(BODY.slice(12)), '0\r\n\r\n'], 'keep'],
    ['by its chunks, with a trailer', [head(CHUNKED), chunk(BODY), '0\r\nX-Sum: 1\r\n\r\n'], 'keep'],
    ['by its gzip', [head(`Content-Encoding: gzip\r\n${length(gzip)}`), gzip], 'keep'],
    ['by its gzip in capitals', [head(`Content-Encoding: GZIP\r\n${length(gzip)}`), gzip], 'keep'],
    [
      'by its gzip of two parts',
      [
        head(`Content-Encoding: gzip\r\n${CHUNKED}`),
        chunked(gzipSync(HALF)),
        chunked(gzipSync(BODY.slice(12))),
        '0\r\n\r\n',
      ],
      'keep',
    ],
    [
      'by its gzip, though both stand behind 1,500 other headers',
      [head(`${'x: 1\r\n'.repeat(1_500)}Content-Encoding: gzip\r\n${length(gzip)}`), gzip],
      'keep',
    ],
    ['by its gzip alone', [head('Content-Encoding: gzip\r\n'), gzip], 'end'],
    ['by the orderly end of JSON that is complete', [head(''), BODY], 'end'],
    ['in an encoding that is none', [head(`Content-Encoding: identity\r\n${length(BODY)}`), BODY], 'keep'],
    [
      'behind informational responses',
      ['HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\n\r\n', head(length(BODY)), BODY],
      'keep',
    ],
  ])('%s is taken', async (_how, bytes, end) => {
    const run = await rest(bytes, end, POST);
    expect(errorOf(run)).toBe('');
    expect(run.outputs['response']).toBe(BODY);
    expect(run.requests).toHaveLength(1);
  });

  test.each([
    ['204 with a length', head('Content-Length: 27\r\n', '204 No Content'), {}],
    ['204 with bytes behind it', head('', '204 No Content') + BODY, {}],
    ['HEAD with the length of what GET would give', head('Content-Length: 27\r\n'), { method: 'HEAD' }],
    ['HEAD in an encoding', head('Content-Encoding: br\r\nContent-Length: 27\r\n'), { method: 'HEAD' }],
  ])('%s has no body', async (_what, bytes, inputs) => {
    const run = await rest([bytes], 'keep', inputs);
    expect(errorOf(run)).toBe('');
    expect(run.outputs['response']).toBe('');
  });
});

function chunked(bytes: Buffer): Buffer {
  return Buffer.concat([Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, Buffer.from('\r\n')]);
}

describe('what nobody asked for', () => {
  const encoded = (name: string, bytes: Buffer): [string, (string | Buffer)[], string] => [
    `the encoding ${name}`,
    [head(`Content-Encoding: ${name}\r\n${length(bytes)}`), bytes],
    `returned 200 with the content encoding ${name}, which was not requested`,
  ];
  const NOT_HTTP = 'did not send a valid HTTP response';
  test.each<[string, (string | Buffer)[], string]>([
    encoded('br', brotliCompressSync(BODY)),
    encoded('deflate', deflateSync(BODY)),
    encoded('zstd', zstdCompressSync(BODY)),
    encoded('gzip, gzip', gzipSync(gzip)),
    encoded('gzip, br', brotliCompressSync(gzip)),
    [
      'a transfer coding',
      [head(`Transfer-Encoding: gzip, chunked\r\n`), chunked(gzip), '0\r\n\r\n'],
      'with the transfer encoding gzip, chunked',
    ],
    [
      'a part',
      [head(`Content-Range: bytes 0-11/27\r\n${length(HALF)}`, '206 Partial Content'), HALF],
      'returned 206 (partial content), which was not requested',
    ],
    ['more bytes than its length', [head(length(HALF)), BODY], NOT_HTTP],
    ['a length and chunks', [head(`${length(BODY)}${CHUNKED}`), chunk(BODY), '0\r\n\r\n'], NOT_HTTP],
    ['two lengths', [head('Content-Length: 27\r\nContent-Length: 12\r\n'), BODY], NOT_HTTP],
    ['a length that is no number', [head('Content-Length: many\r\n'), BODY], NOT_HTTP],
    ['a head of 20 kB', [head(`X: ${'x'.repeat(20_000)}\r\n${length(BODY)}`), BODY], NOT_HTTP],
    ['no HTTP', ['SSH-2.0-OpenSSH_9.6\r\n'], NOT_HTTP],
    [
      'another protocol',
      [head('Upgrade: websocket\r\nConnection: Upgrade\r\n', '101 Switching Protocols')],
      'returned 101, which was not requested',
    ],
  ])('%s fails at once, and a write may have been carried out', async (_what, bytes, message) => {
    const run = await rest(bytes, 'keep', POST);
    expect(run.exitCode).toBe(1);
    expect(errorOf(run)).toContain(message);
    expect(errorOf(run)).toContain('The server may have carried it out');
    expect(run.requests).toHaveLength(1);
    const read = await rest(bytes, 'keep');
    expect(errorOf(read)).toContain(message);
    expect(read.requests).toHaveLength(1);
  });

  test('a part that was asked for is one', async () => {
    const lines = `HTTP/1.1 206 Partial Content\r\nContent-Type: text/plain\r\nContent-Range: bytes 0-11/27\r\n`;
    const part = [`${lines}${length(HALF)}\r\n`, HALF];
    const run = await rest(part, 'keep', { headers: 'Range: bytes=0-11' });
    expect(errorOf(run)).toBe('');
    expect(run.outputs['response']).toBe(HALF);
  });

  test('an encoding that was asked for is kept', async () => {
    const bytes = brotliCompressSync(BODY);
    const file = join(workspace, 'asked.br');
    const response = [head(`Content-Encoding: br\r\n${length(bytes)}`), bytes];
    await rest(response, 'keep', { headers: 'Accept-Encoding: br', 'response-file': file });
    expect(readFileSync(file)).toEqual(bytes);
  });
});

describe('a download from elsewhere', () => {
  const elsewhere = { 'environment-url': '', token: '', auth: 'none' };
  test.each<[string, Buffer]>([
    ['gzip', gzip],
    ['br', brotliCompressSync(BODY)],
    ['deflate', deflateSync(BODY)],
  ])('keeps the %s in which it is stored', async (encoding, bytes) => {
    const file = join(workspace, 'stored');
    const response = [
      'HTTP/1.1 200 OK\r\nContent-Type: application/zip\r\n',
      `Content-Encoding: ${encoding}\r\n${length(bytes)}\r\n`,
      bytes,
    ];
    const run = await rest(response, 'keep', { ...elsewhere, path: `${server.url}/blob`, 'response-file': file });
    expect(errorOf(run)).toBe('');
    expect(readFileSync(file)).toEqual(bytes);
    expect(run.requests[0]?.headers['accept-encoding']).toBe('identity');
  });

  test('is no part of a file that was asked for whole', async () => {
    const response = ['HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 0-4/9\r\nContent-Length: 5\r\n\r\nhello'];
    const file = join(workspace, 'part');
    const run = await rest(response, 'keep', { ...elsewhere, path: `${server.url}/blob`, 'response-file': file });
    expect(errorOf(run)).toContain('returned 206');
    expect(existsSync(file)).toBe(false);
  });
});

(process.platform === 'win32' ? test.skip : test)(
  'the file of a response is readable for its owner alone',
  async () => {
    const run = await rest([head(length(BODY)), BODY], 'keep');
    expect(statSync(run.outputs['response-file'] ?? '').mode & 0o777).toBe(0o600);
    const pages = await rest([head(length(BODY)), BODY], 'keep', { 'all-pages': 'true' });
    expect(statSync(pages.outputs['response-file'] ?? '').mode & 0o777).toBe(0o600);
  },
);
