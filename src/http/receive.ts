import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { Failure } from '../errors.ts';
import type { Receive } from './door.ts';

const MEMORY_LIMIT_BYTES = 64 * 1024 * 1024;

/** Takes a body into memory, for answers that are read rather than handed on. */
export const intoMemory: Receive<Buffer> = async (chunks) => {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    size += chunk.length;
    if (size > MEMORY_LIMIT_BYTES)
      throw new Failure('The answer is larger than 64 MiB, which is more than this call expects.');
    parts.push(chunk);
  }
  return Buffer.concat(parts);
};

/** Takes a body into a file, of any size; gives the number of bytes. */
export function intoFile(path: string): Receive<number> {
  return async (chunks) => {
    const file = createWriteStream(path);
    await pipeline(chunks, file);
    return file.bytesWritten;
  };
}
