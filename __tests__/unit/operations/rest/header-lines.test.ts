import { describe, expect, test } from '@jest/globals';
import { parseHeaderLines, secretValues } from '../../../../src/operations/rest/header-lines.ts';

function parse(lines: string[], anonymous = false) {
  const problems: string[] = [];
  return { headers: parseHeaderLines(lines, anonymous, { problem: (message) => problems.push(message) }), problems };
}

describe('header lines', () => {
  test('keep what follows the first colon', () => {
    expect(parse(['X-Link: https://host:8080/path', 'If-Match:W/"1"', '  Prefer : a, b ', 'Empty:'])).toEqual({
      headers: { 'x-link': 'https://host:8080/path', 'if-match': 'W/"1"', prefer: 'a, b', empty: '' },
      problems: [],
    });
  });

  test.each([
    'X-Note: see this: that',
    'If-Modified-Since: Wed, 21 Oct 2026 07:28:00 GMT',
    'X-A: prefer:b',
    'X: a\u00a0b',
    '_a: 1',
  ])('hold a colon, a date or a byte as they are: %s', (line) => {
    expect(parse([line]).problems).toEqual([]);
  });

  test('may hold Authorization without a sign-in', () => {
    expect(parse(['Authorization: Basic abc'], true).headers).toEqual({ authorization: 'Basic abc' });
  });

  test.each([
    ['no colon', 'just words', /line 1: give one `Name: value`/],
    ['no name', ': value', /give one/],
    ['a blank in the name', 'My Name: value', /give one/],
    ['a control character', 'X: a\u0000b', /cannot carry/],
    ['letters beyond one byte', 'X: 東京', /cannot carry/],
    ['a header of the connection', 'Content-Length: 3', /set by the action/],
    ['a name in quotes', '"Prefer: a"', /give one/],
    ['a name in single quotes', "'Prefer: a'", /without quotes or a dash/],
    ['a dash of a list', '- Prefer: a', /give one/],
    ['a dash before the name', '-Prefer: a', /without quotes or a dash/],
    ['two headers in one line', 'Prefer: a If-Match: *', /holds two headers: .* after `headers: \|`/],
    ['two headers of which the second is short', 'X-A: secret-value Prefer: b', /holds two headers/],
    ['two headers of which the second is ours', 'Prefer: a x-ms-blob-type: BlockBlob', /holds two headers/],
    ['an invisible character in the name', 'Pre\u200bfer: a', /contains the invisible character U\+200B/],
    ['an invisible character in the value', 'Prefer: a\u200b', /contains the invisible character U\+200B/],
    ['the bearer', 'authorization: Bearer secret-value', /set from the sign-in/],
  ])('with %s are a problem that shows no value', (_what, line, message) => {
    const { problems } = parse([line]);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(message);
    expect(problems[0]).not.toContain('secret-value');
  });

  test('given twice are a problem, and blank lines count', () => {
    expect(parse(['A: 1', '', ' ', 'bad line']).problems).toEqual([expect.stringMatching(/line 4:/)]);
    expect(parse(['A: 1', 'a: 2']).problems).toEqual([expect.stringMatching(/line 2: `a` is given twice/)]);
  });
});

test.each([
  [{ authtoken: 'abc' }, ['abc', 'abc']],
  [{ authorization: 'Bearer xyz' }, ['Bearer xyz', 'xyz']],
  [{ 'x-api-key': 'k', 'ocp-apim-subscription-key': 's' }, ['k', 'k', 's', 's']],
  [{ 'if-match': '*', prefer: 'return=minimal', 'x-ms-blob-type': 'BlockBlob' }, []],
])('of %j the secrets are %j', (headers, secrets) => {
  expect(secretValues(headers as Record<string, string>)).toEqual(secrets);
});
