import type { Agent } from 'node:http';
import type { OnReadOpts, Socket } from 'node:net';
import { openReadingRecords, type ReadMemory } from './record-reader.ts';

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
    const shared: ReadMemory = { mayReadOver: () => chunksAreCopies, onNew: (memory) => everRead.add(memory) };
    agent.createConnection = (options, onConnected) =>
      openReadingRecords((onread) => {
        const reading: typeof options & { onread: OnReadOpts } = { ...options, onread };
        return connect(reading, onConnected) as Socket;
      }, shared);
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
