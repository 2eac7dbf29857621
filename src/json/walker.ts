export const QUOTE = 0x22;
export const COMMA = 0x2c;
export const OPEN_LIST = 0x5b;
export const CLOSE_LIST = 0x5d;
export const OPEN_OBJECT = 0x7b;
export const CLOSE_OBJECT = 0x7d;
const BACKSLASH = 0x5c;

/** 0 for bytes that mean nothing outside strings. Brackets and the quote are told apart by their own value. */
const isMark = new Uint8Array(256);
for (const mark of [QUOTE, COMMA, OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT]) isMark[mark] = 1;

/** Walks over JSON values in bytes that are cut anywhere, without parsing them. */
export interface Walker {
  inString: boolean;
  /** Brackets that are open around the next byte. */
  depth: number;
  /** Walks to the end of a string. @returns the index behind its quote, or the length of the chunk */
  skipString(chunk: Buffer, from: number): number;
  /**
   * Walks through nested values.
   *
   * @param onComma is called for each comma at depth 0; without it such a comma ends the walk
   * @returns the index of the bracket or comma that ends them, or the length of the chunk
   */
  skipNested(chunk: Buffer, from: number, onComma?: () => void): number;
}

export function createWalker(): Walker {
  let escaped = false;
  const walker: Walker = {
    inString: false,
    depth: 0,
    skipString(chunk, from) {
      let index = from;
      if (escaped) {
        escaped = false;
        index += 1;
      }
      for (;;) {
        let byte = chunk[index];
        while (byte !== QUOTE && byte !== BACKSLASH && byte !== undefined) byte = chunk[(index += 1)];
        if (byte === undefined) return chunk.length;
        if (byte === QUOTE) {
          walker.inString = false;
          return index + 1;
        }
        index += 2;
        if (index > chunk.length) {
          escaped = true;
          return chunk.length;
        }
      }
    },
    skipNested(chunk, from, onComma) {
      const { length } = chunk;
      let index = from;
      while (index < length) {
        if (walker.inString) {
          index = walker.skipString(chunk, index);
          continue;
        }
        const byte = chunk[index] ?? 0;
        if (isMark[byte] === 0) {
          index += 1;
          continue;
        }
        if (byte === QUOTE) walker.inString = true;
        else if (byte === OPEN_OBJECT || byte === OPEN_LIST) walker.depth += 1;
        else if (byte !== COMMA) {
          if (walker.depth === 0) return index;
          walker.depth -= 1;
        } else if (walker.depth === 0) {
          if (!onComma) return index;
          onComma();
        }
        index += 1;
      }
      return length;
    },
  };
  return walker;
}
