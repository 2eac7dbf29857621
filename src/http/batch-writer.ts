import { closeSync, ftruncateSync, openSync, rmSync, writeSync, writevSync } from 'node:fs';
import { Failure, messageOf } from '../errors.ts';

/**
 * A file that grows in batches. It is written synchronously: a batch is in the system's cache sooner than a thread would
 * have been woken for it, and downloads are a fifth quicker so.
 */
export interface BatchWriter extends Disposable {
  push(bytes: Buffer): void;
  /** Writes what was pushed. @returns the length of the file */
  flush(): number;
  /** Forgets all bytes from a position on. */
  truncate(length: number): void;
}

/** Small enough that the kernel need not look for large pieces of memory, which a virtual machine may first have to be given. */
const BATCH_BYTES = 64 * 1024;

/**
 * Makes a file of its own under the name: a request that was cut may still be writing to the one before.
 *
 * @throws Failure where the file cannot be made; so do the methods where it cannot be written
 */
export function createBatchWriter(path: string): BatchWriter {
  const file = writing(() => {
    rmSync(path, { force: true });
    return openSync(path, 'wx');
  });
  let batch: Buffer[] = [];
  let batchBytes = 0;
  let length = 0;

  const flush = (): number => {
    if (batchBytes > 0)
      writing(() => {
        writeAll(file, batch, batchBytes, length);
      });
    length += batchBytes;
    batch = [];
    batchBytes = 0;
    return length;
  };
  return {
    push(bytes) {
      batch.push(bytes);
      batchBytes += bytes.length;
      if (batchBytes >= BATCH_BYTES) flush();
    },
    flush,
    truncate(to) {
      batch = [];
      batchBytes = 0;
      if (to < length)
        writing(() => {
          ftruncateSync(file, to);
        });
      length = to;
    },
    [Symbol.dispose]() {
      closeSync(file);
    },
  };
}

/** A disk that fills up writes a part, and says so only at the next write. */
function writeAll(file: number, batch: readonly Buffer[], batchBytes: number, position: number): void {
  const written = writevSync(file, batch, position);
  if (written === batchBytes) return;
  const rest = Buffer.concat(batch).subarray(written);
  for (let done = 0; done < rest.length;) {
    done += writeSync(file, rest, done, rest.length - done, position + written + done);
  }
}

function writing<T>(work: () => T): T {
  try {
    return work();
  } catch (thrown) {
    throw new Failure(`The file of the answer cannot be written: ${messageOf(thrown)}.`, { cause: thrown });
  }
}
