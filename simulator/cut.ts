import { gzipSync } from 'node:zlib';
import type { SimulatedResponse } from './response.ts';
import type { Exchange } from './exchange.ts';

/** Sends the head and half of the body, then closes the connection: short of Content-Length, without the last chunk, or in the middle of gzip. */
export function sendCut(
  x: Exchange,
  response: SimulatedResponse & { body: Buffer },
  how: 'cut' | 'cut-chunked' | 'cut-gzip',
): void {
  const bytes = how === 'cut-gzip' ? gzipSync(response.body) : response.body;
  x.record.status = response.status;
  x.response.writeHead(response.status, {
    ...response.headers,
    ...(how === 'cut' && { 'content-length': Math.max(bytes.length, 2) }),
    ...(how === 'cut-gzip' && { 'content-encoding': 'gzip', 'content-length': bytes.length >> 1 }),
  });
  const half = bytes.subarray(0, bytes.length >> 1);
  // A gzip stream that ends early inside a complete HTTP body: only the decoder can tell.
  if (how === 'cut-gzip') x.response.end(half);
  else
    x.response.write(half.length > 0 ? half : Buffer.from('{'), () => {
      x.request.socket.destroySoon();
    });
}
