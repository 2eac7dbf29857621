import { TransportFault } from './fault.ts';
import { isSuccess } from './status.ts';
import type { Receive, Receiver } from './exchange.ts';

const LONGEST_BODY_BYTES = 64 * 1024 * 1024;
/** What servers say of an error stands at its beginning. */
const LONGEST_ERROR_BYTES = 64 * 1024;

/** Takes a body into memory, for responses that are read rather than handed on; of an error the first 64 KiB. */
export const intoMemory: Receive<Buffer> = ({ status }) =>
  isSuccess(status) ? wholeIntoMemory() : startIntoMemory(LONGEST_ERROR_BYTES, () => 'enough');

/** @returns a receiver that throws a TransportFault once a body is longer than 64 MiB */
export const wholeIntoMemory = (): Receiver<Buffer> =>
  startIntoMemory(LONGEST_BODY_BYTES + 1, () => {
    const message = 'the response is longer than 64 MiB, the most that is read into memory';
    throw new TransportFault('too-long', message, { sent: true });
  });

function startIntoMemory(limitBytes: number, whenReached: () => 'enough'): Receiver<Buffer> {
  const parts: Buffer[] = [];
  let leftBytes = limitBytes;
  return {
    take(piece) {
      const part = piece.subarray(0, leftBytes);
      parts.push(part);
      leftBytes -= part.length;
      return leftBytes === 0 ? whenReached() : undefined;
    },
    end: () => Buffer.concat(parts),
  };
}
