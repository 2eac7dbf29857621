import { createBatchWriter } from './batch-writer.ts';
import type { Receive } from './door.ts';
import { keepMemoryFlat } from './flat-memory.ts';

/** A body on disk. */
export interface StoredBody {
  sizeBytes: number;
  /** Its beginning, as far as it was to be kept; all of it where `sizeBytes` is not more. */
  start: Buffer;
}

const LARGE_BYTES = 1024 * 1024;

/**
 * Takes a body of any size into a file, in constant memory.
 *
 * @param keepBytes how much of the beginning is handed back as well
 * @param watch sees every chunk as it passes
 */
export function storeBody(path: string, keepBytes: number, watch?: (chunk: Buffer) => void): Receive<StoredBody> {
  return async (chunks) => {
    using writer = createBatchWriter(path);
    const kept: Buffer[] = [];
    let sizeBytes = 0;
    for await (const chunk of chunks) {
      watch?.(chunk);
      if (sizeBytes < keepBytes) kept.push(chunk.subarray(0, keepBytes - sizeBytes));
      if (sizeBytes < LARGE_BYTES && sizeBytes + chunk.length >= LARGE_BYTES) keepMemoryFlat();
      sizeBytes += chunk.length;
      writer.push(chunk);
    }
    writer.flush();
    return { sizeBytes, start: Buffer.concat(kept) };
  };
}
