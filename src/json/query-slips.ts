import { tokenize } from '@jmespath-community/jmespath';

const COMPARATORS = ['EQ', 'NE', 'LT', 'LTE', 'GT', 'GTE'];
/** What may stand behind an operand that is a name and nothing more. */
const ENDS = ['EOF', 'And', 'Or', 'Pipe', 'Comma', 'Rparen', 'Rbracket', 'Rbrace'];
const OPENING = ['Lparen', 'Lbracket', 'Filter', 'Lbrace'];
const CLOSING = ['Rparen', 'Rbracket', 'Rbrace'];

/**
 * In JMESPath `"Error"`, `true` and `false` are names of members, so `Status != "Error"` holds of every answer.
 *
 * @param expression valid JMESPath
 * @returns what to write instead, where such a name is compared with or handed to a function; `undefined` where none is
 */
export function literalSlip(expression: string): string | undefined {
  const tokens: { type: string; value?: unknown }[] = tokenize(expression, { enable_legacy_literals: true });
  /** Of each bracket that is open, whether it holds the arguments of a function. */
  const open: boolean[] = [];
  for (const [index, { type, value: name }] of tokens.entries()) {
    const before = tokens[index - 1]?.type ?? '';
    const after = tokens[index + 1]?.type ?? 'EOF';
    if (OPENING.includes(type)) open.push(type === 'Lparen' && before === 'UnquotedIdentifier');
    if (CLOSING.includes(type)) open.pop();
    const isOperand = COMPARATORS.includes(before) || (before === 'Comma' && open.at(-1) === true);
    if (!isOperand || !ENDS.includes(after) || typeof name !== 'string') continue;
    // Names such as "@odata.etag" cannot be written without quotes, and are no text that anybody compares with.
    if (type === 'QuotedIdentifier' && !name.startsWith('@')) {
      const quoted = JSON.stringify(name);
      return `${quoted} is the name of a member: write '${name.replaceAll("'", "\\'")}' for the text, or @.${quoted} for the member`;
    }
    if (type === 'UnquotedIdentifier' && (name === 'true' || name === 'false')) {
      return `${name} is the name of a member: write \`${name}\` in backquotes for the truth value`;
    }
  }
  return undefined;
}
