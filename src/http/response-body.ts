import type { IncomingMessage } from 'node:http';
import { pipeline } from 'node:stream';
import type * as Zlib from 'node:zlib';
import { TransportFault } from './fault.ts';
import type { BodyPlan } from './framing.ts';
import type { Receiver } from './exchange.ts';

/** A body whose length was not stated ends here: disks end as well. */
const LONGEST_UNSTATED_BYTES = 16 * 1024 ** 3;

/** Larger pieces than zlib's own 16 KB: each goes to another thread and back, and 1 GB takes half the time so. */
const LARGE_PIECE = 128 * 1024;
/** Of a body that is short, memory for a large piece would cost more than all the rest: a wait has hundreds of those. */
const SMALL_PIECE = 16 * 1024;

/** Imported once: the bundle makes an object of all of the module's names for each `import()`. */
let zlib: Promise<typeof Zlib> | undefined;

async function gunzipOf({ headers }: IncomingMessage) {
  const isShort = Number(headers['content-length'] ?? Infinity) < SMALL_PIECE;
  const { createGunzip } = await (zlib ??= import('node:zlib'));
  return createGunzip({ chunkSize: isShort ? SMALL_PIECE : LARGE_PIECE });
}

export interface Passage {
  host: string;
  plan: BodyPlan;
  /** What has gone wrong until now, with the connection or by a cut. */
  trouble: () => Error | undefined;
  longestUnstatedBytes?: number;
}

/**
 * Hands the body of a response to its receiver, decompressed.
 *
 * @returns what the receiver makes of it, once the body is whole, or was enough
 * @throws TransportFault if the body ends before its length, its last chunk or the end of its gzip; what the receiver throws
 */
export async function readBody<T>(message: IncomingMessage, receiver: Receiver<T>, passage: Passage): Promise<T> {
  const { host, plan, longestUnstatedBytes = LONGEST_UNSTATED_BYTES } = passage;
  let received = 0;
  for await (const piece of wholePieces(message, passage)) {
    received += piece.length;
    if (!plan.lengthStated && received > longestUnstatedBytes)
      throw new TransportFault(
        'too-long',
        `the response from ${host} did not state its length, and is longer than ${longestUnstatedBytes / 1024 ** 3} GiB`,
        { sent: true },
      );
    const taken = receiver.take(piece);
    if (taken === 'enough') break;
    if (taken) await taken;
  }
  return await receiver.end();
}

/** The pieces of a body. @throws TransportFault behind the last one if that is not the end that was announced */
async function* wholePieces(incoming: IncomingMessage, { host, plan, trouble }: Passage): AsyncGenerator<Buffer> {
  const gunzip = plan.gzip ? await gunzipOf(incoming) : undefined;
  const source = gunzip ? pipeline(incoming, gunzip, () => undefined) : incoming;
  let received = 0;
  let cause: unknown;
  const raw = { isEmpty: true };
  if (gunzip) incoming.once('data', () => (raw.isEmpty = false));
  try {
    for await (const piece of source as AsyncIterable<Buffer>) {
      received += piece.length;
      yield piece;
    }
    if (!incoming.complete) cause = new Error('incomplete');
  } catch (thrown) {
    // Some servers name the encoding of a body that is none.
    if (!gunzip || !raw.isEmpty || !incoming.complete) cause = thrown;
  }
  const found = trouble();
  const isBroken = found instanceof TransportFault && found.kind === 'broken';
  // Node ends such a body in order, also if its connection was reset.
  if (plan.endsWithConnection && isBroken) cause ??= found;
  if (cause === undefined) {
    // Bytes behind the length that was stated. A response without a body is whole by its head.
    if (plan.hasBody && found instanceof TransportFault && found.kind === 'unreadable') throw found;
    return;
  }
  if (found !== undefined && !isBroken) throw found;
  const message = isDamage(cause)
    ? `the response from ${host} is damaged (its gzip cannot be read)`
    : `the response from ${host} was cut off after ${received} bytes`;
  throw new TransportFault('cut', message, { sent: true, cause });
}

/** What zlib says of bytes that are none of its own, and not of an end that is missing. */
const isDamage = (cause: unknown): boolean =>
  cause instanceof Error && 'code' in cause && cause.code === 'Z_DATA_ERROR';
