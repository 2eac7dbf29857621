import { describe, expect, test } from '@jest/globals';
import { compileQuery } from '../../../../src/json/query.ts';
import {
  bareLiteralHint,
  emptyExpectationHint,
  literalHint,
} from '../../../../src/operations/rest/expectation-hints.ts';

const treeOf = (expression: string) => compileQuery(expression).tree;

describe('a name where a literal is meant', () => {
  test.each([
    ['Status != "Error"', "'Error'"],
    ['"Error" != Status', "'Error'"],
    ['(Company == "usmf") && Rows', "'usmf'"],
    ['Status == ("Error")', "'Error'"],
    ['value != []', '`[]`'],
    ['[] == value', '`[]`'],
    ['value[?Lines != []] | [0]', '`[]`'],
    ['Company=="usmf"||Rows', "'usmf'"],
    ['value[?Name == "O\'Brien"].RecId', "'O\\'Brien'"],
    ['{isOurs: Company == "usmf"}', "'usmf'"],
    ['!contains(Message, "error")', "'error'"],
    ['!contains(["Error"], Status)', "'Error'"],
    ['value[?contains(Name, "x") && Active]', "'x'"],
    ['Status | @ == "Error"', "'Error'"],
    ['sort_by(value, &Name == "x")', "'x'"],
    ['IsSuccess == true', '`true`'],
    ['true == IsSuccess', '`true`'],
    ['IsSuccess != false', '`false`'],
    ["false == 'no'", '`false`'],
  ])('is found in %s', (expression, instead) => {
    expect(literalHint(treeOf(expression))).toContain(`write ${instead} `);
  });

  test('is shown as it is written for the member as well', () => {
    const written = /or (@\.\S+) for the member/.exec(literalHint(treeOf('a == "b"')) ?? '')?.[1] ?? '';
    expect(literalHint(treeOf(`a == ${written}`))).toBeUndefined();
    expect(compileQuery(`a == ${written}`).evaluate({ a: 1, b: 1 })).toBe(true);
  });

  test.each([
    "Status != 'Error'",
    'IsSuccess == `true`',
    'Status == "$attributes".name',
    '"@odata.count" > `0`',
    '"Credit Limit" > `0`',
    'Etag == "@odata.etag"',
    '["@odata.etag", "Name"]',
    '[length(value), "Name"]',
    '{"Company": dataAreaId, "true": `true`}',
    'sort_by(value, &"Credit Limit")',
    'Errors == null',
    'Done == Total',
    'Done.true == Total',
    'value == `[]`',
    'Names == Lines[]',
    'Lines[].Name == Names',
  ])('is not in %s', (expression) => {
    expect(literalHint(treeOf(expression))).toBeUndefined();
  });
});

describe('an expectation that asks nothing', () => {
  test.each([
    ["'Ended'", "as in Status == 'Ended'"],
    ["('it\\'s')", "as in Status == 'it\\'s'"],
    ["''", "as in Status == ''"],
    ['`posted`', "as in Status == 'posted'"],
    ['`true`', 'the same for every response'],
    ['`false`', 'the same for every response'],
    ['`null`', 'the same for every response'],
    ['`5`', 'the same for every response'],
    ['`[1]`[0]', 'the same for every response'],
    ["!''", 'the same for every response'],
    ["'a'=='a'", 'the same for every response'],
    ["'a' != 'b'", 'the same for every response'],
    ["length('abc') == `3`", 'the same for every response'],
    ["contains('abc', 'b')", 'the same for every response'],
    ['length(map(&a, `[1]`)) == `1`', 'the same for every response'],
    ['length(`1`)', 'the same for every response'],
    ["Status | 'Ended'", 'the same for every response'],
    ["value[*] | length('x')", 'the same for every response'],
    ['Status == Status', 'the same for every response'],
    ['@ == @', 'the same for every response'],
    ["'Ended' || Status", 'the same for every response'],
    ['value || `true`', 'the same for every response'],
    ['value || [Status]', 'the same for every response'],
    ["!!(Status == 'Finished' || 'Ended')", 'the same for every response'],
    ["Status == 'Finished' || 'Ended'", "as in Status == 'Ended'"],
    ["(Status == 'Finished' || 'Ended')", "as in Status == 'Ended'"],
    ["Job == 'a' || Job == 'b' || 'c'", "as in Job == 'c'"],
    ["@ || 'Ended'", "as in Status == 'Ended'"],
    ["Ok && 'Ended'", "as in Status == 'Ended'"],
    ["Ok && (State == 'Finished' || 'Ended')", "as in State == 'Ended'"],
    ["Status != 'Error' && 'Canceled'", "as in Status == 'Canceled'"],
    ["value[?State == 'Finished' || 'Ended']", "as in State == 'Ended'"],
    ['"Status == \'Error\'"', 'leave them out'],
    ['!"Status == \'Error\'"', 'leave them out'],
    ['"Status = \'Error\'"', 'leave them out'],
    ['"length(value)"', 'leave them out'],
    ['"a || b"', 'leave them out'],
    ['("@odata.count > `0`")', 'leave them out'],
    ['[Status, Ok]', 'one condition per line'],
    ['([Status])', 'one condition per line'],
    ['{ok: Status}', 'one condition per line'],
    ['@ | [Status]', 'the same for every response'],
    ['Ok && [Status]', 'one condition per line'],
    ['length(value)', 'as in length(…) > `0`'],
    ['sum(value[].Amount)', 'as in sum(…) > `0`'],
    ['type(value)', "as in type(…) == 'array'"],
    ['length(value) >= `0`', 'write length(…) > `0`'],
    ['`0` <= length(value)', 'write length(…) > `0`'],
    ['length(value) > `-1`', 'write length(…) > `0`'],
    ['length(value) != `-1`', 'write length(…) > `0`'],
    ['Ok && abs(Amount) >= `0.0`', 'write abs(…) > `0`'],
    ['!(length(value) < `0`)', 'the same for every response'],
    ['Ok || length(value) >= `0`', 'the same for every response'],
    ['length(value) < `0`', 'no response meets it'],
    ['length(value) == `-1`', 'no response meets it'],
    ["!(Status == 'Finished' || 'Ended')", 'no response meets it'],
    ['!length(value)', 'no response meets it'],
    ['Status != Status', 'no response meets it'],
    ['![Status]', 'no response meets it'],
  ])('%s', (expression, hint) => {
    expect(emptyExpectationHint(treeOf(expression))).toContain(hint);
  });

  test.each([
    'Ok',
    '@',
    '!Error',
    'value',
    'value[0]',
    "Status == 'Ended'",
    "Status == 'Finished' || Status == 'Ended'",
    '"Credit Limit" > `0`',
    '"Amount (USD)" > `5`',
    '"@odata.count" > `0`',
    'length(value) > `0`',
    'length(value) >= `1`',
    'length(value) == `0`',
    'length(value) != `0`',
    'length(value) <= `0`',
    '`1` > length(value)',
    'length(value) == `5`',
    'length(value) != `5`',
    "length(value) == '0'",
    'length(value) >= Count',
    'sum(value[].Amount) >= `0`',
    "value[?Status == 'A']",
    "!value[?Status == 'A']",
    'value[?`true`]',
    'value[0].{a: a}',
    'value | [Status]',
    '@ || value',
    'Errors == null',
    'Done == Total',
    'Status <= Status',
    "contains(['A', 'B'], Status)",
    'not_null(a, b)',
    'avg(value[].Amount)',
    'max(value[].Amount)',
    "Status == 'x' && Ok",
    "to_string(Ok) == 'true'",
    "value[].Status | [0] == 'x'",
  ])('is not %s', (expression) => {
    expect(emptyExpectationHint(treeOf(expression))).toBeUndefined();
  });
});

test.each([
  ["'a'", true],
  ['(`1`)', true],
  ['`{"a": 1}`', true],
  ["'a' == 'a'", false],
  ['[`1`]', false],
  ["Status || 'none'", false],
  ["Status == 'Finished' || 'Ended'", false],
  ['length(value)', false],
])('extract %s is a bare literal: %s', (expression, isBare) => {
  expect(bareLiteralHint(treeOf(expression)) !== undefined).toBe(isBare);
});
