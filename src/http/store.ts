import { createBatchWriter } from './batch-writer.ts';
import type { Receive } from './door.ts';
import { keepMemoryFlat, LARGE_BODY_BYTES } from './flat-memory.ts';

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
  return () => {
    const writer = createBatchWriter(path);
    const kept: Buffer[] = [];
    let sizeBytes = 0;
    return {
      take(chunk) {
        watch?.(chunk);
        if (sizeBytes < keepBytes) kept.push(Buffer.from(chunk.subarray(0, keepBytes - sizeBytes)));
        if (sizeBytes < LARGE_BODY_BYTES && sizeBytes + chunk.length >= LARGE_BODY_BYTES) keepMemoryFlat();
        sizeBytes += chunk.length;
        writer.push(chunk);
      },
      end() {
        writer.flush();
        return { sizeBytes, start: Buffer.concat(kept) };
      },
      [Symbol.dispose]: () => {
        writer[Symbol.dispose]();
      },
    };
  };
}
