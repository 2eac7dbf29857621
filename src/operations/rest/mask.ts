import { parseLossless } from '../../json/lossless.ts';
import { stringsOf } from '../../json/open.ts';
import type { Secrets } from '../../report/secrets.ts';

const SHORTEST_VALUE = 8;
const MOST_VALUES = 1_000;

/**
 * Masks a body, and every string value of 8 characters or more in it, those of JSON inside strings included.
 *
 * @returns a warning where it holds so many values that only the body itself was masked
 */
export function maskBody(text: string, secrets: Secrets): string | undefined {
  secrets.add(text);
  const values = new Set<string>();
  try {
    for (const value of stringsOf(parseLossless(text))) {
      if (value.length >= SHORTEST_VALUE) values.add(value);
      if (values.size > MOST_VALUES) {
        return `\`mask-response\`: the answer holds more than ${MOST_VALUES} values, so only the answer as a whole is masked, and not each of them.`;
      }
    }
  } catch (thrown) {
    if (thrown instanceof SyntaxError) return undefined;
    throw thrown;
  }
  for (const value of values) secrets.add(value);
  return undefined;
}
