import { rmSync, writeFileSync } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { Failure, messageOf } from '../errors.ts';
import { createBatchWriter, type BatchWriter } from './batch-writer.ts';
import type { Receive } from './door.ts';

/** A body on disk. */
export interface StoredBody {
  sizeBytes: number;
  /** Its beginning, as far as it was to be kept; all of it where `sizeBytes` is not more. */
  start: Buffer;
}

/** A smaller body is written at once when it has come; a larger one as it comes. */
const SMALL_BYTES = 64 * 1024;

/**
 * Takes a body of any size into a file, in constant memory.
 *
 * @param keepBytes how much of the beginning is handed back as well
 * @param watch sees every chunk as it passes
 */
export function storeBody(path: string, keepBytes: number, watch?: (chunk: Buffer) => void): Receive<StoredBody> {
  return async (chunks) => {
    await using stack = new AsyncDisposableStack();
    let writer: BatchWriter | undefined;
    let small: Buffer[] = [];
    const kept: Buffer[] = [];
    let sizeBytes = 0;
    for await (const chunk of chunks) {
      watch?.(chunk);
      if (sizeBytes < keepBytes) kept.push(chunk.subarray(0, keepBytes - sizeBytes));
      sizeBytes += chunk.length;
      if (!writer && sizeBytes > SMALL_BYTES) {
        writer = createBatchWriter(stack.use(await openForWriting(path)), 0);
        for (const earlier of small) writer.push(earlier);
        small = [];
      }
      if (writer) {
        writer.push(chunk);
        await writer.room();
      } else small.push(chunk);
    }
    if (writer) await writer.end();
    else writeSmall(path, Buffer.concat(small));
    return { sizeBytes, start: Buffer.concat(kept) };
  };
}

function writeSmall(path: string, bytes: Buffer): void {
  try {
    rmSync(path, { force: true });
    writeFileSync(path, bytes);
  } catch (thrown) {
    throw unwritable(thrown);
  }
}

const unwritable = (thrown: unknown) =>
  new Failure(`The file of the answer cannot be written: ${messageOf(thrown)}.`, { cause: thrown });

/**
 * Makes a file of its own under the name: a request that was cut may still be writing to the one before.
 *
 * @throws Failure where the file cannot be made
 */
export async function openForWriting(path: string): Promise<FileHandle> {
  keepYoungGenerationSmall();
  try {
    rmSync(path, { force: true });
    return await open(path, 'wx');
  } catch (thrown) {
    throw unwritable(thrown);
  }
}

/**
 * Chunks die young, however many there are, but V8 lets their generation grow to 32 MB before it looks: kept as it is,
 * a download takes 83 MB of memory in place of 116, and not more time. An unknown flag would change nothing.
 */
function keepYoungGenerationSmall(): void {
  process.getBuiltinModule('node:v8').setFlagsFromString('--semi-space-growth-factor=1');
}
