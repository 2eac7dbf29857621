import {
  BACKSLASH,
  CLOSE_LIST,
  CLOSE_OBJECT,
  COLON,
  COMMA,
  isBlank,
  isDigit,
  MINUS_SIGN,
  OPEN_LIST,
  OPEN_OBJECT,
  QUOTE,
  ZERO,
} from './bytes.ts';
import { numberOf } from './exact-number.ts';

/** A document is nested more deeply than it can be read. */
export class TooDeep extends Error {
  override name = 'TooDeep';
}

const MOST_LEVELS = 1_000;
/** More digits may not survive in a JavaScript number. */
const SAFE_DIGITS = 15;

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const LITERAL = /true|false|null/y;
/** F&O writes reals so that have no value in JSON. */
const BARE = /NaN|-?Infinity/y;
const LITERALS: Readonly<Record<string, unknown>> = { true: true, false: false, null: null };

/**
 * Parses JSON without losing a digit, in time and memory that grow with its length alone: a number whose text would not
 * survive becomes an `ExactNumber`. A byte-order mark is skipped.
 *
 * @param options `bare` is whether `NaN` and `Infinity` are read, as `null`; `openStrings` in how many strings within each other JSON is opened: a string that is itself a JSON object or
 *   array becomes that object or array, as F&O's services and data management actions return it
 * @throws SyntaxError if the text is not JSON, TooDeep if it is nested in more than 1,000 levels
 */
export function parseJson(json: string, { openStrings = 0, bare = true } = {}): unknown {
  let text = '';
  let at = 0;
  let levels = 0;
  let strings = openStrings;
  /** Those of the lists that are open: a list that grows by itself takes memory for 17 of them. */
  const elements: unknown[] = [];
  let pending = 0;
  /** Why the text is no JSON: exceptions would be slow where a million strings only look like JSON. */
  let fault: 'syntax' | 'depth' | undefined;

  const fail = (why: 'syntax' | 'depth' = 'syntax'): null => {
    fault ??= why;
    return null;
  };
  const faultUntilNow = () => fault;

  const skipBlanks = (): number => {
    for (;;) {
      const code = text.charCodeAt(at);
      if (!isBlank(code)) return code;
      at += 1;
    }
  };

  /** @returns the match of a sticky pattern here; empty if there is none */
  const match = (pattern: RegExp): string => {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0] ?? '';
    at += found.length;
    return found;
  };

  const parseString = (): string => {
    const start = at;
    let isEscaped = false;
    for (at += 1; ; at += 1) {
      const code = text.charCodeAt(at);
      if (code === QUOTE) break;
      if (code === BACKSLASH) {
        isEscaped = true;
        at += 1;
      } else if (!(code >= 0x20)) {
        fail();
        return '';
      }
    }
    at += 1;
    if (!isEscaped) return text.slice(start + 1, at - 1);
    try {
      return JSON.parse(text.slice(start, at)) as string;
    } catch {
      fail();
      return '';
    }
  };

  const parseNumber = (): unknown => {
    const start = at;
    let value = 0;
    while (isDigit(text.charCodeAt(at)) && at - start < SAFE_DIGITS) {
      value = value * 10 + text.charCodeAt(at) - ZERO;
      at += 1;
    }
    const next = text.charCodeAt(at);
    const isPlain = at > start && !isDigit(next) && next !== 0x2e && (next | 0x20) !== 0x65;
    if (isPlain && (text.charCodeAt(start) !== ZERO || at === start + 1)) return value;
    at = start;
    const written = match(NUMBER);
    if (written) return isDigit(text.charCodeAt(at)) ? fail() : numberOf(written);
    return bare && match(BARE) && strings === openStrings ? null : fail();
  };

  const parseList = (): unknown => {
    at += 1;
    if (skipBlanks() === CLOSE_LIST) {
      at += 1;
      return EMPTY_LIST;
    }
    const start = pending;
    for (;;) {
      const value = parseValue();
      elements[pending] = value;
      pending += 1;
      if (fault) return undefined;
      const code = skipBlanks();
      at += 1;
      if (code === CLOSE_LIST) {
        const list = elements.slice(start, pending);
        pending = start;
        return list;
      }
      if (code !== COMMA) return fail();
    }
  };

  const parseObject = (): unknown => {
    at += 1;
    if (skipBlanks() === CLOSE_OBJECT) {
      at += 1;
      return EMPTY_OBJECT;
    }
    const object: Record<string, unknown> = {};
    for (;;) {
      if (skipBlanks() !== QUOTE) return fail();
      const name = parseString();
      if (skipBlanks() !== COLON) return fail();
      at += 1;
      const value = parseValue();
      if (fault) return undefined;
      // An assignment would change what the object inherits.
      if (name === '__proto__') Object.defineProperty(object, name, { value, ...OWN });
      else object[name] = value;
      const code = skipBlanks();
      at += 1;
      if (code === CLOSE_OBJECT) return object;
      if (code !== COMMA) return fail();
    }
  };

  const parseValue = (): unknown => {
    const code = skipBlanks();
    if (code === QUOTE) return openString(parseString());
    if (code === OPEN_LIST || code === OPEN_OBJECT) {
      if (levels >= MOST_LEVELS) return fail('depth');
      levels += 1;
      const value = code === OPEN_LIST ? parseList() : parseObject();
      levels -= 1;
      return value;
    }
    if (code === MINUS_SIGN || isDigit(code)) return parseNumber();
    const literal = match(LITERAL);
    return literal ? LITERALS[literal] : parseNumber();
  };

  const parseText = (whole: string): unknown => {
    text = whole;
    at = whole.startsWith('\ufeff') ? 1 : 0;
    const value = parseValue();
    skipBlanks();
    return fault || at < text.length ? fail() : value;
  };

  /** What only looks like JSON, or is nested too deeply, stays the string that it is. */
  const openString = (inner: string): unknown => {
    if (fault || strings === 0 || !looksLikeJson(inner)) return inner;
    const outer = { text, at, levels, pending };
    strings -= 1;
    const value = parseText(inner);
    strings += 1;
    ({ text, at, levels, pending } = outer);
    if (!faultUntilNow()) return value;
    fault = undefined;
    return inner;
  };

  const document = parseText(json);
  switch (faultUntilNow()) {
    case 'syntax':
      throw new SyntaxError('The text is not JSON.');
    case 'depth':
      throw new TooDeep('The text is nested too deeply.');
    case undefined:
      return document;
  }
}

/** One of each is enough, since nobody changes a document. */
const EMPTY_LIST = Object.freeze([]);
const EMPTY_OBJECT = Object.freeze({});
const OWN = { writable: true, enumerable: true, configurable: true };

/** Whether a string begins and ends like a JSON object or array, so that most others cost nothing. */
export function looksLikeJson(text: string): boolean {
  let first = text.startsWith('\ufeff') ? 1 : 0;
  let last = text.length - 1;
  while (isBlank(text.charCodeAt(first))) first += 1;
  while (isBlank(text.charCodeAt(last))) last -= 1;
  const mark = text[first];
  return (mark === '{' && text[last] === '}') || (mark === '[' && text[last] === ']');
}
