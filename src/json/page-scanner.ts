import { CLOSE_LIST, CLOSE_OBJECT, COLON, COMMA, isBlank, OPEN_LIST, OPEN_OBJECT, QUOTE } from './bytes.ts';
import { createValueScanner } from './value-scanner.ts';

/** What stands around the rows of an OData page. */
export interface PageFrame {
  /** `@odata.context` as the JSON text it came as. */
  context?: string | undefined;
  nextLink?: string | undefined;
  /** What the next link is called: OData has had several names for it. */
  linkName?: string | undefined;
  /** `@odata.count`. */
  count?: number | undefined;
  /** The object `error` as the JSON text it came as, which some servers send in place of rows. */
  error?: string | undefined;
  /** Whether `value` was a list. */
  hasRows: boolean;
  rowCount: number;
  /** Why it is no page though it is JSON, as the end of a sentence. */
  oddity?: string | undefined;
}

/** How far a document has come; `invalid` is none of JSON. */
export type Ending = 'empty' | 'whole' | 'unfinished' | 'invalid';

export interface PageScanner {
  /** What has been seen until now. */
  readonly frame: Readonly<PageFrame>;
  /** Takes the next bytes of the document, cut anywhere. */
  feed: (chunk: Buffer) => void;
  ending: () => Ending;
  /** Bytes before the first that does not fit. */
  validBytes: () => number;
}

/** What the next byte belongs to. Members are those of the document itself; what is nested is only checked. */
type State =
  | 'before'
  | 'first-member'
  | 'member'
  | 'key'
  | 'colon'
  | 'value'
  | 'captured'
  | 'checked'
  | 'before-rows'
  | 'rows'
  | 'after-value'
  | 'after'
  | 'invalid';

const BYTE_ORDER_MARK = Buffer.from('\ufeff');
/** Longer keys are none that count; a longer link would be no URL. */
const LONGEST_CAPTURE_BYTES = 64 * 1024;

/**
 * Checks a JSON document in its bytes as they come, in constant memory, and finds rows, next link and context if it is an
 * OData page. Rows are checked and not parsed: their bytes are handed on as they are, digits and escapes untouched.
 *
 * @param onRows gets what stands between the brackets of `value`, from its first row on, in pieces
 * @param bare whether `NaN` and `Infinity`, as F&O writes reals that have no value in JSON, count as numbers
 */
export function createPageScanner(
  onRows: (bytes: Buffer) => void = () => undefined,
  { bare = true } = {},
): PageScanner {
  const scanner = createValueScanner(bare);
  const frame: PageFrame = { hasRows: false, rowCount: 0 };
  const seen = new Set<string | undefined>();
  let state: State = 'before';
  let isObject = false;
  let key = '';
  let captured: Buffer[] = [];
  let capturedBytes = 0;
  let passedBytes = 0;
  let validBytes: number | undefined;

  /** Copies a key or a member that counts, as far as it has come. */
  const capture = (bytes: Buffer): void => {
    capturedBytes += bytes.length;
    if (capturedBytes <= LONGEST_CAPTURE_BYTES) captured.push(Buffer.from(bytes));
  };
  /** @returns what was captured; `undefined` if it is too long */
  const takeCaptured = (): string | undefined => {
    const text = capturedBytes > LONGEST_CAPTURE_BYTES ? undefined : Buffer.concat(captured).toString('utf8');
    captured = [];
    capturedBytes = 0;
    return text;
  };
  const odd = (what: string): void => {
    frame.oddity ??= what;
  };

  const takeMember = (): void => {
    const json = takeCaptured();
    const value = parsed(json);
    const role = ROLES.get(key);
    if (role === 'context') frame.context = json;
    else if (role === 'count') frame.count = Number(value);
    else if (role === 'error') frame.error = json?.startsWith('{') ? json : undefined;
    // Azure's services end their lists so.
    else if (key === 'nextLink' && (value === null || value === '')) return;
    else if (typeof value === 'string') [frame.nextLink, frame.linkName] = [value, key];
    else odd(`its \`${key}\` is not a string`);
  };

  const beginValue = (byte: number): State => {
    const role = ROLES.get(key);
    if (role && seen.has(role)) odd(`it has more than one \`${key}\``);
    seen.add(role);
    if (role === 'rows' && byte === OPEN_LIST) {
      frame.hasRows = true;
      frame.rowCount = 0;
      return 'before-rows';
    }
    scanner.begin('value');
    return role === undefined || role === 'rows' ? 'checked' : 'captured';
  };

  const invalidAt = (index: number): void => {
    state = 'invalid';
    validBytes = passedBytes + index;
  };

  /** Takes the bytes of a key, a value or rows. @returns the index behind them */
  const pass = (chunk: Buffer, index: number): number => {
    const end = scanner.scan(chunk, index);
    if (end < 0) {
      invalidAt(~end);
      return chunk.length;
    }
    const isAtEnd = scanner.isDone();
    if (state === 'rows') {
      frame.rowCount = scanner.separators() + 1;
      onRows(chunk.subarray(index, isAtEnd ? end - 1 : end));
    } else if (state !== 'checked') capture(chunk.subarray(index, end));
    if (!isAtEnd) return end;
    if (state === 'key') {
      const name = parsed(`"${takeCaptured() ?? ''}`);
      key = typeof name === 'string' ? name : '';
      state = 'colon';
    } else {
      if (state === 'captured') takeMember();
      state = isObject ? 'after-value' : 'after';
    }
    return end;
  };

  /** @returns the state behind a byte that stands between keys, values and rows */
  const structure = (byte: number): State => {
    if (isBlank(byte)) return state;
    // eslint-disable-next-line @typescript-eslint/switch-exhaustiveness-check -- nothing but blanks may follow otherwise
    switch (state) {
      case 'before':
        isObject = byte === OPEN_OBJECT;
        return isObject ? 'first-member' : beginValue(byte);
      case 'first-member':
      case 'member':
        if (byte === CLOSE_OBJECT && state === 'first-member') return 'after';
        scanner.begin('string');
        return byte === QUOTE ? 'key' : 'invalid';
      case 'colon':
        return byte === COLON ? 'value' : 'invalid';
      case 'value':
        return beginValue(byte);
      case 'before-rows':
        if (byte === CLOSE_LIST) return 'after-value';
        scanner.begin('elements');
        return 'rows';
      case 'after-value':
        return byte === COMMA ? 'member' : byte === CLOSE_OBJECT ? 'after' : 'invalid';
      default:
        return 'invalid';
    }
  };

  const step = (chunk: Buffer, index: number): number => {
    if (state === 'invalid') return chunk.length;
    if (isPassing(state)) return pass(chunk, index);
    const byte = chunk[index] ?? 0;
    if (state === 'before' && byte === BYTE_ORDER_MARK[passedBytes + index]) return index + 1;
    state = structure(byte);
    if (state === 'invalid') invalidAt(index);
    // The byte with which such a state is entered is its own first byte.
    return isPassing(state) && state !== 'key' ? index : index + 1;
  };

  return {
    frame,
    feed(chunk) {
      for (let index = 0; index < chunk.length;) index = step(chunk, index);
      passedBytes += chunk.length;
    },
    ending() {
      if (state === 'invalid') return 'invalid';
      if (state === 'before') return 'empty';
      return state === 'after' || (state === 'checked' && !isObject && scanner.isComplete()) ? 'whole' : 'unfinished';
    },
    validBytes: () => validBytes ?? passedBytes,
  };
}

/** How a whole body ends. */
export function endingOf(body: Buffer): Ending {
  const scanner = createPageScanner();
  scanner.feed(body);
  return scanner.ending();
}

/** Whether bytes belong together, and are passed together. */
const isPassing = (state: State) => state === 'key' || state === 'checked' || state === 'captured' || state === 'rows';

/**
 * The members of a page that count, by their names in OData 4, 4.01 and 3 and in lists of Azure's services; of any other
 * there may be several. https://docs.oasis-open.org/odata/odata-json-format/v4.01/odata-json-format-v4.01.html
 */
const ROLES = new Map<string, 'rows' | 'link' | 'context' | 'count' | 'error'>([
  ['value', 'rows'],
  ['error', 'error'],
  ['@odata.context', 'context'],
  ['@odata.nextLink', 'link'],
  ['@nextLink', 'link'],
  ['odata.nextLink', 'link'],
  ['nextLink', 'link'],
  ['@odata.count', 'count'],
  ['@count', 'count'],
  ['odata.count', 'count'],
]);

/** The value of a piece of JSON; `undefined` if it is none. */
function parsed(json: string | undefined): unknown {
  try {
    return JSON.parse(json ?? '');
  } catch {
    return undefined;
  }
}
