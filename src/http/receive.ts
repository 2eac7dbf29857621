import { Failure } from '../errors.ts';
import type { Receive } from './transport.ts';

const MEMORY_LIMIT_BYTES = 64 * 1024 * 1024;

/** Takes a body into memory, for answers that are read rather than handed on. */
export const intoMemory: Receive<Buffer> = () => {
  const parts: Buffer[] = [];
  let size = 0;
  return {
    take(piece) {
      size += piece.length;
      if (size > MEMORY_LIMIT_BYTES)
        throw new Failure('The answer is larger than 64 MiB, which is more than this call expects.');
      parts.push(Buffer.from(piece));
    },
    end: () => Buffer.concat(parts),
  };
};
