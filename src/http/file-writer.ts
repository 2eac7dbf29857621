import { type FileHandle, open, rm } from 'node:fs/promises';
import { Failure, messageOf } from '../errors.ts';

/** A file that grows, readable for its owner alone. Each write must have ended before the next. */
export interface FileWriter extends AsyncDisposable {
  readonly length: number;
  write(parts: readonly Buffer[]): Promise<void>;
  /** Forgets all bytes from a position on. */
  truncate(length: number): Promise<void>;
}

/**
 * Makes a file of its own under the name, at the first write: a request that was cut may still be writing to the one before.
 *
 * @returns a writer whose methods throw a Failure if the file cannot be made or written
 */
export function createFileWriter(path: string): FileWriter {
  let file: FileHandle | undefined;
  let length = 0;

  const opened = async (): Promise<FileHandle> => {
    if (file) return file;
    await rm(path, { force: true });
    return (file = await open(path, 'wx', 0o600));
  };
  return {
    get length() {
      return length;
    },
    write: (parts) =>
      writing(async () => {
        const handle = await opened();
        for (const part of parts) {
          await writeAll(handle, part, length);
          length += part.length;
        }
      }),
    truncate: (to) =>
      writing(async () => {
        if (to === length) return;
        await (await opened()).truncate(to);
        length = to;
      }),
    [Symbol.asyncDispose]: async () => {
      await file?.close();
    },
  };
}

/** A disk that fills up writes a part, and says so only at the next write. */
async function writeAll(file: FileHandle, bytes: Buffer, position: number): Promise<void> {
  for (let done = 0; done < bytes.length;) {
    const { bytesWritten } = await file.write(bytes, done, bytes.length - done, position + done);
    done += bytesWritten;
  }
}

async function writing(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (thrown) {
    throw new Failure(`The file of the response cannot be written: ${messageOf(thrown)}.`, { cause: thrown });
  }
}
