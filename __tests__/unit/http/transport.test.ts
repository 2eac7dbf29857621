import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { TransportFault } from '../../../src/http/fault.ts';
import { intoMemory, wholeIntoMemory } from '../../../src/http/receive.ts';
import {
  createTransport,
  type Receive,
  type Request,
  type Taken,
  type Transport,
} from '../../../src/http/transport.ts';

type Behaviour = (socket: Socket, count: number) => void;

let server: Server;
let sockets: Set<Socket>;
let connections: number;
let behaviour: Behaviour;
let transport: Transport;
let origin: string;

/** A TCP server that is told of each piece that arrives; requests here are one piece. */
beforeEach(async () => {
  let count = 0;
  connections = 0;
  sockets = new Set();
  server = createServer((socket) => {
    connections += 1;
    sockets.add(socket.on('error', () => undefined));
    socket.on('data', () => {
      behaviour(socket, (count += 1));
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  transport = createTransport('a-test/1.0');
});
afterEach(() => {
  transport.close();
  for (const socket of sockets) socket.destroy();
  server.close();
});

const requestOf = (method = 'GET'): Request => ({ method, url: new URL(`${origin}/x?y=1`), headers: {} });
const limits = (more: object = {}) => ({ timeoutMs: 5_000, signal: new AbortController().signal, ...more });
const ok: Behaviour = (socket) => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok');
const faultOf = async (exchange: Promise<unknown>) =>
  exchange.then(
    () => new Error('no fault'),
    (thrown: unknown) => thrown,
  );

test.each([
  'http://contoso.example/x',
  'blob:https://contoso.example/x',
  'blob:http://127.0.0.1/x',
  'ftp://127.0.0.1/x',
  'file:///etc/passwd',
])('nothing is sent to %s', async (url) => {
  const fault = await faultOf(transport.exchange({ ...requestOf(), url: new URL(url) }, intoMemory, limits()));
  expect(fault).toMatchObject({ kind: 'invalid-request', sent: false });
  expect(connections).toBe(0);
});

describe('on a kept connection', () => {
  test('a request counts as sent at once', async () => {
    behaviour = (socket, count) => {
      if (count === 1) ok(socket, count);
      else socket.resetAndDestroy();
    };
    await transport.exchange(requestOf(), intoMemory, limits());
    const fault = await faultOf(transport.exchange(requestOf('POST'), intoMemory, limits()));
    expect(fault).toMatchObject({ kind: 'broken', sent: true });
    expect(connections).toBe(1);
  });

  test('that broke nothing more goes out', async () => {
    behaviour = (socket, count) => {
      if (count === 1) socket.resetAndDestroy();
      else ok(socket, count);
    };
    expect(await faultOf(transport.exchange(requestOf(), intoMemory, limits()))).toBeInstanceOf(TransportFault);
    expect((await transport.exchange(requestOf(), intoMemory, limits())).body.toString()).toBe('ok');
    expect(connections).toBe(2);
  });

  test('a second response, which nobody asked for, is not taken for that of the next request', async () => {
    const closed = new Promise((settle) => {
      behaviour = (socket, count) => {
        ok(socket, count);
        if (count > 1) return;
        socket.once('close', settle);
        setTimeout(() => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\npoison'), 20);
      };
    });
    await transport.exchange(requestOf(), intoMemory, limits());
    await closed;
    expect((await transport.exchange(requestOf(), intoMemory, limits())).body.toString()).toBe('ok');
  });
});

describe('a receiver', () => {
  const endless: Behaviour = (socket) => {
    socket.write('HTTP/1.1 200 OK\r\nContent-Length: 200000000\r\n\r\n');
    const piece = Buffer.alloc(1_000_000);
    const more = () => {
      while (socket.writable && socket.write(piece));
      socket.once('drain', more);
    };
    more();
  };
  const receiver = (take: (piece: Buffer) => Taken) => {
    const seen = { disposed: 0, ended: 0 };
    const receive: Receive<string> = () => ({
      take,
      end: () => {
        seen.ended += 1;
        return 'the end';
      },
      [Symbol.asyncDispose]: () => Promise.resolve(void (seen.disposed += 1)),
    });
    return { seen, receive };
  };

  test('that is not ready holds the server back', async () => {
    behaviour = endless;
    const cut = new AbortController();
    let pieces = 0;
    const { seen, receive } = receiver(() => {
      pieces += 1;
      return new Promise((settle) => setTimeout(settle, 300));
    });
    const exchange = faultOf(transport.exchange(requestOf(), receive, limits({ signal: cut.signal })));
    await new Promise((settle) => setTimeout(settle, 500));
    const [socket] = sockets;
    expect(pieces).toBeLessThan(4);
    expect(socket?.bytesWritten).toBeLessThan(40_000_000);
    cut.abort(new Error('enough of it'));
    expect(await exchange).toEqual(new Error('enough of it'));
    expect(seen).toEqual({ disposed: 1, ended: 0 });
  });

  test('that has enough ends the response there, and its connection', async () => {
    behaviour = endless;
    const { seen, receive } = receiver(() => 'enough');
    expect((await transport.exchange(requestOf(), receive, limits())).body).toBe('the end');
    expect(seen).toEqual({ disposed: 1, ended: 1 });
    behaviour = ok;
    await transport.exchange(requestOf(), intoMemory, limits());
    expect(connections).toBe(2);
  });

  test.each<[string, (piece: Buffer) => Taken]>([
    [
      'throws',
      () => {
        throw new Error('no room');
      },
    ],
    ['rejects', () => Promise.reject(new Error('no room'))],
  ])('that %s is disposed of, and its error handed on', async (_how, take) => {
    behaviour = endless;
    const { seen, receive } = receiver(take);
    expect(await faultOf(transport.exchange(requestOf(), receive, limits()))).toEqual(new Error('no room'));
    expect(seen).toEqual({ disposed: 1, ended: 0 });
  });

  test('that hangs does not hold up a cut', async () => {
    behaviour = endless;
    const { receive } = receiver(() => new Promise(() => undefined));
    const fault = await faultOf(transport.exchange(requestOf(), receive, limits({ timeoutMs: 200 })));
    expect(fault).toMatchObject({ kind: 'timeout', sent: true });
  });
});

test.each([
  [500, 65_536],
  [404, 65_536],
  [200, 70_000],
])('of a %i %i bytes are read', async (status, expected) => {
  behaviour = (socket) => {
    socket.write(`HTTP/1.1 ${status} X\r\nContent-Length: 70000\r\n\r\n${'x'.repeat(70_000)}`);
  };
  expect((await transport.exchange(requestOf(), intoMemory, limits())).body).toHaveLength(expected);
});

test('what is read into memory ends at 64 MiB', () => {
  const receiver = wholeIntoMemory();
  const piece = Buffer.alloc(16 * 1024 * 1024);
  for (let count = 0; count < 4; count += 1) expect(receiver.take(piece)).toBeUndefined();
  expect(() => void receiver.take(Buffer.from('x'))).toThrow(expect.objectContaining({ kind: 'too-long', sent: true }));
});

test('the agent names itself, and path and query are sent alone', async () => {
  let head = '';
  server.on('connection', (socket) => {
    socket.once('data', (bytes) => (head = bytes.toString()));
  });
  behaviour = ok;
  await transport.exchange(requestOf(), intoMemory, limits());
  expect(head).toMatch(/^GET \/x\?y=1 HTTP\/1\.1\r\n/);
  expect(head).toMatch(/^user-agent: a-test\/1\.0/im);
  expect(head).toMatch(/^accept-encoding: gzip\r$/im);
});
