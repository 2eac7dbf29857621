import type { IncomingMessage } from 'node:http';
import { finished, pipeline } from 'node:stream';
import type { BodyMemory } from './body-memory.ts';
import { TransportFault } from './fault.ts';
import { createPieces } from './pieces.ts';

/** Larger pieces than zlib's own 16 KB: each goes to another thread and back, and 1 GB takes half the time so. */
const GUNZIP = { chunkSize: 128 * 1024 };

/**
 * Receivers look for rows and write to files. In larger pieces fewer rows are cut, and for files the system need not look
 * for larger memory, which a virtual machine may first have to be given.
 */
const PIECE_BYTES = 64 * 1024;

interface Passage {
  host: string;
  /** `gzip` only where there is a body. */
  encoding: 'gzip' | 'identity';
  memory: BodyMemory;
}

/**
 * Hands the body of an answer on in pieces, decompressed.
 *
 * @param take is called with each piece, whose memory is used again behind it
 * @throws TransportFault where the body ends before its length, its last chunk or its gzip end; what `take` throws
 */
export async function handOn(
  message: IncomingMessage,
  { host, encoding, memory }: Passage,
  take: (piece: Buffer) => void,
): Promise<void> {
  const gunzip = encoding === 'gzip' ? (await import('node:zlib')).createGunzip(GUNZIP) : undefined;
  const source = gunzip ? pipeline(message, gunzip, () => undefined) : message;
  const { promise: end, resolve, reject } = Promise.withResolvers<undefined>();
  const pieces = createPieces(PIECE_BYTES, take);
  let received = 0;
  message.once('data', memory.see);
  source.on('data', (chunk: Buffer<ArrayBuffer>) => {
    received += chunk.length;
    try {
      pieces.add(chunk);
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
  await end;
  pieces.finish();
}
