import { parseNumber } from '../exact-number.ts';
import { TooDeep } from '../parse.ts';
import { parseLiteral } from '../open.ts';

/** A token and its place, counted from 0. Signs are of their own kind; `value` is that of a literal. */
export interface Token {
  kind: string;
  start: number;
  text: string;
  value?: unknown;
}

const TOKEN =
  /(?<blanks>[ \t\r\n]+)|(?<name>[A-Za-z_]\w*)|(?<number>-?\d+)|(?<sign>\[[?\]]|\|\||&&|[=!<>]=|[.*[\]{}(),:@&|<>!])|(?<quoted>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`(?:[^`\\]|\\.)*`)|./gsu;

/** @returns the tokens, the last of kind `end`; throws an Error that says what is no token, and where */
export function tokenize(expression: string): Token[] {
  const tokens: Token[] = [];
  for (const { 0: text, index: start, groups: { blanks, name, number, sign, quoted } = {} } of expression.matchAll(
    TOKEN,
  )) {
    if (name ?? number ?? sign) tokens.push({ kind: sign ?? (name ? 'name' : 'number'), start, text });
    else if (quoted) tokens.push(quotedToken(quoted, start));
    else if (/["'`]/.test(text)) throw new Error(`the quote ${text} at character ${start + 1} is never closed`);
    else if (!blanks) throw new Error(unexpected(expression, start) + (text === '=' ? ': write == to compare' : ''));
  }
  return [...tokens, { kind: 'end', start: expression.length, text: '' }];
}

export function unexpected(expression: string, start: number): string {
  const found = Array.from(expression.slice(start, start + 20))
    .slice(0, 10)
    .join('');
  return found ? `unexpected ${found} at character ${start + 1}` : 'it ends too early';
}

function quotedToken(quoted: string, start: number): Token {
  const inside = quoted.slice(1, -1);
  if (quoted.startsWith("'")) return { kind: 'literal', start, text: quoted, value: inside.replaceAll("\\'", "'") };
  const content = inside.trimStart().replaceAll('\\`', '`');
  const text = content.trimEnd();
  // What is no JSON is text without quotes (`posted`), unless it begins like an array, object or string.
  const isJson = /^[[{"]|^(true|false|null)$/.test(text) || parseNumber(text) !== null;
  try {
    if (quoted.startsWith('"')) return { kind: 'quoted name', start, text: JSON.parse(quoted) as string };
    return { kind: 'literal', start, text: quoted, value: isJson ? parseLiteral(text) : JSON.parse(`"${content}"`) };
  } catch (thrown) {
    if (!(thrown instanceof SyntaxError) && !(thrown instanceof TooDeep)) throw thrown;
    throw new Error(`what ${quoted.charAt(0)} at character ${start + 1} begins is not JSON`, { cause: thrown });
  }
}
