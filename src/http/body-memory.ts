import type { Agent } from 'node:http';
import type { OnReadOpts, Socket } from 'node:net';

/** A whole record of TLS. */
const RECORD_BYTES = 16 * 1024;
/** As many records as pass the HTTP parser at once: 1 GB takes 3 % less time than record by record. */
const MEMORY_BYTES = 4 * RECORD_BYTES;

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
 * before, until a chunk has been seen that is a copy. Whole records wait for more until the turn of the event loop ends.
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
      let readBytes = 0;
      let handedOnBytes = 0;
      let turnEnd: NodeJS.Immediate | undefined;
      let isEmpty = () => false;

      const handOn = (): boolean => {
        clearImmediate(turnEnd);
        turnEnd = undefined;
        const bytes = memory.subarray(handedOnBytes, readBytes);
        handedOnBytes = readBytes;
        return bytes.length === 0 || push(bytes);
      };
      const onread: OnReadOpts = {
        buffer() {
          const isFree = chunksAreCopies && handedOnBytes === readBytes && isEmpty();
          if (!isFree && memory.length - readBytes < RECORD_BYTES) {
            memory = Buffer.allocUnsafeSlow(MEMORY_BYTES);
            everRead.add(memory.buffer);
            readBytes = handedOnBytes = 0;
          }
          if (isFree) readBytes = handedOnBytes = 0;
          return memory.subarray(readBytes);
        },
        callback(length) {
          readBytes += length;
          const moreMayCome = length >= RECORD_BYTES && memory.length - readBytes >= RECORD_BYTES;
          if (!moreMayCome) return handOn();
          turnEnd ??= setImmediate(handOn);
          return true;
        },
      };
      const reading: typeof options & { onread: OnReadOpts } = { ...options, onread };
      const socket = connect(reading, onConnected) as Socket;
      // A socket that is paused keeps what was read.
      isEmpty = () => socket.readableLength === 0;
      const push = socket.push.bind(socket);
      // Node pushes the end itself.
      socket.push = (end: unknown) => {
        handOn();
        return push(end);
      };
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
