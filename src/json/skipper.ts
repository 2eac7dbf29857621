export const QUOTE = 0x22;
export const COMMA = 0x2c;
export const OPEN_LIST = 0x5b;
export const CLOSE_LIST = 0x5d;
export const OPEN_OBJECT = 0x7b;
export const CLOSE_OBJECT = 0x7d;
const BACKSLASH = 0x5c;

/** Passes by JSON that nobody reads, in bytes as they come, cut anywhere. */
export interface Skipper {
  /** To be called before a value or the inside of a list. */
  reset(): void;
  /** To be called behind the quote that opens a string. */
  enterString(): void;
  isInString(): boolean;
  /** @returns the index behind the quote that closes the string, or the length of the chunk */
  skipString(chunk: Buffer, from: number): number;
  /** @returns the index of the comma or bracket that ends a value, or the length of the chunk */
  skipValue(chunk: Buffer, from: number): number;
  /** @returns the index of the bracket that ends a list, or the length of the chunk */
  skipElements(chunk: Buffer, from: number): number;
  /** The commas between elements until now. */
  separators(): number;
}

const isMark = new Uint8Array(256);
for (const mark of [QUOTE, COMMA, OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT]) isMark[mark] = 1;

/** Up to here a loop is quicker than a call of the native search. */
const SHORT_STRING_BYTES = 32;

export function createSkipper(): Skipper {
  let depth = 0;
  let inString = false;
  let escaped = false;
  let separators = 0;

  const skipString = (chunk: Buffer, from: number): number => {
    const { length } = chunk;
    const start = escaped ? from + 1 : from;
    escaped = false;
    for (let search = start; ;) {
      const quote = indexOfQuote(chunk, search);
      const isEscaped = countBackslashes(chunk, start, quote) % 2 === 1;
      if (quote === length) {
        escaped = isEscaped;
        return length;
      }
      if (!isEscaped) {
        inString = false;
        return quote + 1;
      }
      search = quote + 1;
    }
  };

  /** This loop decides the speed of a download whose rows are not flat. */
  const skip = (chunk: Buffer, from: number, elements: boolean): number => {
    const { length } = chunk;
    let index = from;
    let level = depth;
    while (index < length) {
      if (inString) {
        index = skipString(chunk, index);
        continue;
      }
      const byte = chunk[index] ?? 0;
      index += 1;
      if (isMark[byte] === 0) continue;
      if (byte === QUOTE) {
        const near = Math.min(index + SHORT_STRING_BYTES, length);
        let end = index;
        while (end < near && chunk[end] !== QUOTE) end += 1;
        if (end < near && chunk[end - 1] !== BACKSLASH) index = end + 1;
        else inString = true;
      } else if (byte === OPEN_OBJECT || byte === OPEN_LIST) {
        if (elements && level === 0 && byte === OPEN_OBJECT) index = stepOverFlatObjects(chunk, index);
        level += 1;
      } else if (byte !== COMMA) {
        if (level === 0) return index - 1;
        level -= 1;
      } else if (level === 0) {
        if (!elements) return index - 1;
        separators += 1;
      }
    }
    depth = level;
    return length;
  };

  /**
   * Steps from object to object of a list by one native search each, several times as fast as byte by byte. Between the
   * `{` of one and the next `{` there is no other object, so if that next one reads `},{"k`, it begins the next element:
   * a quote with a letter behind it opens a string, hence the `{` before it is none of a string's, and the `}` before
   * that closes the element.
   *
   * @param from behind the `{` of an element
   * @returns the index behind the `{` of the last element that could be stepped to
   */
  const stepOverFlatObjects = (chunk: Buffer, from: number): number => {
    for (let index = from; ;) {
      const next = chunk.indexOf(OPEN_OBJECT, index);
      const follows =
        next - 2 >= index &&
        chunk[next - 2] === CLOSE_OBJECT &&
        chunk[next - 1] === COMMA &&
        chunk[next + 1] === QUOTE &&
        isLetter(chunk[next + 2]);
      if (!follows) return index;
      separators += 1;
      index = next + 1;
    }
  };

  return {
    reset() {
      depth = 0;
      separators = 0;
    },
    enterString() {
      inString = true;
    },
    isInString: () => inString,
    skipString,
    skipValue: (chunk, from) => skip(chunk, from, false),
    skipElements: (chunk, from) => skip(chunk, from, true),
    separators: () => separators,
  };
}

/** Letters, and the `@` of `@odata.etag`. */
const isLetter = (byte: number | undefined) =>
  byte !== undefined && ((byte >= 0x40 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a));

/** @returns the index of the next quote, or the length of the chunk */
function indexOfQuote(chunk: Buffer, from: number): number {
  const near = Math.min(from + SHORT_STRING_BYTES, chunk.length);
  for (let index = from; index < near; index += 1) if (chunk[index] === QUOTE) return index;
  const found = near < chunk.length ? chunk.indexOf(QUOTE, near) : -1;
  return found === -1 ? chunk.length : found;
}

/** How many backslashes stand right before `end`: an odd number escapes what follows. */
function countBackslashes(chunk: Buffer, start: number, end: number): number {
  let index = end - 1;
  while (index >= start && chunk[index] === BACKSLASH) index -= 1;
  return end - 1 - index;
}
