import {
  BACKSLASH,
  CLOSE_LIST,
  CLOSE_OBJECT,
  COLON,
  COMMA,
  isBlank,
  isDigit,
  OPEN_LIST,
  OPEN_OBJECT,
  QUOTE,
  ZERO,
} from './bytes.ts';

/** Checks JSON by the grammar of RFC 8259, in bytes as they come, cut anywhere. */
export interface ValueScanner {
  /** To be called before a value, behind the quote that opens a string, or before the first element of a list. */
  begin(what: 'value' | 'string' | 'elements'): void;
  /** @returns the index behind what has begun; the length of the chunk if it goes on; `~index` of a byte that does not fit */
  scan(chunk: Buffer, from: number): number;
  /** Whether what has begun has ended. */
  isDone(): boolean;
  /** Whether nothing is missing of it: a number has no end, and can be complete. */
  isComplete(): boolean;
  /** The commas between elements until now. */
  separators(): number;
}

const INVALID = -1;
/** What the next byte belongs to: a place in a value, in a string, in a literal, in a number. */
const DONE = 0;
const VALUE = 1;
const FIRST_ELEMENT = 2;
const FIRST_KEY = 3;
const KEY = 4;
const BEFORE_COLON = 5;
const AFTER_VALUE = 6;
const STRING = 7;
const KEY_STRING = 8;
const ESCAPE = 9;
const HEX = 10;
const LITERAL = 11;
const MINUS = 12;
const INTEGER = 13;
const NUMBER_ZERO = 14;
const DOT = 15;
const FRACTION = 16;
const EXPONENT = 17;
const EXPONENT_SIGN = 18;
const EXPONENT_DIGITS = 19;

/** In a string these bytes stand for themselves. */
const isPlain = new Uint8Array(256).fill(1, 0x20);
isPlain[QUOTE] = isPlain[BACKSLASH] = 0;

/**
 * An element of a list that is an object without further ones in it, and its comma: V8 makes machine code of a pattern,
 * which checks three times as many bytes a second as any loop. No two of its alternatives begin alike.
 */
const FLAT_ROW =
  /\{"[^"\\\x00-\x1f]*":(?:"[^"\\\x00-\x1f]*(?:\\(?:["\\/bfnrt]|u[\da-fA-F]{4})[^"\\\x00-\x1f]*)*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|null|true|false)(?:,"[^"\\\x00-\x1f]*":(?:"[^"\\\x00-\x1f]*(?:\\(?:["\\/bfnrt]|u[\da-fA-F]{4})[^"\\\x00-\x1f]*)*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|null|true|false))*\},/y;

const LITERALS = new Map(
  [...'tfnNI'].map((letter, index) => [
    letter.charCodeAt(0),
    ['true', 'false', 'null', 'NaN', 'Infinity'][index] ?? '',
  ]),
);
const ESCAPED = new Set(Buffer.from('"\\/bfnrt'));
const isHex = (byte: number) => isDigit(byte) || ((byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x66);
const isExponent = (byte: number) => (byte | 0x20) === 0x65;

/** No document is nested so deeply. */
const MOST_LEVELS = 1 << 20;

/** @param bare whether `NaN` and `Infinity`, as F&O writes reals that have no value in JSON, count as numbers */
export function createValueScanner(bare: boolean): ValueScanner {
  let state = DONE;
  /** What is open: 1 is an object, 0 a list. */
  let open = new Uint8Array(64);
  let depth = 0;
  let separators = 0;
  /** Of a string that a backslash interrupts. */
  let stringState = STRING;
  let hexLeft = 0;
  let literal = '';
  let literalAt = 0;

  const push = (isObject: 0 | 1): boolean => {
    if (depth === MOST_LEVELS) return false;
    if (depth === open.length) {
      const wider = new Uint8Array(depth * 2);
      wider.set(open);
      open = wider;
    }
    open[depth] = isObject;
    depth += 1;
    return true;
  };

  /** @returns the state behind the first byte of a value; `INVALID` if none begins so */
  const beginValue = (byte: number): number => {
    if (byte === QUOTE) return STRING;
    if (byte === OPEN_OBJECT) return push(1) ? FIRST_KEY : INVALID;
    if (byte === OPEN_LIST) return push(0) ? FIRST_ELEMENT : INVALID;
    if (byte === 0x2d) return MINUS;
    if (byte === ZERO) return NUMBER_ZERO;
    if (isDigit(byte)) return INTEGER;
    return beginLiteral(byte);
  };

  const beginLiteral = (byte: number): number => {
    literal = LITERALS.get(byte) ?? '';
    literalAt = 1;
    return literal !== '' && (bare || literal > 'a') ? LITERAL : INVALID;
  };

  const afterValue = () => (depth === 0 ? DONE : AFTER_VALUE);

  /** @returns the state behind a byte of a number; `AFTER_VALUE` if the byte is none of it */
  const number = (byte: number): number => {
    switch (state) {
      case MINUS:
        if (byte === ZERO) return NUMBER_ZERO;
        if (isDigit(byte)) return INTEGER;
        return bare && byte === 0x49 ? beginLiteral(byte) : INVALID;
      case NUMBER_ZERO:
      case INTEGER:
        if (isDigit(byte)) return state === INTEGER ? INTEGER : INVALID;
        if (byte === 0x2e) return DOT;
        return isExponent(byte) ? EXPONENT : AFTER_VALUE;
      case DOT:
        return isDigit(byte) ? FRACTION : INVALID;
      case FRACTION:
        if (isDigit(byte)) return FRACTION;
        return isExponent(byte) ? EXPONENT : AFTER_VALUE;
      case EXPONENT:
        if (byte === 0x2b || byte === 0x2d) return EXPONENT_SIGN;
        return isDigit(byte) ? EXPONENT_DIGITS : INVALID;
      case EXPONENT_SIGN:
        return isDigit(byte) ? EXPONENT_DIGITS : INVALID;
      default:
        return isDigit(byte) ? EXPONENT_DIGITS : AFTER_VALUE;
    }
  };

  const close = (byte: number): number => {
    if (byte !== (open[depth - 1] === 1 ? CLOSE_OBJECT : CLOSE_LIST)) return INVALID;
    depth -= 1;
    return afterValue();
  };

  /** @returns the state behind a byte that belongs to neither a string nor a number */
  const structure = (byte: number): number => {
    switch (state) {
      case VALUE:
        return isBlank(byte) ? VALUE : beginValue(byte);
      case AFTER_VALUE:
        if (byte === COMMA) {
          if (depth === 1) separators += 1;
          return open[depth - 1] === 1 ? KEY : VALUE;
        }
        return isBlank(byte) ? AFTER_VALUE : close(byte);
      case FIRST_KEY:
      case KEY:
        if (byte === QUOTE) return KEY_STRING;
        if (isBlank(byte)) return state;
        return state === FIRST_KEY ? close(byte) : INVALID;
      case BEFORE_COLON:
        if (byte === COLON) return VALUE;
        return isBlank(byte) ? BEFORE_COLON : INVALID;
      case FIRST_ELEMENT:
        if (isBlank(byte)) return FIRST_ELEMENT;
        return byte === CLOSE_LIST ? close(byte) : beginValue(byte);
      case ESCAPE:
        if (byte === 0x75) {
          hexLeft = 4;
          return HEX;
        }
        return ESCAPED.has(byte) ? stringState : INVALID;
      case HEX:
        if (!isHex(byte)) return INVALID;
        hexLeft -= 1;
        return hexLeft === 0 ? stringState : HEX;
      default:
        if (byte !== literal.charCodeAt(literalAt)) return INVALID;
        literalAt += 1;
        return literalAt === literal.length ? afterValue() : LITERAL;
    }
  };

  return {
    begin(what) {
      depth = separators = 0;
      if (what === 'elements') push(0);
      state = what === 'string' ? STRING : VALUE;
    },
    /** This loop decides the speed of a download: what comes most often stands first, and in local variables. */
    scan(chunk, from) {
      const { length } = chunk;
      let index = from;
      let now = state;
      let latin1: string | undefined;
      let triedTo = 0;
      while (index < length) {
        let byte = chunk[index] ?? 0;
        if (now === STRING || now === KEY_STRING) {
          while (isPlain[byte] === 1 && index < length) {
            index += 1;
            byte = chunk[index] ?? 0;
          }
          if (index >= length) break;
          index += 1;
          if (byte === QUOTE) {
            if (now === STRING) now = depth === 0 ? DONE : AFTER_VALUE;
            else if (chunk[index] === COLON) {
              index += 1;
              now = VALUE;
            } else now = BEFORE_COLON;
          } else if (byte === BACKSLASH) {
            stringState = now;
            now = ESCAPE;
          } else return ~(index - 1);
        } else if (byte === COMMA && now === AFTER_VALUE) {
          index += 1;
          if (depth === 1) separators += 1;
          if (open[depth - 1] === 0) now = VALUE;
          else if (chunk[index] === QUOTE) {
            index += 1;
            now = KEY_STRING;
          } else now = KEY;
        } else if (byte === QUOTE && now === VALUE) {
          index += 1;
          now = STRING;
        } else if (byte === OPEN_OBJECT && now === VALUE && depth === 1 && open[0] === 0 && index >= triedTo) {
          latin1 ??= chunk.toString('latin1');
          FLAT_ROW.lastIndex = triedTo = index;
          while (FLAT_ROW.test(latin1)) {
            triedTo = FLAT_ROW.lastIndex;
            separators += 1;
          }
          // What is not flat, or cut, goes byte by byte.
          index = triedTo;
          triedTo += 1;
        } else {
          state = now;
          now = now >= MINUS ? number(byte) : structure(byte);
          if (now === INVALID) return ~index;
          // The byte behind a number is none of it.
          if (now === AFTER_VALUE && state >= MINUS) {
            if (depth === 0) now = DONE;
          } else index += 1;
        }
        if (now === DONE) break;
      }
      state = now;
      return index;
    },
    isDone: () => state === DONE,
    isComplete: () =>
      state === DONE ||
      (depth === 0 && [INTEGER, NUMBER_ZERO, FRACTION, EXPONENT_DIGITS].some((complete) => complete === state)),
    separators: () => separators,
  };
}
