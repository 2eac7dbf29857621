import { closeSync, ftruncateSync, openSync, rmSync, writeSync } from 'node:fs';
import { Failure, messageOf } from '../errors.ts';

/**
 * A file that grows. It is written synchronously: the bytes are in the system's cache sooner than a thread would have
 * been woken for them, and downloads are a fifth quicker so.
 */
export interface FileWriter extends Disposable {
  readonly length: number;
  write(bytes: Buffer): void;
  /** Forgets all bytes from a position on. */
  truncate(length: number): void;
}

/**
 * Makes a file of its own under the name: a request that was cut may still be writing to the one before.
 *
 * @throws Failure where the file cannot be made; so do the methods where it cannot be written
 */
export function createFileWriter(path: string): FileWriter {
  const file = writing(() => {
    rmSync(path, { force: true });
    return openSync(path, 'wx');
  });
  let length = 0;
  return {
    get length() {
      return length;
    },
    write(bytes) {
      writing(() => {
        writeAll(file, bytes, length);
      });
      length += bytes.length;
    },
    truncate(to) {
      if (to === length) return;
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
