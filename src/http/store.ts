import { rmSync } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { Failure, messageOf } from '../errors.ts';
import { createBatchWriter } from './batch-writer.ts';
import type { Receive } from './door.ts';

/** A body on disk. */
export interface StoredBody {
  sizeBytes: number;
  /** Its beginning, as far as it was to be kept; all of it where `sizeBytes` is not more. */
  start: Buffer;
}

/**
 * Takes a body of any size into a file, in constant memory.
 *
 * @param keepBytes how much of the beginning is handed back as well
 * @param watch sees every chunk as it passes
 */
export function storeBody(path: string, keepBytes: number, watch?: (chunk: Buffer) => void): Receive<StoredBody> {
  return async (chunks) => {
    await using file = await openForWriting(path);
    const writer = createBatchWriter(file, 0);
    const kept: Buffer[] = [];
    let sizeBytes = 0;
    for await (const chunk of chunks) {
      watch?.(chunk);
      if (sizeBytes < keepBytes) kept.push(chunk.subarray(0, keepBytes - sizeBytes));
      sizeBytes += chunk.length;
      writer.push(chunk);
      await writer.room();
    }
    await writer.end();
    return { sizeBytes, start: Buffer.concat(kept) };
  };
}

/**
 * Makes a file of its own under the name: a request that was cut may still be writing to the one before.
 *
 * @throws Failure where the file cannot be made
 */
export async function openForWriting(path: string): Promise<FileHandle> {
  try {
    rmSync(path, { force: true });
    return await open(path, 'wx');
  } catch (thrown) {
    throw new Failure(`The file of the answer cannot be written: ${messageOf(thrown)}.`, { cause: thrown });
  }
}
