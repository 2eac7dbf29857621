import { CLOSE_LIST, CLOSE_OBJECT, COMMA, createSkipper, OPEN_LIST, OPEN_OBJECT, QUOTE } from './skipper.ts';

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

/** What the next byte belongs to. Members are those of the document itself; what is nested is only passed by. */
type State =
  | 'before'
  | 'members'
  | 'key'
  | 'colon'
  | 'value'
  | 'captured'
  | 'skipped'
  | 'before-rows'
  | 'rows'
  | 'after'
  | 'invalid';

const COLON = 0x3a;
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];
/** Longer keys are none that count; a longer link would be no URL. */
const LONGEST_KEY_BYTES = 200;
const LONGEST_CAPTURE_BYTES = 64 * 1024;

const isBlank = (byte: number) => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;

/**
 * Finds rows, next link and context of an OData page in its bytes as they come, in constant memory. Rows are not
 * parsed: their bytes are handed on as they are, digits and escapes untouched.
 *
 * @param onRows gets what stands between the brackets of `value`, from its first row on, in pieces
 */
export function createPageScanner(onRows: (bytes: Buffer) => void = () => undefined): PageScanner {
  const skipper = createSkipper();
  const frame: PageFrame = { context: undefined, nextLink: undefined, hasRows: false, rowCount: 0 };
  let state: State = 'before';
  let key = '';
  let captured: Buffer[] = [];
  let capturedBytes = 0;
  /** Whether the rows until now end so, blanks aside. */
  let endsWithComma = false;

  /** Takes a string as far as it has come. @returns the index behind it, or the length of the chunk */
  const capture = (chunk: Buffer, index: number, limit: number, take: (json: string | undefined) => void): number => {
    const end = skipper.skipString(chunk, index);
    capturedBytes += end - index;
    if (capturedBytes <= limit) captured.push(Buffer.from(chunk.subarray(index, end)));
    if (skipper.isInString()) return end;
    const json = capturedBytes > limit ? undefined : `"${Buffer.concat(captured).toString('utf8')}`;
    captured = [];
    capturedBytes = 0;
    take(json);
    return end;
  };
  const takeKey = (json: string | undefined) => {
    key = stringOf(json);
    state = 'colon';
  };
  const takeMember = (json: string | undefined) => {
    if (key === '@odata.context') frame.context = json;
    else frame.nextLink = stringOf(json);
    state = json === undefined ? 'invalid' : 'members';
  };

  const beginValue = (byte: number, index: number): number => {
    skipper.reset();
    if (key === 'value' && byte === OPEN_LIST) {
      state = 'before-rows';
      frame.hasRows = true;
      frame.rowCount = 0;
      return index + 1;
    }
    if (byte === QUOTE && (key === '@odata.nextLink' || key === '@odata.context')) {
      state = 'captured';
      skipper.enterString();
      return index + 1;
    }
    state = 'skipped';
    return index;
  };

  const passRows = (chunk: Buffer, index: number): number => {
    const end = skipper.skipElements(chunk, index);
    frame.rowCount = skipper.separators() + 1;
    onRows(chunk.subarray(index, end));
    let last = end - 1;
    while (last >= index && isBlank(chunk[last] ?? 0)) last -= 1;
    if (last >= index) endsWithComma = chunk[last] === COMMA;
    if (end === chunk.length) return end;
    state = chunk[end] === CLOSE_LIST && !endsWithComma ? 'members' : 'invalid';
    return end + 1;
  };

  /** Takes one byte, or as many as belong together. @returns the index behind them */
  const step = (chunk: Buffer, index: number): number => {
    const byte = chunk[index] ?? 0;
    switch (state) {
      case 'before':
        if (byte === OPEN_OBJECT) state = 'members';
        else if (!isBlank(byte) && !BYTE_ORDER_MARK.includes(byte)) state = 'invalid';
        return index + 1;
      case 'members':
        if (byte === QUOTE) {
          state = 'key';
          skipper.enterString();
        } else if (byte === CLOSE_OBJECT) state = 'after';
        else if (byte !== COMMA && !isBlank(byte)) state = 'invalid';
        return index + 1;
      case 'key':
        return capture(chunk, index, LONGEST_KEY_BYTES, takeKey);
      case 'colon':
        if (byte === COLON) state = 'value';
        else if (!isBlank(byte)) state = 'invalid';
        return index + 1;
      case 'value':
        return isBlank(byte) ? index + 1 : beginValue(byte, index);
      case 'captured':
        return capture(chunk, index, LONGEST_CAPTURE_BYTES, takeMember);
      case 'skipped': {
        const end = skipper.skipValue(chunk, index);
        if (end < chunk.length) state = 'members';
        return end;
      }
      case 'before-rows':
        if (isBlank(byte)) return index + 1;
        state = byte === CLOSE_LIST ? 'members' : byte === COMMA ? 'invalid' : 'rows';
        return state === 'members' ? index + 1 : index;
      case 'rows':
        return passRows(chunk, index);
      case 'after':
        if (!isBlank(byte)) state = 'invalid';
        return index + 1;
      case 'invalid':
        return chunk.length;
    }
  };

  return {
    frame,
    feed(chunk) {
      for (let index = 0; index < chunk.length;) index = step(chunk, index);
    },
    isComplete: () => state === 'after',
  };
}

/** The string that a piece of JSON stands for; empty where it is none. */
function stringOf(json: string | undefined): string {
  try {
    return String(JSON.parse(json ?? ''));
  } catch {
    return '';
  }
}
