import { messageOf } from '../../errors.ts';
import type { OnOtherCase, Query } from '../../json/query.ts';

const LONGEST_SHOWN = 500;

export interface Expectation {
  queries: readonly Query[];
  /** JMESPath's truth. */
  holds: (value: unknown) => boolean;
  /** How values and the answer are shown: `hidden` with `mask-response`, else without the secrets of the run. */
  show: 'hidden' | ((text: string) => string);
  onOtherCase: OnOtherCase;
}

/** @returns `undefined` where every expression of `expect` holds, else a sentence that shows the first that does not */
export function unmetExpectation(
  { queries, holds, show, onOtherCase }: Expectation,
  document: unknown,
): string | undefined {
  for (const { expression, evaluate } of queries) {
    try {
      const value = evaluate(document, onOtherCase);
      if (holds(value)) continue;
      if (show === 'hidden') return `\`expect\` does not hold: ${expression}. ${HIDDEN}`;
      return `\`expect\` does not hold: ${expression} gives ${shown(value, show)}. The answer: ${shown(document, show)}`;
    } catch (thrown) {
      if (show === 'hidden') return `\`expect\` does not hold: ${expression} cannot be evaluated. ${HIDDEN}`;
      return `\`expect\` does not hold: ${expression} cannot be evaluated (${messageOf(thrown)}). The answer: ${shown(document, show)}`;
    }
  }
  return undefined;
}

const HIDDEN = 'Its value and the answer are hidden by `mask-response`.';

/** Secrets go before the text is cut: of a part of one nobody could tell any more what it is. */
function shown(value: unknown, redact: (text: string) => string): string {
  const text = redact(JSON.stringify(value));
  return text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN - 1)}…` : text;
}
