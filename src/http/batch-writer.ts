import type { FileHandle } from 'node:fs/promises';

/** Writes pieces to a file in large batches, one being written while the next is gathered. */
export interface BatchWriter {
  push(bytes: Buffer): void;
  /** To be awaited after every chunk that was read: keeps no more than two batches in memory. */
  room(): Promise<void>;
  /** Writes what is left. @returns the position behind the last byte */
  end(): Promise<number>;
}

const BATCH_BYTES = 256 * 1024;

export function createBatchWriter(file: FileHandle, startAt: number): BatchWriter {
  let batch: Buffer[] = [];
  let batchBytes = 0;
  let position = startAt;
  let writing: Promise<void> = Promise.resolve();

  const write = async () => {
    await writing;
    if (batchBytes === 0) return;
    writing = writeAll(file, batch, batchBytes, position);
    // Awaited by the next call; until then a failure must not count as unhandled.
    writing.catch(() => undefined);
    position += batchBytes;
    batch = [];
    batchBytes = 0;
  };

  return {
    push(bytes) {
      batch.push(bytes);
      batchBytes += bytes.length;
    },
    async room() {
      if (batchBytes >= BATCH_BYTES) await write();
    },
    async end() {
      await write();
      await writing;
      return position;
    },
  };
}

/** A disk that fills up writes a part, and says so only at the next write. */
async function writeAll(file: FileHandle, batch: Buffer[], batchBytes: number, position: number): Promise<void> {
  const { bytesWritten } = await file.writev(batch, position);
  if (bytesWritten === batchBytes) return;
  const rest = Buffer.concat(batch).subarray(bytesWritten);
  for (let written = 0; written < rest.length;) {
    const at = position + bytesWritten + written;
    written += (await file.write(rest, written, rest.length - written, at)).bytesWritten;
  }
}
