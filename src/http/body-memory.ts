import type { Agent } from 'node:http';
import type { OnReadOpts, Socket } from 'node:net';

/** A whole record of TLS. */
const READ_BYTES = 16 * 1024;

/** The memory that bodies pass through. Left to the garbage collection it would be many times what they need at once. */
export interface BodyMemory {
  /** To be called with the first chunk of each body as the HTTP parser hands it on. */
  see: (chunk: Buffer) => void;
  /** Frees what a chunk stands in, if that was its last. Nobody may need the chunk any more. */
  release: (chunk: Buffer<ArrayBuffer>) => void;
}

/**
 * Lets each socket of an agent read everything into the same memory: Node takes new memory for each read, and its HTTP
 * parser copies the body out of it. That the parser copies is no promise of Node, so nothing is read over what was read
 * before, until a chunk has been seen that is a copy.
 *
 * @param agent that of a proxy's tunnel reads as Node does
 */
export function createBodyMemory(agent: Agent): BodyMemory {
  const everRead = new WeakSet<ArrayBufferLike>();
  let chunksAreCopies = false;

  // An import of node:http would load all that it exports.
  if (agent instanceof process.getBuiltinModule('node:http').Agent) {
    const connect = agent.createConnection.bind(agent);
    agent.createConnection = (options, onConnected) => {
      let memory = Buffer.alloc(0);
      let isFree = () => false;
      const onread: OnReadOpts = {
        buffer() {
          if (!isFree()) {
            memory = Buffer.allocUnsafeSlow(READ_BYTES);
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
  }
  return {
    see({ buffer }) {
      chunksAreCopies = !everRead.has(buffer);
    },
    release({ buffer, byteOffset, byteLength }) {
      const isLast = byteOffset + byteLength === buffer.byteLength;
      // Node's pool serves others too, of whom none has all of it.
      const mayBePool = buffer.byteLength === Buffer.poolSize && byteOffset > 0;
      if (isLast && !mayBePool && !everRead.has(buffer)) buffer.transfer(0);
    },
  };
}
