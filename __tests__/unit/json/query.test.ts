import { describe, expect, test } from '@jest/globals';
import { openDocument } from '../../../src/json/open.ts';
import { compileQuery, holds } from '../../../src/json/query.ts';

const BIG = '5637144576123456789';
const document = openDocument(`{
  "value": [
    {"RecId": ${BIG}, "Amount": 12.50, "Name": "b", "At": "2026-01-02T00:00:00Z"},
    {"RecId": 5637144576123456790, "Amount": 0.10, "Name": "a", "At": "2026-01-01T00:00:00Z"}
  ],
  "inner": "{\\"list\\":[1,2.0],\\"deeper\\":\\"[{\\\\\\"id\\\\\\":${BIG}}]\\"}",
  "text": "{not json}", "numbers": [10, 9, 100], "none": [], "zero": 0, "object": {}
}`);

const ask = (expression: string) => JSON.stringify(compileQuery(expression).evaluate(document));

describe('JMESPath', () => {
  test.each([
    ['value[0].RecId', BIG],
    ['value[?RecId == `5637144576123456789`].Name', '["b"]'],
    ['value[?RecId == `5637144576123456788`].Name', '[]'],
    ['value[?RecId > `5637144576123456789`].Name', '["a"]'],
    ['value[?RecId != `5637144576123456789`].Name', '["a"]'],
    ['{id: value[0].RecId, amount: value[0].Amount}', `{"id":${BIG},"amount":12.50}`],
    ['value[].RecId', `[${BIG},5637144576123456790]`],
    ['max(value[].RecId)', '5637144576123456790'],
    ['min(value[].RecId)', BIG],
    ['sort_by(value, &RecId)[-1].Name', '"a"'],
    ['max_by(value, &At).Name', '"b"'],
    ['min_by(value, &Amount).Name', '"a"'],
    ['sum(value[].Amount)', '12.60'],
    ['avg(value[].Amount)', '6.3'],
    ['abs(value[0].Amount)', '12.5'],
    ['value[0].Amount + `1`', '13.5'],
    ['value[0].Amount == `12.5`', 'true'],
    ['type(value[0].RecId)', '"number"'],
    ['to_string(value[0].RecId)', `"${BIG}"`],
    [`to_number('${BIG}')`, BIG],
    ["to_number('x')", 'null'],
    ['contains(value[].RecId, `5637144576123456790`)', 'true'],
    ['length(value)', '2'],
    ['sort(numbers)', '[9,10,100]'],
    ["value[?At > '2026-01-01T12'].Name", '["b"]'],
    ['inner.list[1]', '2.0'],
    ['inner.deeper[0].id', BIG],
    ['text', '"{not json}"'],
    ['value[?Name == `b`].Amount | [0]', '12.50'],
    ['let $id = value[1].RecId in value[?RecId == $id].Name', '["a"]'],
    ['map(&RecId, value)', `[${BIG},5637144576123456790]`],
    ['`{"id": 5637144576123456789}`', `{"id":${BIG}}`],
    ["'`5637144576123456789`'", '"`5637144576123456789`"'],
    ['nothing', 'null'],
    ['toString', 'null'],
    ['value[0].RecId.text', 'null'],
    ['value[0].RecId.*', 'null'],
    ['object.constructor', 'null'],
  ])('%s', (expression, result) => {
    expect(ask(expression)).toBe(result);
  });

  test.each([['value['], ['length('], ['nosuch(@)'], ['a b'], ['a == 5'], ['?']])('%s is refused', (expression) => {
    expect(() => compileQuery(expression)).toThrow(Error);
  });

  test.each([
    ['length(zero)', /length/],
    ['value[0].RecId + `1`', /more digits/],
    ['sort_by(value, &object)', /expected numbers alone/],
  ])('%s cannot be evaluated', (expression, message) => {
    expect(() => ask(expression)).toThrow(message);
  });
});

test.each([
  ['zero', true],
  ['value[0].RecId', true],
  ['none', false],
  ['object', false],
  ['nothing', false],
  ["''", false],
  ['`false`', false],
  ["'x'", true],
])('%s holds: %s', (expression, expected) => {
  expect(holds(compileQuery(expression).evaluate(document))).toBe(expected);
});

describe('a name in other capitals', () => {
  test.each<[string, [string, string][]]>([
    ['value[0].recid', [['recid', 'RecId']]],
    ['value[?recid == `1`].name', [['recid', 'RecId']]],
    ['value[?RecId].name', [['name', 'Name']]],
    ['let $x = VALUE in $x', [['VALUE', 'value']]],
    ['let $x = value in $x[].AMOUNT', [['AMOUNT', 'Amount']]],
    ['value[].[RecId, Name]', []],
    ['nothing.here', []],
  ])('is told of %s', (expression, told) => {
    const seen = new Map<string, string>();
    compileQuery(expression).evaluate(document, (asked, there) => seen.set(asked, there));
    expect([...seen]).toEqual(told);
  });
});
