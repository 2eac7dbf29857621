import { ExactNumber } from './exact-number.ts';
import { isRawNumber, parseLossless, TooDeep } from './lossless.ts';

const DEEPEST_STRING = 10;
const DEEPEST_NESTING = 1_000;

/**
 * Parses a JSON document and opens what F&O hides inside strings: a string that is itself a JSON object or array becomes
 * that object or array, to a depth of ten strings in each other. Numbers keep their digits; objects inherit no names.
 *
 * @throws SyntaxError where the document is not JSON, TooDeep where it is nested in more than 1,000 levels
 */
export function openDocument(text: string): unknown {
  return open(parseLossless(text), { strings: 0, levels: 0 });
}

/** Parses a literal of an expression like `openDocument`, but leaves every string as it is. */
export function parseLiteral(text: string): unknown {
  return open(parseLossless(text), { strings: DEEPEST_STRING, levels: 0 });
}

/** How many strings and levels a value stands in. */
interface Depth {
  strings: number;
  levels: number;
}

function open(value: unknown, depth: Depth): unknown {
  if (typeof value === 'string') return openString(value, depth);
  if (isRawNumber(value)) return new ExactNumber(value.rawJSON);
  if (typeof value !== 'object' || value === null) return value;
  if (depth.levels >= DEEPEST_NESTING) throw new TooDeep('It is nested too deeply.');
  const inner = { ...depth, levels: depth.levels + 1 };
  if (Array.isArray(value)) return value.map((element) => open(element, inner));
  const opened = Object.create(null) as Record<string, unknown>;
  for (const [name, member] of Object.entries(value)) opened[name] = open(member, inner);
  return opened;
}

function openString(text: string, depth: Depth): unknown {
  const content = contentOf(text, depth.strings);
  return content === undefined ? text : open(content, { ...depth, strings: depth.strings + 1 });
}

/** The object or array that a string holds as JSON. */
function contentOf(text: string, strings: number): unknown {
  if (strings >= DEEPEST_STRING || !/^\ufeff?\s*[[{]/.test(text)) return undefined;
  try {
    return parseLossless(text);
  } catch (thrown) {
    // What is nested too deeply stays the string that it is.
    if (thrown instanceof SyntaxError || thrown instanceof TooDeep) return undefined;
    throw thrown;
  }
}

/** Every string in a JSON document, those inside strings that hold JSON included, names left out. */
export function* stringsOf(document: unknown): Generator<string> {
  const rest = [{ value: document, strings: 0 }];
  for (let next = rest.pop(); next; next = rest.pop()) {
    const { value, strings } = next;
    if (typeof value === 'string') {
      yield value;
      rest.push({ value: contentOf(value, strings), strings: strings + 1 });
    } else if (typeof value === 'object' && value !== null) {
      for (const member of Object.values(value) as unknown[]) rest.push({ value: member, strings });
    }
  }
}
