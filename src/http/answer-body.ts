import type { IncomingMessage } from 'node:http';
import { finished, pipeline } from 'node:stream';
import type { BodyMemory } from './body-memory.ts';
import { TransportFault } from './fault.ts';

/** Larger pieces than zlib's own 16 KB: each goes to another thread and back, and 1 GB takes half the time so. */
const GUNZIP = { chunkSize: 128 * 1024 };

interface Passage {
  host: string;
  /** `gzip` only where there is a body. */
  encoding: 'gzip' | 'identity';
  memory: BodyMemory;
}

/**
 * Hands the body of an answer on as it comes, decompressed.
 *
 * @param take is called with each chunk, whose memory is freed behind it
 * @throws TransportFault where the body ends before its length, its last chunk or its gzip end; what `take` throws
 */
export async function handOn(
  message: IncomingMessage,
  { host, encoding, memory }: Passage,
  take: (chunk: Buffer) => void,
): Promise<void> {
  const gunzip = encoding === 'gzip' ? (await import('node:zlib')).createGunzip(GUNZIP) : undefined;
  const source = gunzip ? pipeline(message, gunzip, () => undefined) : message;
  const { promise: end, resolve, reject } = Promise.withResolvers<undefined>();
  let received = 0;
  message.once('data', memory.see);
  source.on('data', (chunk: Buffer<ArrayBuffer>) => {
    received += chunk.length;
    try {
      take(chunk);
      memory.release(chunk);
    } catch (thrown) {
      reject(thrown);
      source.destroy();
    }
  });
  finished(source, { writable: false }, (fault) => {
    // Some servers name the encoding of a body that is none.
    if (!fault || (gunzip?.bytesWritten === 0 && message.complete)) resolve(undefined);
    else
      reject(new TransportFault('cut', `the answer of ${host} was cut off after ${received} bytes`, { cause: fault }));
  });
  return end;
}
