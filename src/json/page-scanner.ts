import { CLOSE_LIST, CLOSE_OBJECT, COMMA, createWalker, OPEN_LIST, OPEN_OBJECT, QUOTE } from './walker.ts';

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

/** Longer keys are none that count; a longer link would be no URL. */
const LONGEST_KEY_BYTES = 200;
const LONGEST_CAPTURE_BYTES = 64 * 1024;

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
  const walker = createWalker();
  const frame: PageFrame = { context: undefined, nextLink: undefined, hasRows: false, rowCount: 0 };

  const countRow = () => {
    frame.rowCount += 1;
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
          walker.inString = true;
        } else if (byte === CLOSE_OBJECT) state = AFTER;
        else if (byte !== COMMA && !isBlank(byte)) state = INVALID;
        return index + 1;
      case KEY: {
        const end = walker.skipString(chunk, index);
        capture(chunk.subarray(index, end), LONGEST_KEY_BYTES);
        if (!walker.inString) {
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
        walker.depth = 0;
        if (key === 'value' && byte === OPEN_LIST) {
          state = BEFORE_ROWS;
          frame.hasRows = true;
          frame.rowCount = 0;
          return index + 1;
        }
        if (byte === QUOTE && (key === '@odata.nextLink' || key === '@odata.context')) {
          state = CAPTURED;
          walker.inString = true;
          return index + 1;
        }
        state = SKIPPED;
        return index;
      case CAPTURED: {
        const end = walker.skipString(chunk, index);
        capture(chunk.subarray(index, end), LONGEST_CAPTURE_BYTES);
        if (!walker.inString) {
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
        const end = walker.skipNested(chunk, index);
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
        const end = walker.skipNested(chunk, index, countRow);
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
