import { once } from 'node:events';
import { Agent } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { createServer, type Server } from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { createServerCertificate } from '../../../simulator/certificate.ts';
import { type BodyMemory, createBodyMemory } from '../../../src/http/body-memory.ts';

const RECORD_BYTES = 16 * 1024;
const recordsOf = (letters: string) => letters.replaceAll(/./g, (letter) => letter.repeat(RECORD_BYTES));

/** Answers each letter with a TLS record full of it, and ends the connection behind an `X`. */
let server: Server;
let ca: string;
const opened: Socket[] = [];

beforeAll(async () => {
  const { certificate, privateKey, caCertificate } = await createServerCertificate(['localhost']);
  ca = caCertificate;
  server = createServer({ cert: certificate, key: privateKey }, (socket) => {
    socket.setEncoding('utf8').on('data', (letters: string) => {
      socket.write(recordsOf(letters));
      if (letters.endsWith('X')) socket.end();
    });
  });
  await new Promise<void>((listening) => server.listen(0, 'localhost', listening));
});
afterEach(() => {
  for (const socket of opened.splice(0)) socket.destroy();
});
afterAll(() => {
  server.close();
});

interface Connection {
  memory: BodyMemory;
  socket: Socket;
  /** What was read, as it looks now. */
  chunks: Buffer[];
  /** The same as it looked when it was read. */
  texts: string[];
  /** @returns when as many bytes have been read as the letters make */
  ask: (letters: string) => Promise<void>;
}

function connect(): Connection {
  const agent = new Agent({ ca });
  const memory = createBodyMemory(agent);
  const { port } = server.address() as AddressInfo;
  const socket = agent.createConnection({ host: 'localhost', servername: 'localhost', port, ca }) as Socket;
  opened.push(socket);
  const chunks: Buffer[] = [];
  const texts: string[] = [];
  socket.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    texts.push(chunk.toString());
  });
  const ask = async (letters: string) => {
    const goal = texts.join('').length + letters.length * RECORD_BYTES;
    socket.write(letters);
    for (let waits = 0; texts.join('').length < goal && waits < 400; waits += 1) await sleep(5);
  };
  return { memory, socket, chunks, texts, ask };
}

describe('what a socket reads into', () => {
  test('is new each time while no chunk of a body has been seen', async () => {
    const { chunks, texts, ask } = connect();
    for (const letter of 'abcdefgh') await ask(letter);
    expect(texts.join('') === recordsOf('abcdefgh')).toBe(true);
    expect(chunks.join('') === texts.join('')).toBe(true);
  });

  test('is new each time where the chunks that are handed on stand in it', async () => {
    const { memory, chunks, texts, ask } = connect();
    await ask('a');
    const [first] = chunks;
    expect(first).toBeDefined();
    if (first) memory.see(first.subarray(10));
    for (const letter of 'bcdefgh') await ask(letter);
    expect(chunks.join('') === texts.join('')).toBe(true);
  });

  test('is read over once a chunk has been seen that is a copy', async () => {
    const { memory, chunks, texts, ask } = connect();
    memory.see(Buffer.from('a copy'));
    for (const letter of 'abcdefgh') await ask(letter);
    expect(texts.join('') === recordsOf('abcdefgh')).toBe(true);
    expect(chunks.join('') === recordsOf('efghefgh')).toBe(true);
  });

  test('is not read over while a paused socket keeps it', async () => {
    const { memory, socket, texts, ask } = connect();
    memory.see(Buffer.from('a copy'));
    await ask('a');
    let keptBytes = 0;
    socket.once('data', () => {
      socket.pause();
      setTimeout(() => {
        keptBytes = socket.readableLength;
        socket.resume();
      }, 50);
    });
    await ask('bcdefghijklmnopqrstuvwxy');
    await ask('z');
    expect(keptBytes).toBeGreaterThan(0);
    expect(texts.join('') === recordsOf('abcdefghijklmnopqrstuvwxyz')).toBe(true);
  });
});

describe('what was read', () => {
  test('comes in chunks of several records where they were read together', async () => {
    const { texts, ask } = connect();
    const letters = 'abcdefghijklmnop'.repeat(8);
    await ask(letters);
    expect(texts.join('') === recordsOf(letters)).toBe(true);
    expect(texts.length).toBeLessThan(letters.length / 2);
  });

  test('is handed on before the end of the connection', async () => {
    for (let round = 0; round < 20; round += 1) {
      const { socket, texts, ask } = connect();
      const ended = once(socket, 'end');
      await ask('abX');
      await ended;
      expect(texts.join('') === recordsOf('abX')).toBe(true);
    }
  });
});

describe('a chunk that nobody needs any more', () => {
  const { release } = createBodyMemory(new Agent());

  test.each([
    ['the last of its memory', Buffer.from(new ArrayBuffer(100), 60)],
    ['as large as the pool of Node', Buffer.from(new ArrayBuffer(Buffer.poolSize))],
  ])('is freed where it is %s', (_what, chunk) => {
    release(chunk);
    expect(chunk.buffer.byteLength).toBe(0);
  });

  test.each([
    ['others of its memory follow', Buffer.from(new ArrayBuffer(100), 0, 60)],
    ['its memory is the pool of Node', Buffer.from(new ArrayBuffer(Buffer.poolSize), Buffer.poolSize - 10)],
  ])('frees nothing where %s', (_why, chunk) => {
    const before = chunk.buffer.byteLength;
    release(chunk);
    expect(chunk.buffer.byteLength).toBe(before);
  });

  test('frees nothing that a socket reads into', async () => {
    const { memory, chunks, texts, ask } = connect();
    await ask('abcd');
    for (const chunk of chunks) memory.release(chunk as Buffer<ArrayBuffer>);
    await ask('e');
    expect(chunks.join('') === texts.join('')).toBe(true);
  });
});
