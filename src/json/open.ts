import { ExactNumber } from './exact-number.ts';
import { isRawNumber, parseLossless } from './lossless.ts';

const DEEPEST_STRING = 10;

/**
 * Parses a JSON document and opens what F&O hides inside strings: a string that is itself a JSON object or array becomes
 * that object or array, to a depth of ten strings in each other. Numbers keep their digits; objects inherit no names.
 *
 * @throws SyntaxError where the document is not JSON
 */
export function openDocument(text: string): unknown {
  return open(parseLossless(text), 0);
}

function open(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return openString(value, depth);
  if (isRawNumber(value)) return new ExactNumber(value.rawJSON);
  if (Array.isArray(value)) return value.map((element) => open(element, depth));
  if (typeof value !== 'object' || value === null) return value;
  const opened = Object.create(null) as Record<string, unknown>;
  for (const [name, member] of Object.entries(value)) opened[name] = open(member, depth);
  return opened;
}

function openString(text: string, depth: number): unknown {
  if (depth >= DEEPEST_STRING || !/^\ufeff?\s*[[{]/.test(text)) return text;
  try {
    return open(parseLossless(text), depth + 1);
  } catch (thrown) {
    if (thrown instanceof SyntaxError) return text;
    throw thrown;
  }
}

/** Every string in a JSON document, those inside strings that hold JSON included, names left out. */
export function* stringsOf(value: unknown, depth = 0): Generator<string> {
  if (typeof value === 'string') {
    yield value;
    const opened = openString(value, depth);
    if (typeof opened !== 'string') yield* stringsOf(opened, depth + 1);
  } else if (typeof value === 'object' && value !== null) {
    for (const member of Object.values(value)) yield* stringsOf(member, depth);
  }
}
