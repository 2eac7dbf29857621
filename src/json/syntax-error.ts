/** JSON's own: a byte-order mark or a no-break space is none of them. */
const BLANKS = /[ \t\r\n]*/uy;
const MARK = /[[\]{},:]/uy;
const LITERAL = /(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.+-])/uy;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/uy;

/** @returns the index behind a match that begins at `from`; `undefined` where there is none */
function endOf(pattern: RegExp, text: string, from: number): number | undefined {
  pattern.lastIndex = from;
  return pattern.test(text) ? pattern.lastIndex : undefined;
}

/** As `endOf`; one pattern for a whole string of megabytes would use up the stack. */
function endOfString(text: string, from: number): number | undefined {
  if (text[from] !== '"') return undefined;
  for (let index = from + 1; index < text.length;) {
    const char = text[index] ?? '';
    if (char === '"') return index + 1;
    if (char < ' ') return undefined;
    const next = char === '\\' ? endOf(ESCAPE, text, index) : index + 1;
    if (next === undefined) return undefined;
    index = next;
  }
  return undefined;
}

/**
 * Finds where a text stops being JSON, which the parser's message tells only together with a part of the text.
 *
 * @returns the index of the first character that does not fit; the length of the text where something is missing
 */
export function findSyntaxError(text: string): number {
  /** What is open: a list, an object. */
  const open: ('[' | '{')[] = [];
  let expected: 'value' | 'value or ]' | 'key' | 'key or }' | 'colon' | 'more' | 'nothing' = 'value';
  let index = 0;
  const afterValue = () => (open.length === 0 ? 'nothing' : 'more');
  for (;;) {
    const start = endOf(BLANKS, text, index) ?? index;
    const stringEnd = endOfString(text, start);
    const end = endOf(MARK, text, start) ?? stringEnd ?? endOf(LITERAL, text, start);
    if (end === undefined) return start;
    const mark = text[start];
    const inside = open.at(-1);
    const takesValue = expected === 'value' || expected === 'value or ]';
    if (mark === '[' || mark === '{') {
      if (!takesValue) return start;
      open.push(mark);
      expected = mark === '[' ? 'value or ]' : 'key or }';
    } else if (mark === ']' || mark === '}') {
      const ends =
        mark === ']'
          ? inside === '[' && (expected === 'value or ]' || expected === 'more')
          : inside === '{' && (expected === 'key or }' || expected === 'more');
      if (!ends) return start;
      open.pop();
      expected = afterValue();
    } else if (mark === ',') {
      if (expected !== 'more') return start;
      expected = inside === '[' ? 'value' : 'key';
    } else if (mark === ':') {
      if (expected !== 'colon') return start;
      expected = 'value';
    } else if (stringEnd !== undefined && (expected === 'key' || expected === 'key or }')) {
      expected = 'colon';
    } else {
      if (!takesValue) return start;
      expected = afterValue();
    }
    index = end;
  }
}
