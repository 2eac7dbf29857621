/** What stands around the rows of an OData page. */
export interface PageFrame {
  /** `@odata.context` as the JSON text it came as. */
  context: string | undefined;
  nextLink: string | undefined;
  /** Whether `value` was a list. */
  hasRows: boolean;
  rowCount: number;
}

export interface PageScanner {
  /** What has been seen until now. */
  readonly frame: Readonly<PageFrame>;
  /** Takes the next bytes of the page, cut anywhere. */
  feed: (chunk: Buffer) => void;
  /** Whether the bytes until now are one whole JSON object. */
  isComplete(): boolean;
}

/** What the next byte belongs to. Members are those of the document itself; what is nested is only skipped. */
const BEFORE = 0;
const MEMBERS = 1;
const KEY = 2;
const COLON = 3;
const VALUE = 4;
const CAPTURED = 5;
const SKIPPED = 6;
const BEFORE_ROWS = 7;
const ROWS = 8;
const AFTER = 9;
const INVALID = 10;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/** Longer keys are none that count; a longer link would be no URL. */
const LONGEST_KEY_BYTES = 200;
const LONGEST_CAPTURE_BYTES = 64 * 1024;

/** 0 for bytes that mean nothing outside strings. Brackets and the quote are told apart by their own value. */
const isMark = new Uint8Array(256);
for (const mark of [QUOTE, COMMA, OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT]) isMark[mark] = 1;

const isBlank = (byte: number) => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
const isByteOrderMark = (byte: number) => byte === 0xef || byte === 0xbb || byte === 0xbf;

/**
 * Finds rows, next link and context of an OData page in its bytes as they come, in constant memory. Rows are not
 * parsed: their bytes are handed on as they are, digits and escapes untouched.
 *
 * @param onRows gets what stands between the brackets of `value`, from its first row on, in pieces
 */
export function createPageScanner(onRows: (bytes: Buffer) => void = () => undefined): PageScanner {
  let state = BEFORE;
  let key = '';
  let captured: Buffer[] = [];
  let capturedBytes = 0;
  let depth = 0;
  let inString = false;
  let escaped = false;
  const frame: PageFrame = { context: undefined, nextLink: undefined, hasRows: false, rowCount: 0 };

  /** Walks to the end of a string. @returns the index behind its quote, or the length of the chunk */
  const skipString = (chunk: Buffer, from: number): number => {
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
        inString = false;
        return index + 1;
      }
      index += 2;
      if (index > chunk.length) {
        escaped = true;
        return chunk.length;
      }
    }
  };

  /** Walks through nested values. @returns the index of the bracket or comma that ends them, or the length of the chunk */
  const skipNested = (chunk: Buffer, from: number, countRows: boolean): number => {
    const { length } = chunk;
    let index = from;
    while (index < length) {
      if (inString) {
        index = skipString(chunk, index);
        continue;
      }
      const byte = chunk[index] ?? 0;
      if (isMark[byte] === 0) {
        index += 1;
        continue;
      }
      if (byte === QUOTE) inString = true;
      else if (byte === OPEN_OBJECT || byte === OPEN_LIST) depth += 1;
      else if (byte !== COMMA) {
        if (depth === 0) return index;
        depth -= 1;
      } else if (depth === 0) {
        if (!countRows) return index;
        frame.rowCount += 1;
      }
      index += 1;
    }
    return length;
  };

  const capture = (bytes: Buffer, limit: number) => {
    capturedBytes += bytes.length;
    if (capturedBytes <= limit) captured.push(Buffer.from(bytes));
  };
  const takeCaptured = (limit: number) => {
    const text = capturedBytes > limit ? undefined : Buffer.concat(captured).toString('utf8');
    captured = [];
    capturedBytes = 0;
    return text;
  };

  const step = (chunk: Buffer, index: number): number => {
    const byte = chunk[index] ?? 0;
    switch (state) {
      case BEFORE:
        if (byte === OPEN_OBJECT) state = MEMBERS;
        else if (!isBlank(byte) && !isByteOrderMark(byte)) state = INVALID;
        return index + 1;
      case MEMBERS:
        if (byte === QUOTE) {
          state = KEY;
          inString = true;
        } else if (byte === CLOSE_OBJECT) state = AFTER;
        else if (byte !== COMMA && !isBlank(byte)) state = INVALID;
        return index + 1;
      case KEY: {
        const end = skipString(chunk, index);
        capture(chunk.subarray(index, end), LONGEST_KEY_BYTES);
        if (!inString) {
          key = stringOf(`"${takeCaptured(LONGEST_KEY_BYTES) ?? '"'}`);
          state = COLON;
        }
        return end;
      }
      case COLON:
        if (byte === 0x3a) state = VALUE;
        else if (!isBlank(byte)) state = INVALID;
        return index + 1;
      case VALUE:
        if (isBlank(byte)) return index + 1;
        depth = 0;
        if (key === 'value' && byte === OPEN_LIST) {
          state = BEFORE_ROWS;
          frame.hasRows = true;
          frame.rowCount = 0;
          return index + 1;
        }
        if (byte === QUOTE && (key === '@odata.nextLink' || key === '@odata.context')) {
          state = CAPTURED;
          inString = true;
          return index + 1;
        }
        state = SKIPPED;
        return index;
      case CAPTURED: {
        const end = skipString(chunk, index);
        capture(chunk.subarray(index, end), LONGEST_CAPTURE_BYTES);
        if (!inString) {
          const text = takeCaptured(LONGEST_CAPTURE_BYTES);
          if (text === undefined) state = INVALID;
          else {
            if (key === '@odata.context') frame.context = `"${text}`;
            else frame.nextLink = stringOf(`"${text}`);
            state = MEMBERS;
          }
        }
        return end;
      }
      case SKIPPED: {
        const end = skipNested(chunk, index, false);
        if (end < chunk.length) state = MEMBERS;
        return end;
      }
      case BEFORE_ROWS:
        if (byte === CLOSE_LIST) state = MEMBERS;
        else if (!isBlank(byte)) {
          state = ROWS;
          frame.rowCount = 1;
          return index;
        }
        return index + 1;
      case ROWS: {
        const end = skipNested(chunk, index, true);
        onRows(chunk.subarray(index, end));
        if (end === chunk.length) return end;
        state = chunk[end] === CLOSE_LIST ? MEMBERS : INVALID;
        return end + 1;
      }
      case AFTER:
        if (!isBlank(byte)) state = INVALID;
        return index + 1;
      default:
        return chunk.length;
    }
  };

  return {
    frame,
    feed(chunk) {
      for (let index = 0; index < chunk.length;) index = step(chunk, index);
    },
    isComplete: () => state === AFTER,
  };
}

function stringOf(json: string): string {
  try {
    return String(JSON.parse(json));
  } catch {
    return '';
  }
}
