import { TransportFault } from './fault.ts';
import { isSuccess } from './status.ts';
import type { Receive, Receiver } from './exchange.ts';

const LONGEST_BODY_BYTES = 64 * 1024 * 1024;
/** What servers say of an error stands at its beginning. */
const LONGEST_ERROR_BYTES = 64 * 1024;

/** Takes a body into memory, for responses that are read rather than handed on; of an error the first 64 KiB. */
export const intoMemory: Receive<Buffer> = ({ status }) =>
  isSuccess(status) ? wholeIntoMemory() : startIntoMemory(LONGEST_ERROR_BYTES);

/** @returns a receiver that throws a TransportFault once a body is longer than 64 MiB */
export function wholeIntoMemory(): Receiver<Buffer> {
  const parts: Buffer[] = [];
  let sizeBytes = 0;
  return {
    take(piece) {
      sizeBytes += piece.length;
      if (sizeBytes > LONGEST_BODY_BYTES)
        throw new TransportFault('too-long', 'the response is longer than 64 MiB, the most that is read into memory', {
          sent: true,
        });
      parts.push(piece);
      return undefined;
    },
    end: () => Buffer.concat(parts),
  };
}

function startIntoMemory(limitBytes: number): Receiver<Buffer> {
  const parts: Buffer[] = [];
  let leftBytes = limitBytes;
  return {
    take(piece) {
      const part = piece.subarray(0, leftBytes);
      parts.push(part);
      leftBytes -= part.length;
      return leftBytes === 0 ? 'enough' : undefined;
    },
    end: () => Buffer.concat(parts),
  };
}
