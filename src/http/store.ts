import { open } from 'node:fs/promises';
import type { Receive } from './door.ts';

/** A body on disk. */
export interface StoredBody {
  sizeBytes: number;
  /** Its beginning, as far as it was to be kept; all of it where `sizeBytes` is not more. */
  start: Buffer;
}

const BATCH_BYTES = 512 * 1024;

/**
 * Takes a body of any size into a file, in constant memory.
 *
 * @param keepBytes how much of the beginning is handed back as well
 * @param watch sees every chunk as it passes
 */
export function storeBody(path: string, keepBytes: number, watch?: (chunk: Buffer) => void): Receive<StoredBody> {
  return async (chunks) => {
    await using file = await open(path, 'w');
    const kept: Buffer[] = [];
    let batch: Buffer[] = [];
    let batchBytes = 0;
    let sizeBytes = 0;
    const flush = async () => {
      if (batchBytes > 0) await writeFully(file, batch, batchBytes);
      batch = [];
      batchBytes = 0;
    };
    for await (const chunk of chunks) {
      watch?.(chunk);
      if (sizeBytes < keepBytes) kept.push(chunk.subarray(0, keepBytes - sizeBytes));
      sizeBytes += chunk.length;
      batchBytes += chunk.length;
      batch.push(chunk);
      if (batchBytes >= BATCH_BYTES) await flush();
    }
    await flush();
    return { sizeBytes, start: Buffer.concat(kept) };
  };
}

interface Writable {
  writev(buffers: Buffer[]): Promise<{ bytesWritten: number }>;
  writeFile(data: Buffer): Promise<void>;
}

/** A disk that fills up writes a part and says so only at the next write. */
export async function writeFully(file: Writable, batch: Buffer[], batchBytes: number): Promise<void> {
  const { bytesWritten } = await file.writev(batch);
  if (bytesWritten < batchBytes) await file.writeFile(Buffer.concat(batch).subarray(bytesWritten));
}
