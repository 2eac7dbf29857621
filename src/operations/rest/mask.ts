import { parseLossless, TooDeep } from '../../json/lossless.ts';
import { stringsOf } from '../../json/open.ts';
import type { Secrets } from '../../report/secrets.ts';

const SHORTEST_VALUE = 8;
const SHORTEST_WHOLE = 4;
const MOST_VALUES = 1_000;

/** Stands in sentences for the body of an answer that `mask-response` hides; in the shape of F&O's own errors. */
export const HIDDEN_BODY = JSON.stringify({ Message: 'what it says is hidden by `mask-response`' });

/**
 * Masks a body, and every string value of 8 characters or more in it, those of JSON inside strings and the lines of
 * text included.
 *
 * @param text `undefined` where the body is no text, or too large to be read as a whole
 * @returns a warning where not all of it could be masked
 */
export function maskBody(text: string | undefined, secrets: Secrets): string | undefined {
  if (text === undefined) {
    return '`mask-response`: the answer is not text, or larger than 64 MiB, so nothing of it is masked: it is in `response-file` alone.';
  }
  const warning = maskWhole('the answer', text, secrets);
  if (warning) return warning;
  const document = parsed(text);
  if (document instanceof TooDeep) {
    return '`mask-response`: the answer is nested too deeply to be read, so only the answer as a whole is masked, and not its values.';
  }
  const values = new Set<string>();
  for (const value of stringsOf(document)) {
    for (const piece of [value, ...value.split(/[\r\n]+/)]) if (piece.length >= SHORTEST_VALUE) values.add(piece);
    if (values.size > MOST_VALUES) {
      return `\`mask-response\`: the answer holds more than ${MOST_VALUES} values, so only the answer as a whole is masked, and not each of them.`;
    }
  }
  for (const value of values) secrets.addWhole(value);
  return undefined;
}

/**
 * Masks the answer or `result`. A mask of a few characters or of a word such as `true` would star it in every line.
 *
 * @returns a warning where it is such a one
 */
export function maskWhole(what: string, text: string, secrets: Secrets): string | undefined {
  const trimmed = text.trim();
  if (trimmed === '') return undefined;
  if (trimmed.length < SHORTEST_WHOLE || /^(null|true|false)$/.test(trimmed)) {
    return `\`mask-response\`: ${what} is so short that a mask would take it out of every line, so it is not masked.`;
  }
  secrets.addWhole(text);
  return undefined;
}

/** What is no JSON is one value. */
function parsed(text: string): unknown {
  try {
    return parseLossless(text);
  } catch (thrown) {
    if (thrown instanceof SyntaxError) return text;
    if (thrown instanceof TooDeep) return thrown;
    throw thrown;
  }
}
