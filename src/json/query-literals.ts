import { tokenize } from '@jmespath-community/jmespath';
import { ExactNumber } from './exact-number.ts';
import { isRawNumber, parseLossless } from './lossless.ts';

/** Begins a string that stands for a number; no text of a person begins like this. */
const MARK = '\u0000exact number ';

/**
 * The library parses literals (`` `5637144576123456789` ``) with `JSON.parse`, which loses digits: numbers that would not
 * survive are put into marked strings, from which `showExactLiterals` takes them out again.
 *
 * @throws Error of the library where the expression holds something that is no token
 */
export function hideExactLiterals(expression: string): string {
  let hidden = '';
  let copiedTo = 0;
  for (const { type, start } of tokenize(expression, { enable_legacy_literals: true })) {
    if ((type as string) !== 'Literal' || expression[start] !== '`') continue;
    const end = endOfLiteral(expression, start);
    const replaced = hideNumbers(expression.slice(start + 1, end));
    if (replaced === undefined) continue;
    hidden += `${expression.slice(copiedTo, start)}\`${replaced}`;
    copiedTo = end;
  }
  return hidden + expression.slice(copiedTo);
}

function endOfLiteral(expression: string, start: number): number {
  let index = start + 1;
  while (index < expression.length && expression[index] !== '`') index += expression[index] === '\\' ? 2 : 1;
  return index;
}

function hideNumbers(literal: string): string | undefined {
  try {
    const value = mapLeaves(parseLossless(literal.trim().replaceAll('\\`', '`')), (leaf) =>
      isRawNumber(leaf) ? MARK + leaf.rawJSON : leaf,
    );
    return JSON.stringify(value).replaceAll('`', '\\u0060');
  } catch (thrown) {
    if (thrown instanceof SyntaxError) return undefined;
    throw thrown;
  }
}

/** Turns the marked strings of a literal's value back into numbers. */
export function showExactLiterals(value: unknown): unknown {
  return mapLeaves(value, (leaf) =>
    typeof leaf === 'string' && leaf.startsWith(MARK) ? new ExactNumber(leaf.slice(MARK.length)) : leaf,
  );
}

function mapLeaves(value: unknown, change: (leaf: unknown) => unknown): unknown {
  if (Array.isArray(value)) return value.map((element) => mapLeaves(element, change));
  if (typeof value !== 'object' || value === null || isRawNumber(value)) return change(value);
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, mapLeaves(member, change)]));
}
