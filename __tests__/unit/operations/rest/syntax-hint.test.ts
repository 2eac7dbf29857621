import { expect, test } from '@jest/globals';
import { compileQuery } from '../../../../src/json/query.ts';
import { syntaxHint } from '../../../../src/operations/rest/syntax-hint.ts';

test.each<[string, string]>([
  ['Status == ‘Ended’', 'typographic quotes'],
  ['Status == “Ended”', 'typographic quotes'],
  ["$.value[0].Name == 'A'", 'JSONPath'],
  ['$[0]', 'JSONPath'],
  ['.value[0].Name', 'this is jq'],
  ["value[0]['Name']", 'a name follows a dot'],
  ['$count > `0`', 'names with "$"'],
  ['@odata.count > `0`', '"@odata.count"'],
  ["Status == 'a' and Ok", '&& for and'],
  ["not Status == 'a'", '! for not'],
  ["Status eq 'Ended'", '&& for and'],
  ["Status <> 'Error'", '&& for and'],
  ["&& Status == 'Ended'", 'each line is a condition of its own'],
  ["Status == 'Ended' ||", 'each line is a condition of its own'],
  ["Status == 'Ended' length(value) > `0`", 'two conditions'],
  ['Ok value[?A == `1`]', 'two conditions'],
  ['length(value) > 0', 'see https://jmespath.org'],
  ["Name == '$.x' )", 'see https://jmespath.org'],
  ['a ‘', 'typographic quotes'],
])('%s', (expression, hint) => {
  expect(() => compileQuery(expression)).toThrow();
  expect(syntaxHint(expression, 'expect')).toContain(hint);
});

test.each(['('.repeat(5_000), 'a '.repeat(4_000), "== 'Ended'"])(
  'of one `extract` nothing is said of lines: %.20s',
  (expression) => {
    expect(syntaxHint(expression, 'extract')).toContain('see https://jmespath.org');
  },
);
