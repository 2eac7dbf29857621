import assert from 'node:assert/strict';
import fc from 'fast-check';
import { compileQuery, holds } from '../../../src/json/query.ts';
import { openDocument } from '../../../src/json/open.ts';
import { hostileText } from './hostile.ts';
import { property } from './property.ts';

const NAMES = ['value', 'Status', 'RecId', 'a', '"@odata.count"', '@', 'missing'];
const LITERALS = ["'Error'", '`1`', '`null`', '`true`', '`{"a": [1]}`', '`posted`', '`5637144576000000001`'];
const PARTS = [
  ...NAMES,
  ...LITERALS,
  '.',
  '[0]',
  '[-1]',
  '[*]',
  '[]',
  '[?',
  ']',
  '(',
  ')',
  '{',
  '}',
  ':',
  ',',
  '|',
  '||',
  '&&',
  '!',
  '==',
  '!=',
  '<',
  '>=',
  '&',
  '*',
  'length(',
  'sort_by(',
  'keys(',
  'to_string(',
  '[::-1]',
  '=',
  '"',
  "'",
  '`',
];

/** Tokens in any order: hardly ever an expression. */
const tokens = fc.array(fc.constantFrom(...PARTS), { maxLength: 14 }).map((parts) => parts.join(''));

/** Expressions by the grammar. */
const { expression } = fc.letrec<{ expression: string }>((tie) => {
  const sub = tie('expression');
  return {
    expression: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.constantFrom(...NAMES),
      fc.constantFrom(...LITERALS),
      fc
        .tuple(sub, fc.constantFrom('.a', '.Status', '[0]', '[]', '[*].a', '[1:]', '.*'))
        .map(([left, right]) => `(${left})${right}`),
      fc
        .tuple(sub, fc.constantFrom('==', '!=', '<', '>=', '||', '&&', '|'), sub)
        .map(([left, sign, right]) => `(${left}) ${sign} (${right})`),
      fc.tuple(sub, sub).map(([list, condition]) => `(${list})[?${condition}]`),
      fc.tuple(sub, sub).map(([left, right]) => `[${left}, ${right}]`),
      sub.map((each) => `!(${each})`),
      fc
        .tuple(fc.constantFrom('to_string', 'to_array', 'not_null', 'type'), sub)
        .map(([name, each]) => `${name}(${each})`),
    ),
  };
});

const text = fc.oneof(
  fc.json({ depthSize: 'small' }),
  fc.constantFrom(
    '{"value":[{"RecId":5637144576000000001,"Status":"Error","a":[1,2]},{"a":"{\\"b\\":1}"}],"@odata.count":2}',
    '[]',
    'null',
  ),
);

/** @returns what it evaluates to, as text; undefined where it says that it cannot */
function outcomeOf(source: string, document: unknown): string | undefined {
  try {
    const result = compileQuery(source).evaluate(document);
    return `${String(holds(result))} ${JSON.stringify(result, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value))}`;
  } catch (thrown) {
    // A message for the reader; anything else is an accident of ours.
    assert.ok(
      thrown instanceof Error && !(thrown instanceof TypeError) && !(thrown instanceof RangeError) && thrown.message,
      String(thrown),
    );
    return undefined;
  }
}

/** It refuses or it evaluates, and what means the same gives the same. */
export const jmespath = property(
  'JMESPath',
  fc.property(fc.oneof(tokens, hostileText), expression, text, (nonsense, sensible, json) => {
    const document = openDocument(json);
    outcomeOf(nonsense, document);
    const outcome = outcomeOf(sensible, document);
    for (const same of [`(${sensible})`, `(${sensible}) | @`, `@ | (${sensible})`])
      assert.equal(outcomeOf(same, document), outcome, same);
    const negated = outcomeOf(`!(!(${sensible}))`, document);
    assert.equal(negated?.split(' ')[0], outcome?.split(' ')[0]);
  }),
);
