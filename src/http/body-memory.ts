import type { Agent as HttpAgent } from 'node:http';
import { Agent } from 'node:https';
import type { OnReadOpts, Socket } from 'node:net';

/** What TLS hands over at once. */
const RECORD_BYTES = 16 * 1024;

/** The memory that bodies pass through. Left to the garbage collection it would be many times what they need at once. */
export interface BodyMemory {
  /** To be called with the first chunk of each body as the HTTP parser hands it on. */
  see: (chunk: Buffer) => void;
  /** Frees what a chunk stands in, if that was its last. Nobody may need the chunk any more. */
  release: (chunk: Buffer<ArrayBuffer>) => void;
}

/**
 * Lets each socket of an agent read everything into the same memory: Node takes new memory for each record, and its HTTP
 * parser copies the body out of it. That the parser copies is no promise of Node, so nothing is read over what was read
 * before, until a chunk has been seen that is a copy.
 *
 * @param agent that of a proxy's tunnel reads as Node does
 */
export function createBodyMemory(agent: HttpAgent): BodyMemory {
  const everRead = new WeakSet<ArrayBufferLike>();
  let chunksAreCopies = false;

  const readInto = (connect: Agent['createConnection']): Agent['createConnection'] => {
    return (options, onConnected) => {
      let memory = Buffer.alloc(0);
      let isFree = () => false;
      const onread: OnReadOpts = {
        buffer() {
          if (!isFree()) {
            memory = Buffer.allocUnsafeSlow(RECORD_BYTES);
            everRead.add(memory.buffer);
          }
          return memory;
        },
        callback: (length) => socket.push(memory.subarray(0, length)),
      };
      const reading: typeof options & { onread: OnReadOpts } = { ...options, onread };
      const socket = connect(reading, onConnected) as Socket;
      // A socket that is paused keeps what was read.
      isFree = () => chunksAreCopies && socket.readableLength === 0;
      return socket;
    };
  };
  if (agent instanceof Agent) agent.createConnection = readInto(agent.createConnection.bind(agent));

  return {
    see({ buffer }) {
      chunksAreCopies = !everRead.has(buffer);
    },
    release({ buffer, byteOffset, byteLength }) {
      const isLast = byteOffset + byteLength === buffer.byteLength;
      // Node's pool serves others too.
      const isOwn = buffer.byteLength !== Buffer.poolSize && !everRead.has(buffer);
      if (isLast && isOwn) buffer.transfer(0);
    },
  };
}
