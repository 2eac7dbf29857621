import type { Receive } from './exchange.ts';
import { createFileWriter } from './file-writer.ts';

/** A body on disk. */
export interface StoredBody {
  sizeBytes: number;
  /** Its beginning, as far as it was to be kept; all of it if `sizeBytes` is not more. */
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
    let keptBytes = 0;
    return {
      mayGoOn: true,
      take(piece) {
        watch?.(piece);
        const start = piece.subarray(0, keepBytes - keptBytes);
        if (start.length > 0) kept.push(start);
        keptBytes += start.length;
        return writer.write([piece]);
      },
      async end() {
        // An empty body is a file as well.
        await writer.flush();
        return { sizeBytes: writer.length, start: Buffer.concat(kept) };
      },
      [Symbol.asyncDispose]: () => writer[Symbol.asyncDispose](),
    };
  };
}
