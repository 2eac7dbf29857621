import { createReadStream } from 'node:fs';
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
