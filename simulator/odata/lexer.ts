import { NotKnown, ODataError } from './errors.ts';

export type Token =
  | { kind: 'string'; value: string }
  | { kind: 'enum'; type: string; member: string }
  | { kind: 'number'; digits: string }
  | { kind: 'date'; ms: number }
  | { kind: 'guid' }
  | { kind: 'word'; text: string }
  | { kind: 'symbol'; text: string };

const patterns: readonly [RegExp, (match: RegExpExecArray) => Token | undefined][] = [
  [/\s+/y, () => undefined],
  [/([A-Za-z_][\w.]*)'((?:[^']|'')*)'/y, ([, type = '', member = '']) => ({ kind: 'enum', type, member })],
  [/'((?:[^']|'')*)'/y, ([, value = '']) => ({ kind: 'string', value: value.replaceAll("''", "'") })],
  [
    /\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d))?/y,
    ([value]) => ({ kind: 'date', ms: Date.parse(value) }),
  ],
  [/[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}/iy, () => ({ kind: 'guid' })],
  [
    /-?\d+(?:\.\d+)?(?:e[+-]?\d+[dfm]?|[dflm])(?!\w)/iy,
    ([number]) => {
      throw new NotKnown(`the number ${number}`);
    },
  ],
  [/-?\d+(?:\.\d+)?/y, ([digits]) => ({ kind: 'number', digits })],
  [/[(),=:]/y, ([text]) => ({ kind: 'symbol', text })],
  [/\$?[A-Za-z_][\w./]*/y, ([text]) => ({ kind: 'word', text })],
];

/** The tokens of an OData expression. Throws ODataError 400 at a character that begins none. */
export function tokens(expression: string): Token[] {
  const found: Token[] = [];
  let at = 0;
  while (at < expression.length) {
    const next = patterns.find(([pattern]) => {
      pattern.lastIndex = at;
      return pattern.test(expression);
    });
    if (next === undefined) throw new ODataError(400, `Syntax error at position ${at} in '${expression}'.`);
    const [pattern, make] = next;
    pattern.lastIndex = at;
    const match = pattern.exec(expression);
    if (match === null) break;
    at += match[0].length;
    const token = make(match);
    if (token !== undefined) found.push(token);
  }
  return found;
}
