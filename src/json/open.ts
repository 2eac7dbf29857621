import { ExactNumber } from './exact-number.ts';
import { looksLikeJson, parseJson } from './parse.ts';

const DEEPEST_STRING = 10;

/**
 * Parses a JSON document and opens what F&O hides inside strings: a string that is itself a JSON object or array becomes
 * that object or array, to a depth of ten strings in each other. Numbers keep their digits.
 *
 * @throws SyntaxError if the document is not JSON, TooDeep if it is nested in more than 1,000 levels
 */
export const openDocument = (text: string): unknown => parseJson(text, { openStrings: DEEPEST_STRING });

/** Every string in a JSON document, those inside strings that hold JSON included, names left out. */
export function* stringsOf(document: unknown): Generator<string> {
  const rest = [{ value: document, strings: 0 }];
  for (let next = rest.pop(); next; next = rest.pop()) {
    const { value, strings } = next;
    if (typeof value === 'string') {
      yield value;
      if (strings < DEEPEST_STRING && looksLikeJson(value))
        rest.push({ value: contentOf(value), strings: strings + 1 });
    } else if (typeof value === 'object' && value !== null && !(value instanceof ExactNumber)) {
      for (const member of Object.values(value) as unknown[]) rest.push({ value: member, strings });
    }
  }
}

/** The object or array that a string holds as JSON. */
function contentOf(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    // What only looks like JSON, or is nested too deeply, stays the string that it is: nothing else is thrown.
    return undefined;
  }
}

/** Parses a literal of an expression like `openDocument`, but leaves every string as it is. */
export const parseLiteral = (text: string): unknown => parseJson(text, { bare: false });
