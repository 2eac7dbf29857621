import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip, gzipSync } from 'node:zlib';
import type { Exchange } from './exchange.ts';

/** What a handler returns; `send` puts it on the wire. A body that is iterated goes out chunked, with backpressure, unless its length is known. */
export interface SimulatedResponse {
  status: number;
  headers?: Record<string, string>;
  body?: string | Buffer | AsyncIterable<Buffer> | Iterable<Buffer>;
  /** Bytes of an iterated body, where they are known. */
  length?: number;
}

export const json = (status: number, value: unknown, headers: Record<string, string> = {}): SimulatedResponse => ({
  status,
  headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
  body: JSON.stringify(value),
});

export const html = (status: number, body: string, headers: Record<string, string> = {}): SimulatedResponse => ({
  status,
  headers: { 'content-type': 'text/html; charset=utf-8', ...headers },
  body,
});

export const text = (status: number, body: string, headers: Record<string, string> = {}): SimulatedResponse => ({
  status,
  headers: { 'content-type': 'text/plain; charset=utf-8', ...headers },
  body,
});

export const empty = (status: number, headers: Record<string, string> = {}): SimulatedResponse => ({ status, headers });

/** The whole body in memory; for responses that are small or must be cut. */
export async function bodyBytes(response: SimulatedResponse): Promise<Buffer> {
  if (response.body === undefined) return Buffer.alloc(0);
  if (typeof response.body === 'string') return Buffer.from(response.body);
  if (Buffer.isBuffer(response.body)) return response.body;
  const parts: Buffer[] = [];
  for await (const part of response.body) parts.push(part);
  return Buffer.concat(parts);
}

/** Writes the response, compressed where `gzip` is set and the client accepts it. Settles when it is sent or the client is gone. */
export async function send(x: Exchange, response: SimulatedResponse, { gzip }: { gzip: boolean }): Promise<void> {
  const { response: wire } = x;
  if (wire.destroyed || wire.headersSent) return;
  x.record.status = response.status;
  const headers: Record<string, string | number> = { ...response.headers };
  // A part is counted in the bytes that are stored.
  const compress = gzip && response.status !== 206 && /\bgzip\b/.test(x.request.headers['accept-encoding'] ?? '');
  const { body } = response;
  if (body === undefined || typeof body === 'string' || Buffer.isBuffer(body)) {
    let bytes = Buffer.from(body ?? '');
    if (compress && bytes.length > 0 && headers['content-encoding'] === undefined) {
      bytes = gzipSync(bytes);
      headers['content-encoding'] = 'gzip';
    }
    if (response.status !== 204 && response.status !== 304) headers['content-length'] ??= bytes.length;
    wire.writeHead(response.status, headers);
    wire.end(x.request.method === 'HEAD' ? undefined : bytes);
    return;
  }
  if (compress) headers['content-encoding'] = 'gzip';
  else if (response.length !== undefined) headers['content-length'] = response.length;
  wire.writeHead(response.status, headers);
  if (x.request.method === 'HEAD') {
    wire.end();
    return;
  }
  await stream(body, wire, compress);
}

async function stream(
  body: AsyncIterable<Buffer> | Iterable<Buffer>,
  response: ServerResponse,
  compress: boolean,
): Promise<void> {
  const source = Readable.from(body, { objectMode: true, highWaterMark: 1 });
  try {
    await (compress ? pipeline(source, createGzip({ level: 1 }), response) : pipeline(source, response));
  } catch {
    // The client went away in the middle of the body: nobody is left to tell.
  }
}
