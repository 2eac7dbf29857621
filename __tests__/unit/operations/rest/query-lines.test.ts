import { describe, expect, test } from '@jest/globals';
import { encodeQuery, judgeNames } from '../../../../src/operations/rest/query-lines.ts';

const judge = (lines: string[], search = '') => {
  const problems: string[] = [];
  const warnings = judgeNames(search, lines, { problem: (message) => problems.push(message) });
  return { problems, warnings };
};
const encode = (line: string, isData = true) => {
  const problems: string[] = [];
  return { pairs: encodeQuery([line], isData, { problem: (message) => problems.push(message) }), problems };
};

describe('a name that F&O ignores', () => {
  test.each([
    ["filter=dataAreaId eq 'usmf'", '$filter'],
    ["%24filter=dataAreaId eq 'usmf'", '$filter'],
    ["\\$filter=dataAreaId eq 'usmf'", '$filter'],
    ['"$filter=dataAreaId eq \'usmf\'"', '$filter'],
    ["'$filter=dataAreaId eq 1'", '$filter'],
    ["- $filter=dataAreaId eq 'usmf'", '$filter'],
    ['* $top=5', '$top'],
    ['`$top=5`', '$top'],
    ['%24top=5', '$top'],
    ['$Filter=A eq 1', '$filter'],
    ['$TOP=5', '$top'],
    ['$ top=5', '$top'],
    ['$$top=5', '$top'],
    ['\u200b$top=5', '$top'],
    ['$fitler=A eq 1', '$filter'],
    ['$filters=A eq 1', '$filter'],
    ['orderBy=A', '$orderby'],
    ['$order-by=A', '$orderby'],
    ['crosscompany=true', 'cross-company'],
    ['crossCompany=true', 'cross-company'],
    ['cross_company=true', 'cross-company'],
    ['$cross-company=true', 'cross-company'],
    ['Cross-Company=true', 'cross-company'],
  ])('is a bad input: %s', (line, option) => {
    const { problems, warnings } = judge([line]);
    expect(problems).toEqual([expect.stringContaining(`which F&O ignores: did you mean \`${option}\`?`)]);
    expect(warnings).toEqual([]);
  });

  test.each(['dataAreaId=usmf', 'api-version=2', 'limit=5', 'cmp=usmf'])(
    'and is nothing like an option warns: %s',
    (line) => {
      const { problems, warnings } = judge([line]);
      expect(problems).toEqual([]);
      expect(warnings).toEqual([expect.stringMatching(/^`query` has the name "\S+", which F&O ignores\.$/)]);
    },
  );

  test.each([
    ...['$filter=A eq 1', '$select=A', '$expand=Lines', '$orderby=A desc', '$top=1', '$skip=1', '$count=true'],
    ...['$skiptoken=x', '$format=json', 'cross-company=true', '@p1=5', '$deltatoken=x', '$apply=x', ' $top = 1'],
  ])('is none of these: %s', (line) => {
    expect(judge([line])).toEqual({ problems: [], warnings: [] });
  });

  test('warns where it stands in `path`', () => {
    const search = '?filter=A eq 1&$top=5&%24skip=1&dataAreaId=usmf&@x=1';
    expect(judge([], search).warnings).toEqual([
      '`path` has the name "filter", which F&O ignores: did you mean `$filter`?',
      '`path` has the name "dataAreaId", which F&O ignores.',
    ]);
  });

  test('that XML has escaped is told by the rest of it', () => {
    expect(judge([], '?$top=1&amp;$skip=2').warnings).toEqual([expect.stringContaining('did you mean `$skip`?')]);
  });

  test('is shown with the character that nobody sees', () => {
    expect(judge(['\u200b$top=5']).problems[0]).toContain('"[U+200B]$top"');
  });
});

test.each([
  [['$filter=A eq 1', '$filter=B eq 2'], '', '$filter'],
  [['$top=10'], '?%24top=5', '$top'],
  [[], '?$orderby=A&$top=5&$orderby=B', '$orderby'],
])('an option that is given twice warns: %j, %s', (lines, search, option) => {
  const { problems, warnings } = judge(lines, search);
  expect(problems).toEqual([]);
  expect(warnings).toEqual([expect.stringContaining(`\`${option}\` is given more than once`)]);
});

test.each(['$top=1&$skip=2', "$filter=A eq 'x'&amp;$top=5", '$top=5&cross-company=true'])(
  'what & joins is a bad input: %s',
  (line) => {
    expect(encode(line).problems).toEqual([expect.stringContaining('one `name=value` per line')]);
  },
);

test('what & joins inside a text is a text', () => {
  expect(encode("$filter=Url eq 'https://x?a=1&$top=5'").problems).toEqual([]);
});

describe('two options in one line', () => {
  test.each([
    "$filter=A eq 'x' $select=A",
    '$top=5 $skip=5',
    '$select=A,B cross-company=true',
    '$expand=Lines($select=A) $top=5',
  ])('are a bad input: %s', (line) => {
    expect(encode(line).problems).toEqual([expect.stringMatching(/holds two options: .* after `query: \|`/)]);
    expect(encode(line, false).problems).toEqual([]);
  });

  test.each([
    "$filter=Name eq 'a $top=5'",
    '$expand=Lines($select=A; $top=5)',
    '$expand=Lines($expand=Taxes( $top=5))',
    "$filter=Name eq 'it''s $top=5'",
    '$orderby=A desc',
  ])('are not what this is: %s', (line) => {
    expect(encode(line).problems).toEqual([]);
    expect(encode(line).pairs).toHaveLength(1);
  });
});
