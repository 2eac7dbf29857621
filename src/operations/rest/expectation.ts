import { messageOf } from '../../errors.ts';
import type { Query } from '../../json/query.ts';

const LONGEST_SHOWN = 500;

/**
 * Asks every expression of `expect`.
 *
 * @param holds JMESPath's truth
 * @returns `undefined` where all hold, else a sentence that shows the expression and its value
 */
export function unmetExpectation(
  queries: readonly Query[],
  document: unknown,
  holds: (value: unknown) => boolean,
): string | undefined {
  for (const { expression, evaluate } of queries) {
    try {
      const value = evaluate(document);
      if (!holds(value))
        return `\`expect\` does not hold: ${expression} gives ${shown(value)}. The answer: ${shown(document)}`;
    } catch (thrown) {
      return `\`expect\` does not hold: ${expression} cannot be evaluated (${messageOf(thrown)}). The answer: ${shown(document)}`;
    }
  }
  return undefined;
}

function shown(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN - 1)}…` : text;
}
