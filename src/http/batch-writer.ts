import { closeSync, ftruncateSync, openSync, rmSync, writeSync } from 'node:fs';
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
  const batch = Buffer.allocUnsafeSlow(BATCH_BYTES);
  let batchBytes = 0;
  let length = 0;

  const flush = (): number => {
    if (batchBytes > 0)
      writing(() => {
        writeAll(file, batch.subarray(0, batchBytes), length);
      });
    length += batchBytes;
    batchBytes = 0;
    return length;
  };
  return {
    push(bytes) {
      for (let taken = 0; taken < bytes.length;) {
        const copied = bytes.copy(batch, batchBytes, taken);
        taken += copied;
        batchBytes += copied;
        if (batchBytes === BATCH_BYTES) flush();
      }
    },
    flush,
    truncate(to) {
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
function writeAll(file: number, bytes: Buffer, position: number): void {
  for (let done = 0; done < bytes.length;) {
    done += writeSync(file, bytes, done, bytes.length - done, position + done);
  }
}

function writing<T>(work: () => T): T {
  try {
    return work();
  } catch (thrown) {
    throw new Failure(`The file of the answer cannot be written: ${messageOf(thrown)}.`, { cause: thrown });
  }
}
