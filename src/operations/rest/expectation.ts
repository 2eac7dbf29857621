import { messageOf } from '../../errors.ts';
import type { Observer } from '../../json/jmespath/interpret.ts';
import type { Query } from '../../json/query.ts';

const LONGEST_SHOWN = 500;

export interface Expectation {
  queries: readonly Query[];
  /** JMESPath's truth. */
  holds: (value: unknown) => boolean;
  /** How values and the response are shown: `hidden` with `mask-response`, else without the secrets of the run. */
  show: 'hidden' | ((text: string) => string);
  onOtherCase: Required<Observer>['onOtherCase'];
}

/** @returns `undefined` if every expression of `expect` holds, else a message about the first that does not */
export function unmetExpectation(
  { queries, holds, show, onOtherCase }: Expectation,
  document: unknown,
): string | undefined {
  const response = show === 'hidden' ? HIDDEN : `The response: ${shown(document, show)}`;
  for (const { expression, evaluate } of queries) {
    let missing: string | undefined;
    const onMissingName: Required<Observer>['onMissingName'] = (left, comparator, right) =>
      (missing ??= missingName(`${left} ${comparator}`, right));
    try {
      const value = evaluate(document, { onOtherCase, onMissingName });
      if (missing === undefined && holds(value)) continue;
      const why = missing ?? (show === 'hidden' ? '.' : ` gives ${shown(value, show)}.`);
      return `\`expect\` does not hold: ${expression}${why} ${response}`;
    } catch (thrown) {
      const why = missing ?? ` cannot be evaluated${show === 'hidden' ? '' : ` (${messageOf(thrown)})`}.`;
      return `\`expect\` does not hold: ${expression}${why} ${response}`;
    }
  }
  return undefined;
}

const HIDDEN = 'Its value and the response are hidden by `mask-response`.';

/** Of a name that is missing, `!=` would hold whatever the response says. */
function missingName(begin: string, name: string): string {
  const literal = /^(true|false)$/i.test(name) ? `\`${name.toLowerCase()}\`` : `'${name}'`;
  return ` compares with a property ${name}, which is missing. Did you mean ${begin} ${literal}?`;
}

/** Secrets go before the text is cut: of a part of one nobody could tell any more what it is. */
function shown(value: unknown, redact: (text: string) => string): string {
  const text = redact(JSON.stringify(value));
  return text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN - 1)}…` : text;
}
