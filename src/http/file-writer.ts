import { once } from 'node:events';
import { createWriteStream, rmSync, type WriteStream } from 'node:fs';
import { truncate } from 'node:fs/promises';
import { Failure, messageOf } from '../errors.ts';

/** The disk is full, or the file cannot be made. */
export class UnwritableFile extends Failure {
  override name = 'UnwritableFile';
}

/** A file that grows, readable for its owner alone. After its disposal it may go on to grow. */
export interface FileWriter extends AsyncDisposable {
  readonly length: number;
  /** @returns a promise if the disk does not keep up: it resolves when more may be written */
  write(parts: readonly Buffer[]): Promise<void> | undefined;
  /** Resolves once all is written. */
  flush(): Promise<void>;
  /** Forgets all bytes from a position on. */
  truncate(length: number): Promise<void>;
}

/** What may wait for the disk before the network has to: at less than this memory grows with each pause of the network. */
const WAITING_BYTES = 1024 * 1024;

/**
 * Makes a file of its own under the name: a request that was cut may still be writing to the one before.
 *
 * @returns a writer whose methods throw an UnwritableFile if the file cannot be made or written
 */
export function createFileWriter(path: string): FileWriter {
  let stream: WriteStream | undefined;
  let length = 0;
  let failure: Error | undefined;

  const open = (flags: string, start: number): WriteStream => {
    const opened = createWriteStream(path, { flags, start, mode: 0o600, highWaterMark: WAITING_BYTES });
    opened.on('error', (thrown) => (failure ??= thrown));
    return opened;
  };
  const opened = (): WriteStream => {
    if (stream) return stream;
    if (length > 0) return (stream = open('r+', length));
    rmSync(path, { force: true });
    return (stream = open('wx', 0));
  };
  const ending = async (ended: WriteStream): Promise<void> => {
    if (!ended.closed) await once(ended.end(), 'close');
    if (failure) throw failure;
  };
  return {
    get length() {
      return length;
    },
    write(parts) {
      if (failure) throw unwritable(failure);
      const target = opened();
      for (const part of parts) {
        target.write(part);
        length += part.length;
      }
      return target.writableNeedDrain ? writing(once(target, 'drain')) : undefined;
    },
    flush: () =>
      writing(
        new Promise<void>((settle, reject) => {
          const target = opened();
          target.write('', (thrown) => {
            // Behind a write that failed, this one says only that the stream is closed.
            if (thrown) reject(target.errored ?? thrown);
            else settle();
          });
        }),
      ),
    async truncate(to) {
      if (to === length) return;
      await writing(ending(opened()).then(() => truncate(path, to)));
      stream = open('r+', to);
      length = to;
    },
    [Symbol.asyncDispose]: async () => {
      if (stream) await ending(stream).catch(() => undefined);
      stream = undefined;
    },
  };
}

async function writing(work: Promise<unknown>): Promise<void> {
  try {
    await work;
  } catch (thrown) {
    throw unwritable(thrown);
  }
}

const unwritable = (thrown: unknown) =>
  new UnwritableFile(`The file of the response cannot be written: ${messageOf(thrown)}.`, { cause: thrown });
