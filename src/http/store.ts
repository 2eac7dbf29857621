import type { Receive } from './transport.ts';
import { createFileWriter } from './file-writer.ts';
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
 * @param watch sees every piece as it passes
 */
export function storeBody(path: string, keepBytes: number, watch?: (piece: Buffer) => void): Receive<StoredBody> {
  return () => {
    const writer = createFileWriter(path);
    const kept: Buffer[] = [];
    let sizeBytes = 0;
    return {
      take(piece) {
        watch?.(piece);
        if (sizeBytes < keepBytes) kept.push(Buffer.from(piece.subarray(0, keepBytes - sizeBytes)));
        if (sizeBytes < LARGE_BODY_BYTES && sizeBytes + piece.length >= LARGE_BODY_BYTES) keepMemoryFlat();
        sizeBytes += piece.length;
        writer.write(piece);
      },
      end() {
        return { sizeBytes, start: Buffer.concat(kept) };
      },
      [Symbol.dispose]: () => {
        writer[Symbol.dispose]();
      },
    };
  };
}
