import type { QueryOutcome } from '../../json/document-task.ts';
import { showPieces } from '../../json/show-value.ts';
import type { Show } from '../../server-text.ts';

const LONGEST_SHOWN = 500;
const HIDDEN = 'Its value and the response are hidden by `mask-response`.';

export type Unmet = Extract<QueryOutcome, { kind: 'unmet' }>;

/**
 * The message about an expression of `expect` that does not hold.
 *
 * @param show `hidden` with `mask-response`
 * @param remarks stand before the response, which an annotation may cut off
 */
export function describeUnmet(unmet: Unmet, show: Show | 'hidden', remarks: readonly string[] = []): string {
  const { expression, value, missing, document } = unmet;
  const why = `\`expect\` does not hold: ${expression}${missing ? missingName(missing) : whatItGives(value, show)}`;
  const response = show === 'hidden' ? HIDDEN : `The response: ${showPieces(document, show, LONGEST_SHOWN)}`;
  return [why, ...remarks, response].join(' ');
}

function whatItGives(value: Unmet['value'], show: Show | 'hidden'): string {
  if (Array.isArray(value)) return show === 'hidden' ? '.' : ` gives ${showPieces(value, show, LONGEST_SHOWN)}.`;
  return ` cannot be evaluated${show === 'hidden' ? '' : ` (${show(value.problem)})`}.`;
}

/** Of a name that is missing, `!=` would hold whatever the response says. */
function missingName({ left, comparator, right }: NonNullable<Unmet['missing']>): string {
  const literal = /^(true|false)$/i.test(right) ? `\`${right.toLowerCase()}\`` : `'${right}'`;
  return ` compares with a property ${right}, which is missing. Did you mean ${left} ${comparator} ${literal}?`;
}
