import { createServer, get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { expect, test } from '@jest/globals';
import { planBody } from '../../../src/http/framing.ts';
import { wholeIntoMemory } from '../../../src/http/receive.ts';
import { readBody } from '../../../src/http/response-body.ts';

const MIB = 1024 * 1024;

/** Reads one response with a bound of 1 MiB for what states no length. */
async function read(headers: Record<string, string>, body: Buffer): Promise<Buffer> {
  const server = createServer((_request, response) => response.writeHead(200, headers).end(body)).listen(
    0,
    '127.0.0.1',
  );
  await new Promise((settle) => server.once('listening', settle));
  const message = await new Promise<IncomingMessage>((settle) => {
    get({ port: (server.address() as AddressInfo).port, host: '127.0.0.1' }, settle);
  });
  const head = { status: 200, headers: message.headers as Record<string, string> };
  const plan = planBody({ method: 'GET', headers: {} }, head);
  if ('problem' in plan) throw new Error(plan.problem);
  const passage = { host: 'a.example', plan, trouble: () => undefined, longestUnstatedBytes: MIB };
  return readBody(message, wholeIntoMemory(), passage).finally(() => server.close());
}

const large = Buffer.alloc(2 * MIB, 'x');
const TOO_LONG = { kind: 'too-long', sent: true };

test('a body ends at the bound if it states no length, and one that does may be longer', async () => {
  expect(await read({ 'content-length': String(large.length) }, large)).toHaveLength(large.length);
  expect(await read({ 'transfer-encoding': 'chunked' }, large.subarray(0, MIB))).toHaveLength(MIB);
  await expect(read({ 'transfer-encoding': 'chunked' }, large)).rejects.toMatchObject(TOO_LONG);
  await expect(read({ connection: 'close' }, large)).rejects.toMatchObject(TOO_LONG);
});

test('the length of what is compressed is not that of the body', async () => {
  const gzip = gzipSync(large);
  const headers = { 'content-encoding': 'gzip', 'content-length': String(gzip.length) };
  await expect(read(headers, gzip)).rejects.toMatchObject(TOO_LONG);
});
