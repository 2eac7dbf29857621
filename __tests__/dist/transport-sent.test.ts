import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TLSSocket } from 'node:tls';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type ConnectProxy, type Run, runAction, type RunOptions, startConnectProxy } from '../harness.ts';
import { type RawBehaviour, type RawConnection, type RawServer, startRawServer } from '../harness/raw-server.ts';

const UPLOAD_BYTES = 24_000_000;
const workspace = mkdtempSync(join(tmpdir(), 'transport-sent-'));
let server: RawServer;
let proxy: ConnectProxy;

beforeAll(async () => {
  server = await startRawServer();
  proxy = await startConnectProxy(server.port);
  writeFileSync(join(workspace, 'upload.bin'), randomBytes(UPLOAD_BYTES));
});
afterAll(async () => {
  server.close();
  await proxy.close();
  rmSync(workspace, { recursive: true, force: true });
});

const accept = (socket: TLSSocket) => {
  socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Type: application/json\r\n\r\n{}');
};
const GET = {};
const POST = { method: 'POST', payload: '{}' };
const UPLOAD = { method: 'PUT', 'payload-file': 'upload.bin', 'content-type': 'application/zip' };

const untilThird =
  (end: (connection: RawConnection) => void): RawBehaviour['onConnect'] =>
  (connection) => {
    if (connection.number < 3) end(connection);
    return undefined;
  };

function rest(
  behaviour: RawBehaviour,
  inputs: Record<string, string>,
  options: Partial<RunOptions> = {},
): Promise<Run> {
  server.reset(behaviour);
  const common = { operation: 'rest', 'environment-url': server.url, path: '/data/X', token: 'a-raw-opaque-token' };
  const given = { ...common, 'max-retries': '2', ...inputs };
  return runAction(server, { workspace, inputs: given, clockSpeed: 10, ...options });
}
const errorOf = ({ outputs }: Run) => outputs['error'] ?? '';
const IN_DOUBT = 'The server may have carried it out, so it was not retried';

describe('a connection that breaks before there is a TLS session', () => {
  test.each<[string, RawBehaviour['onConnect']]>([
    ['by a reset', untilThird(({ tcp }) => tcp.resetAndDestroy())],
    ['by an orderly end', untilThird(({ tcp }) => tcp.destroy())],
    [
      'by a reset in the midst of the handshake',
      ({ number, tcp }) => {
        if (number > 2) return undefined;
        tcp.once('data', () => tcp.resetAndDestroy());
        return 'refuse';
      },
    ],
    [
      'by words that are not TLS',
      ({ number, tcp }) => {
        if (number > 2) return undefined;
        tcp.end('HTTP/1.1 400 Bad Request\r\n\r\n');
        return 'refuse';
      },
    ],
  ])('%s lets a write go out later, once', async (_how, onConnect) => {
    const run = await rest({ onConnect, onRequest: accept }, POST);
    expect(errorOf(run)).toBe('');
    expect(server.connections).toBe(3);
    expect(run.requests.map(({ method, body }) => `${method} ${body}`)).toEqual(['POST {}']);
  });

  test('says that nothing was sent, and what the server speaks', async () => {
    const onConnect: RawBehaviour['onConnect'] = ({ tcp }) => {
      tcp.end('HTTP/1.1 400 Bad Request\r\n\r\n');
      return 'refuse';
    };
    const run = await rest({ onConnect }, POST);
    expect(errorOf(run)).toBe(
      `POST /data/X failed: 127.0.0.1:${server.port} does not speak TLS on this port. It was retried 2 times. Nothing was sent. Check the port in \`environment-url\`, and for a firewall that ends TLS connections.`,
    );
    expect(run.requests).toEqual([]);
  });
});

describe('a connection that breaks once there was a TLS session', () => {
  const ends: [string, RawBehaviour][] = [
    ['before a byte of the request was read', { onSecure: ({ tcp }) => tcp.resetAndDestroy() }],
    ['as soon as the request comes', { onPiece: (_request, { tcp }) => tcp.resetAndDestroy() }],
    [
      'by a reset behind the whole request',
      { onRequest: (_socket, _count, _request, { tcp }) => tcp.resetAndDestroy() },
    ],
    ['by an end of TLS behind the whole request', { onRequest: (socket) => socket.end() }],
    ['by an end of TCP behind the whole request', { onRequest: (_socket, _count, _request, { tcp }) => tcp.end() }],
    [
      'in the midst of the head of the response',
      {
        onRequest: (socket, _count, _request, { tcp }) => {
          socket.write('HTTP/1.1 200 OK\r\nContent-Le', () => tcp.resetAndDestroy());
        },
      },
    ],
    [
      'with garbage in place of TLS',
      {
        onRequest: (_socket, _count, _request, { tcp }) => {
          tcp.write('HTTP/1.1 400 Bad Request\r\n\r\n'.repeat(20));
        },
      },
    ],
  ];

  test.each(ends)('%s: a write went out once, and may have been carried out', async (_when, behaviour) => {
    const run = await rest(behaviour, POST);
    expect(run.exitCode).toBe(1);
    expect(errorOf(run)).toContain(IN_DOUBT);
    expect(errorOf(run)).not.toMatch(/Nothing was sent|not started/);
    expect(server.connections).toBe(1);
    expect(run.requests.length).toBeLessThanOrEqual(1);
  });

  test.each(ends)('%s: a read is retried', async (_when, behaviour) => {
    const run = await rest(behaviour, GET);
    expect(run.exitCode).toBe(1);
    expect(errorOf(run)).toContain('It was retried 2 times.');
    expect(server.connections).toBe(3);
  });

  test('in the midst of an upload: it is not sent again', async () => {
    const onPiece: RawBehaviour['onPiece'] = ({ body }, { tcp }) => {
      if (body.length > UPLOAD_BYTES / 4) tcp.resetAndDestroy();
    };
    const run = await rest({ onPiece }, UPLOAD);
    expect(run.exitCode).toBe(1);
    expect(errorOf(run)).toContain(IN_DOUBT);
    expect(errorOf(run)).toContain('A server that refuses an upload');
    expect(run.requests).toHaveLength(1);
  });

  test('a success that comes before the whole upload is none if the rest does not go out', async () => {
    const onPiece: RawBehaviour['onPiece'] = ({ body }, { socket, tcp }) => {
      if (body.length === 0) accept(socket);
      if (body.length > UPLOAD_BYTES / 4) tcp.resetAndDestroy();
    };
    const run = await rest({ onPiece }, UPLOAD);
    expect(run.exitCode).toBe(1);
    expect(run.requests).toHaveLength(1);
  });

  test('a refusal that comes before the whole upload is told, and the rest is not sent', async () => {
    let isRefused = false;
    const onPiece: RawBehaviour['onPiece'] = (_request, { socket }) => {
      if (isRefused) return;
      isRefused = true;
      socket.write('HTTP/1.1 413 Payload Too Large\r\nContent-Length: 9\r\n\r\ntoo large');
    };
    const run = await rest({ onPiece }, UPLOAD);
    expect(run.outputs['status-code']).toBe('413');
    expect(run.requests[0]?.body.length).toBeLessThan(UPLOAD_BYTES);
  });
});

describe('through a proxy', () => {
  const through = (behaviour: RawBehaviour, inputs: Record<string, string>) =>
    rest(
      behaviour,
      { 'environment-url': `https://contoso.operations.dynamics.com:${server.port}`, ...inputs },
      { proxy },
    );

  test('it is the TLS session with the server that counts', async () => {
    const before = proxy.connects.length;
    const run = await through({ onConnect: untilThird(({ tcp }) => tcp.resetAndDestroy()), onRequest: accept }, POST);
    expect(errorOf(run)).toBe('');
    expect(proxy.connects.length - before).toBe(3);
    expect(run.requests).toHaveLength(1);
  });

  test('a write that was sent goes out once', async () => {
    const run = await through({ onRequest: (_socket, _count, _request, { tcp }) => tcp.resetAndDestroy() }, POST);
    expect(errorOf(run)).toContain(IN_DOUBT);
    expect(run.requests).toHaveLength(1);
    expect(server.connections).toBe(1);
  });

  test.each([502, 503, 504])('its %i is retried, for nothing was sent', async (status) => {
    proxy.refusals.push(status);
    const run = await through({ onRequest: accept }, POST);
    expect(errorOf(run)).toBe('');
    expect(run.requests).toHaveLength(1);
  });

  test.each([407, 403])('its %i fails at once, and nothing was sent', async (status) => {
    proxy.refusals.push(status);
    const before = proxy.connects.length;
    const run = await through({ onRequest: accept }, POST);
    proxy.refusals.length = 0;
    expect(errorOf(run)).toMatch(
      new RegExp(`the proxy returned ${status} for .* Nothing was sent\\. Check \`https_proxy\``),
    );
    expect(proxy.connects.length - before).toBe(1);
    expect(run.requests).toEqual([]);
  });
});

describe('what is wrong with a certificate is said, and not tried twice', () => {
  test('an authority that the runner does not trust', async () => {
    const run = await rest({ onRequest: accept }, POST, { env: { NODE_EXTRA_CA_CERTS: undefined } });
    expect(errorOf(run)).toMatch(
      /does not trust \(\w+\)\. Nothing was sent\. .*NODE_EXTRA_CA_CERTS\. .*intermediate certificates\.$/,
    );
    expect(server.connections).toBe(1);
    expect(run.requests).toEqual([]);
  });

  test('another host name', async () => {
    const elsewhere = { ...POST, 'environment-url': 'https://fabrikam.operations.dynamics.com' };
    const run = await rest({ onRequest: accept }, elsewhere, { proxy });
    expect(errorOf(run)).toMatch(
      /the certificate of fabrikam\.\S+ was issued for other host names: DNS:localhost, .* Nothing was sent\. Use a host name/,
    );
    expect(errorOf(run)).not.toContain('NODE_EXTRA_CA_CERTS');
    expect(server.connections).toBe(1);
    expect(run.requests).toEqual([]);
  });
});
