import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { Failure, messageOf } from '../errors.ts';
import { quoted } from '../inputs.ts';

/** A file that is sent as the body of a request. */
export interface FileBody {
  kind: 'file';
  path: string;
  /** As the user gave it in `payload-file`. */
  name: string;
  /** When it was checked; so many bytes are announced. */
  sizeBytes: number;
}

/** @returns a stream of exactly the bytes that are announced; it fails with a Failure where the file has others */
export function openFileBody(body: FileBody): Readable {
  return Readable.from(wholeFile(body), { objectMode: false });
}

/** Holds back what was read last: a file that has grown must not have been sent as far as it was announced. */
async function* wholeFile(body: FileBody): AsyncGenerator<Buffer> {
  const file = createReadStream(body.path);
  let bytes = 0;
  let last: Buffer | undefined;
  try {
    for await (const chunk of file as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > body.sizeBytes) throw new Error('it is longer than when it was checked');
      if (last) yield last;
      last = chunk;
    }
    if (bytes < body.sizeBytes) throw new Error('it is shorter than when it was checked');
  } catch (thrown) {
    throw new Failure(
      `\`payload-file\` is ${quoted(body.name)}, which could not be sent whole: ${messageOf(thrown)}. The request was cut off before its end, so the server should not have carried it out. Check what happened before you run it again, and make sure that nothing changes the file in the meantime.`,
      { cause: thrown },
    );
  }
  if (last) yield last;
}

/** A file that is read block by block. */
export interface FileBlocks extends AsyncDisposable {
  /** @returns a block, counted from 0; it holds until the next is read */
  read(index: number): Promise<Buffer>;
  /** @throws Failure if the file was written to since it was opened */
  refuseChanged(): Promise<void>;
}

/** @throws Failure, as the methods do, if the file is not as long as it was when it was checked */
export async function openFileBlocks({ path, name, sizeBytes }: FileBody, blockBytes: number): Promise<FileBlocks> {
  const orRefuse = async <T>(work: Promise<T>): Promise<T> => {
    try {
      return await work;
    } catch (thrown) {
      throw new Failure(`\`payload-file\` is ${quoted(name)}, which could not be sent whole: ${messageOf(thrown)}.`, {
        remedy: 'Make sure that nothing changes the file while it is sent.',
        cause: thrown,
      });
    }
  };
  const file = await orRefuse(open(path));
  const whenOpened = await orRefuse(file.stat());
  const buffer = Buffer.allocUnsafeSlow(blockBytes);
  const changed = new Error('it changed while it was being sent');
  const readAt = async (from: number) => {
    const wanted = Math.min(blockBytes, sizeBytes - from);
    let length = 0;
    while (length < wanted) {
      const { bytesRead } = await file.read(buffer, length, wanted - length, from + length);
      if (bytesRead === 0) throw changed;
      length += bytesRead;
    }
    return buffer.subarray(0, wanted);
  };
  const refuseChanged = async () => {
    const { size, mtimeMs } = await file.stat();
    if (size !== sizeBytes || mtimeMs !== whenOpened.mtimeMs) throw changed;
  };
  return {
    read: (index) => orRefuse(readAt(index * blockBytes)),
    refuseChanged: () => orRefuse(refuseChanged()),
    [Symbol.asyncDispose]: () => file.close(),
  };
}
