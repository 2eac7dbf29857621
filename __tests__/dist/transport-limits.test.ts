import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TLSSocket } from 'node:tls';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type RecordedRequest, type Run, runAction, type RunOptions } from '../harness.ts';
import { type RawBehaviour, type RawServer, startRawServer } from '../harness/raw-server.ts';

const workspace = mkdtempSync(join(tmpdir(), 'transport-limits-'));
let server: RawServer;

beforeAll(async () => {
  server = await startRawServer();
  writeFileSync(join(workspace, 'upload.bin'), '');
  truncateSync(join(workspace, 'upload.bin'), 100_000_000);
});
afterAll(() => {
  server.close();
  rmSync(workspace, { recursive: true, force: true });
});

function run(behaviour: RawBehaviour, inputs: Record<string, string>, options: Partial<RunOptions> = {}): Promise<Run> {
  server.reset(behaviour);
  const common = { operation: 'rest', 'environment-url': server.url, path: '/data/X', token: 'a-raw-opaque-token' };
  return runAction(server, { workspace, inputs: { ...common, ...inputs }, ...options });
}
interface Seen {
  requests: readonly RecordedRequest[];
}
const errorOf = ({ outputs }: Run) => outputs['error'] ?? '';

/** Begins a response and goes on with a byte at a time, for ever. */
const drip = (head: string) => (socket: TLSSocket) => {
  socket.write(head);
  const timer = setInterval(() => socket.write(' '), 20);
  socket.once('close', () => {
    clearInterval(timer);
  });
};
const SLOW_HEAD = 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n';
const slow: [string, RawBehaviour, Record<string, string>][] = [
  ['a response that never begins', {}, {}],
  ['a head that drips', { onRequest: drip('HTTP/1.1 200 OK\r\nX:') }, {}],
  ['a body that drips', { onRequest: drip(`${SLOW_HEAD}Content-Length: 1000000\r\n\r\n`) }, {}],
  ['a body without a length that drips', { onRequest: drip(`${SLOW_HEAD}\r\n`) }, {}],
  [
    'a page that drips',
    { onRequest: drip(`${SLOW_HEAD}Content-Length: 1000000\r\n\r\n{"value":[`) },
    { 'all-pages': 'true' },
  ],
  [
    'a large upload that is read slowly',
    {
      onPiece(_request, { socket }) {
        socket.pause();
        setTimeout(() => socket.resume(), 300);
      },
    },
    { method: 'PUT', 'payload-file': 'upload.bin', 'content-type': 'application/zip' },
  ],
];

describe('the limit of a request holds, and it is not retried', () => {
  test.each(slow)('%s', async (_what, behaviour, inputs) => {
    const result = await run(behaviour, { 'request-timeout-seconds': '1', ...inputs });
    expect(result.exitCode).toBe(1);
    expect(errorOf(result)).toMatch(/failed: (the response from )?127\.0\.0\.1:\d+ did not (respond|end) within 1 s\./);
    expect(errorOf(result).includes('may have carried it out')).toBe('payload-file' in inputs);
    expect(result.requests).toHaveLength(1);
  });

  test('a handshake that never ends: nothing was sent', async () => {
    const result = await run(
      { onConnect: () => 'refuse' },
      { method: 'POST', payload: '{}', 'request-timeout-seconds': '1' },
    );
    expect(errorOf(result)).toMatch(
      /no connection to 127\.0\.0\.1:\d+ could be set up within 1 s\. Nothing was sent\. Check that .* can reach it/,
    );
    expect(server.connections).toBe(1);
  });
});

describe('SIGTERM is obeyed, though the request would never end', () => {
  test.each(slow)('%s', async (_what, behaviour, inputs) => {
    const signals = [{ signal: 'SIGTERM' as const, when: ({ requests }: Seen) => requests.length > 0 }];
    const result = await run(behaviour, inputs, { signals });
    expect(result.exitCode).toBe(1);
    expect(errorOf(result)).toContain('interrupted (SIGTERM)');
    expect(result.requests).toHaveLength(1);
  });
});

test('the body of an error is read to 64 KiB, though it never ends', async () => {
  const piece = 'x'.repeat(16 * 1024);
  const endless = (socket: TLSSocket) => {
    socket.write(`HTTP/1.1 500 Internal Server Error\r\nContent-Type: text/plain\r\n\r\nThe cause. ${piece}`);
    for (let count = 0; count < 8; count += 1) socket.write(piece);
  };
  const result = await run({ onRequest: endless }, { operation: 'dmf-init', path: '' });
  expect(result.exitCode).toBe(1);
  expect(errorOf(result)).toContain('500: The cause. ');
  expect(result.requests).toHaveLength(1);
});

test('a response longer than is read into memory says so, and that it may have been carried out', async () => {
  const endless = (socket: TLSSocket) => {
    socket.write('HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 99999999\r\n\r\n');
    socket.write(Buffer.alloc(70_000_000, ' '));
  };
  const result = await run({ onRequest: endless }, { operation: 'dmf-init', path: '' });
  expect(errorOf(result)).toMatch(/longer than 64 MiB, .* The refresh was sent and may still be running/);
});
