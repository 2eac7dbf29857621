const TOKEN =
  /\s*(?:([[\]{},:])|("(?:[^"\\\p{Cc}]|[\u007f-\u009f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*")|(-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.+-]))/uy;

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
    TOKEN.lastIndex = index;
    const token = TOKEN.exec(text);
    const start = index + (/^\s*/.exec(text.slice(index, index + 1_000))?.[0].length ?? 0);
    if (!token) return start;
    const [, mark, string] = token;
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
    } else if (string !== undefined && (expected === 'key' || expected === 'key or }')) {
      expected = 'colon';
    } else {
      if (!takesValue) return start;
      expected = afterValue();
    }
    index = TOKEN.lastIndex;
  }
}
