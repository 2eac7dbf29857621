import { describe, expect, test } from '@jest/globals';
import { openDocument } from '../../../src/json/open.ts';
import type { Missing } from '../../../src/json/jmespath/interpret.ts';
import { compileQuery, holds } from '../../../src/json/query.ts';

const BIG = '5637144576123456789';
const document = openDocument(`{
  "value": [
    {"RecId": ${BIG}, "Amount": 12.50, "Name": "b", "At": "2026-01-02T00:00:00Z", "Tags": ["x", "y"]},
    {"RecId": 5637144576123456790, "Amount": 0.10, "Name": "a", "At": "2026-01-01T00:00:00Z", "Tags": []}
  ],
  "inner": "{\\"list\\":[1,2.0],\\"deeper\\":\\"[{\\\\\\"id\\\\\\":${BIG}}]\\"}",
  "text": "{not json}", "numbers": [10, 9, 100], "none": [], "zero": 0, "object": {}, "isOpen": false, "nothing": null,
  "nested": [[1, [2]], [3], 4], "map": {"one": {"n": 1}, "two": {"n": 2}, "three": {}},
  "Credit Limit": 5, "@odata.count": 2, "größe": "süß", "emoji": "a😀b", "lists": {"a": {"l": [1, 2]}, "b": {"l": [3]}}, "word": "subject string", "null": null
}`);

const ask = (expression: string) => JSON.stringify(compileQuery(expression).evaluate(document));

describe('an expression', () => {
  test.each([
    // Names
    ['zero', '0'],
    ['isOpen', 'false'],
    ['nothing', 'null'],
    ['missing', 'null'],
    ['zero.a', 'null'],
    ['"Credit Limit"', '5'],
    ['"@odata.count"', '2'],
    ['"gr\\u00f6\\u00dfe"', '"süß"'],
    ['"größe"', '"süß"'],
    ['inner . list', '[1,2.0]'],
    ['map.one.n', '1'],
    ['@.zero', '0'],
    ['toString', 'null'],
    ['object.constructor', 'null'],
    ['value[0].RecId.text', 'null'],
    // Literals
    ["'a'", '"a"'],
    ["'it\\'s'", '"it\'s"'],
    ["'a\\\\b'", '"a\\\\\\\\b"'],
    ["'`5637144576123456789`'", '"`5637144576123456789`"'],
    ["'[{'", '"[{"'],
    ['`1`', '1'],
    ['` [1, {"a": null}] `', '[1,{"a":null}]'],
    ['`true`', 'true'],
    ['`null`', 'null'],
    ['`posted`', '"posted"'],
    ['` posted `', '"posted "'],
    ['` true `', 'true'],
    ['`2026-01-02`', '"2026-01-02"'],
    ['`01`', '"01"'],
    ['`"a\\`b"`', '"a`b"'],
    ['`"{\\"a\\":1}"`', '"{\\"a\\":1}"'],
    // Indexes and slices
    ['numbers[0]', '10'],
    ['numbers[-1]', '100'],
    ['numbers[3]', 'null'],
    ['text[0]', 'null'],
    ['numbers[1:]', '[9,100]'],
    ['numbers[:2]', '[10,9]'],
    ['numbers[::-1]', '[100,9,10]'],
    ['numbers[-2:9]', '[9,100]'],
    ['numbers[::2]', '[10,100]'],
    ['numbers[5:1:-2]', '[100]'],
    ['text[1:2]', 'null'],
    // Projections
    ['value[*].Name', '["b","a"]'],
    ['value[].Name', '["b","a"]'],
    ['value[*].Tags[0]', '["x"]'],
    ['value[*].Tags | [0]', '["x","y"]'],
    ['value[*].nope', '[]'],
    ['zero[*]', 'null'],
    ['nested[]', '[1,[2],3,4]'],
    ['nested[][]', '[1,2,3,4]'],
    ['map.*.n', '[1,2]'],
    ['map.* | [0].n', '1'],
    // A filter behind `[*]` is part of the projection, and behind `.*` it is not, as in the reference implementation.
    ['lists.* | [*].l[?@ > `1`]', '[[2],[3]]'],
    ['lists.*.l[?@ > `1`]', '[]'],
    ['lists.*.l[0]', '[1,3]'],
    ['lists.*.l[]', '[1,2,3]'],
    ['*.n', '[]'],
    ['value[0].RecId.*', 'null'],
    ['value[1:].Name', '["a"]'],
    // Filters
    ["value[?Name == 'a'].At", '["2026-01-01T00:00:00Z"]'],
    ['value[?Tags].Name', '["b"]'],
    ['value[?!Tags].Name', '["a"]'],
    ["value[?Name == 'a' || Tags].Name", '["b","a"]'],
    ["value[?Name == 'a' && Tags].Name", '[]'],
    ['value[?Name == `b`].Amount | [0]', '12.50'],
    ['numbers[?@ > `9`]', '[10,100]'],
    ['map[?n]', 'null'],
    // Several values
    ['[zero, isOpen]', '[0,false]'],
    ['{a: zero, "b c": isOpen}', '{"a":0,"b c":false}'],
    ['value[0].[Name, Tags[1]]', '["b","y"]'],
    ['value[*].{n: Name}', '[{"n":"b"},{"n":"a"}]'],
    ['missing.[a]', 'null'],
    ['missing | {a: a}', 'null'],
    ['{"__proto__": zero}', '{"__proto__":0}'],
    // Logic, and what binds more strongly
    ['zero || isOpen', '0'],
    ["isOpen || 'x'", '"x"'],
    ['none || object || zero', '0'],
    ["zero && 'x'", '"x"'],
    ['isOpen && zero', 'false'],
    ['!isOpen', 'true'],
    ['!!none', 'false'],
    ['!zero', 'false'],
    ["!value[?Name == 'c']", 'true'],
    ['!map.one.n', 'false'],
    ['!isOpen == `true`', 'true'],
    ["isOpen && 'a' || 'b'", '"b"'],
    ["isOpen && ('a' || 'b')", 'false'],
    ['zero == `0` && numbers[0] > numbers[1]', 'true'],
    ['isOpen | @ || zero', 'null'],
    ['(value[*].Tags)[0]', '["x","y"]'],
    // Comparisons
    ['zero == `0`', 'true'],
    ['zero == `0.0`', 'true'],
    ["zero == '0'", 'false'],
    ['numbers == `[10, 9, 100.0]`', 'true'],
    ['map.one == `{"n": 1}`', 'true'],
    ['map.one != `{"n": 1, "m": 2}`', 'true'],
    ['missing == null', 'true'],
    ['missing == nothing', 'true'],
    ['numbers[0] >= `10`', 'true'],
    ['numbers[0] < `10`', 'false'],
    ['numbers[0] <= `10`', 'true'],
    ["numbers[0] > '9'", 'null'],
    ['nothing < `1`', 'null'],
    ["'a' < 'b'", 'true'],
    ["'b' <= 'a'", 'false'],
    ["'a' < 'a b'", 'true'],
    ["value[?At > '2026-01-01T12'].Name", '["b"]'],
    ["'\uffff' < '😀'", 'true'],
    // White space
    [' value\n[ 0 ] .\tName ', '"b"'],
    ['value[?\n  Name == `a`\n] | [0].Name', '"a"'],
  ])('%s gives %s', (expression, result) => {
    expect(ask(expression)).toBe(result);
  });
});

describe('a number keeps every digit', () => {
  test.each([
    ['value[0].RecId', BIG],
    ['value[?RecId == `5637144576123456789`].Name', '["b"]'],
    ['value[?RecId == `5637144576123456788`].Name', '[]'],
    ['value[?RecId > `5637144576123456789`].Name', '["a"]'],
    ['value[?RecId != `5637144576123456789`].Name', '["a"]'],
    ['value[?RecId < `5.63714457612345679e18`].Name', '["b"]'],
    ['{id: value[0].RecId, amount: value[0].Amount}', `{"id":${BIG},"amount":12.50}`],
    ['value[].RecId', `[${BIG},5637144576123456790]`],
    ['value[0].Amount == `12.5`', 'true'],
    ['`1e400` == `10e399`', 'true'],
    ['`1e400` > `1e399`', 'true'],
    ['`-1e400` < `-1e399`', 'true'],
    ['`-0` == `0`', 'true'],
    ['`-0.10` < `0.0`', 'true'],
    ['`0.001` < `0.0011`', 'true'],
    ['`{"id": 5637144576123456789}`', `{"id":${BIG}}`],
    ['inner.list[1]', '2.0'],
    ['inner.deeper[0].id', BIG],
    ['max(value[].RecId)', '5637144576123456790'],
    ['min(value[].RecId)', BIG],
    ['max(value[].Amount)', '12.50'],
    ['sort_by(value, &RecId)[-1].Name', '"a"'],
    ['min_by(value, &Amount).Name', '"a"'],
    ['sum(value[].Amount)', '12.60'],
    ['sum(value[].RecId)', '11274289152246913579'],
    ['sum(none)', '0'],
    ['avg(value[].Amount)', '6.3'],
    ['avg(`[0.1, 0.1, 0.1]`)', '0.1'],
    ['avg(`[1, 1, 2]`)', '1.3333333333333333'],
    ['avg(`[5637144576123456789, 5637144576123456791]`)', '5637144576123456790'],
    ['abs(`-12.50`)', '12.50'],
    ['abs(`-5637144576123456789`)', BIG],
    ['floor(`5637144576123456789.7`)', BIG],
    ['floor(`-1.5`)', '-2'],
    ['ceil(`1.20`)', '2'],
    ['ceil(`-1.5`)', '-1'],
    ['ceil(`1e3`)', '1000'],
    ['to_string(value[0].RecId)', `"${BIG}"`],
    [`to_number('${BIG}')`, BIG],
    ["to_number(' 1.50 ')", '1.50'],
    ['contains(value[].RecId, `5637144576123456790`)', 'true'],
    ['sort(`[1.10, 1.1, 1.09]`)', '[1.09,1.10,1.1]'],
    ['map(&RecId, value)', `[${BIG},5637144576123456790]`],
    ['type(value[0].RecId)', '"number"'],
  ])('in %s', (expression, result) => {
    expect(ask(expression)).toBe(result);
  });
});

describe('the function', () => {
  test.each([
    ['abs(`-1`)', '1'],
    ['avg(none)', 'null'],
    ['avg(numbers)', '39.666666666666664'],
    ['ceil(`1.2`)', '2'],
    ["contains(word, 'str')", 'true'],
    ['contains(word, `1`)', 'false'],
    ['contains(numbers, `9.0`)', 'true'],
    ["ends_with(word, 'ing')", 'true'],
    ["ends_with('ab', 'abc')", 'false'],
    ["find_first(word, 'string')", '8'],
    ["find_first(word, 'string', `9`)", 'null'],
    ["find_first(word, 'string', `0`, `13`)", 'null'],
    ["find_first(word, 'string', `-99`, `100`)", '8'],
    ["find_first(emoji, 'b')", '2'],
    ["find_first(word, '')", 'null'],
    ["find_last(word, 's')", '8'],
    ["find_last(word, 's', `0`, `8`)", '0'],
    ['floor(`1.9`)', '1'],
    ['from_items(items(map.one))', '{"n":1}'],
    ['from_items(`[["__proto__", 1]]`)', '{"__proto__":1}'],
    ['group_by(value, &Name).a[0].Amount', '0.10'],
    ['keys(group_by(value, &Name))', '["b","a"]'],
    ['items(map.two)', '[["n",2]]'],
    ["join('-', keys(map))", '"one-two-three"'],
    ['keys(map)', '["one","two","three"]'],
    ['length(value)', '2'],
    ['length(map)', '3'],
    ['length(emoji)', '3'],
    ["lower('ÄB')", '"äb"'],
    ['map(&n, values(map))', '[1,2,null]'],
    ['max(numbers)', '100'],
    ["max(['a', 'c', 'b'])", '"c"'],
    ['max(none)', 'null'],
    ['max_by(value, &At).Name', '"b"'],
    ['max_by(none, &a)', 'null'],
    ['merge(map.one, `{"m": 2}`, {n: zero})', '{"n":0,"m":2}'],
    ['min(numbers)', '9'],
    ['min_by(value, &length(Tags)).Name', '"a"'],
    ["not_null(missing, nothing, zero, 'x')", '0'],
    ['not_null(missing)', 'null'],
    ["pad_left('7', `3`, '0')", '"007"'],
    ["pad_left(emoji, `5`, '😀')", '"😀😀a😀b"'],
    ["pad_left('7', `0`)", '"7"'],
    ["pad_right('7', `3`)", '"7  "'],
    ["replace('aabaaabaaaab', 'aa', '-')", '"-b-ab--b"'],
    ["replace('aabaaabaaaab', 'aa', '-', `2`)", '"-b-abaaaab"'],
    ["replace('aab', 'a', '$&', `0`)", '"aab"'],
    ["replace('a.b', '.', '$&')", '"a$&b"'],
    ['reverse(numbers)', '[100,9,10]'],
    ['reverse(emoji)', '"b😀a"'],
    ['sort(numbers)', '[9,10,100]'],
    ["sort(['b', 'B', 'a'])", '["B","a","b"]'],
    ['sort(none)', '[]'],
    ['sort_by(value, &Name)[].Name', '["a","b"]'],
    ["split('a-b-c', '-')", '["a","b","c"]'],
    ["split('a-b-c', '-', `1`)", '["a","b-c"]'],
    ["split('a-b', '-', `0`)", '["a-b"]'],
    ["split('/', '/')", '["",""]'],
    ["split(emoji, '')", '["a","😀","b"]'],
    ["starts_with(word, 'sub')", 'true'],
    ['sum(numbers)', '119'],
    ['to_array(zero)', '[0]'],
    ['to_array(numbers)', '[10,9,100]'],
    ["to_number('x')", 'null'],
    ["to_number('0x10')", 'null'],
    ['to_number(isOpen)', 'null'],
    ["to_string('a')", '"a"'],
    ['to_string(map.one)', '"{\\"n\\":1}"'],
    ["trim('  a b\u0085 ')", '"a b"'],
    ["trim('xaxbx', 'x')", '"axb"'],
    ["trim('xx', 'x')", '""'],
    ["trim_left('  a ')", '"a "'],
    ["trim_right('  a ', ' ')", '"  a"'],
    ['type(nothing)', '"null"'],
    ['type(isOpen)', '"boolean"'],
    ['type(none)', '"array"'],
    ['type(object)', '"object"'],
    ['type(text)', '"string"'],
    ["upper('straße')", '"STRASSE"'],
    ['values(map.one)', '[1]'],
    ['zip(numbers, keys(map.one))', '[[10,"n"]]'],
  ])('%s', (expression, result) => {
    expect(ask(expression)).toBe(result);
  });
});

describe('is refused', () => {
  test.each([
    ['value[', 'it ends too early, where a number or * is missing'],
    ['value[a]', 'unexpected a] at character 7, where a number or * is missing'],
    ['length(', 'it ends too early'],
    ['length(value', 'it ends too early, where a comma or ) is missing'],
    ['nosuch(@)', 'there is no function nosuch()'],
    ['toString(@)', 'there is no function toString()'],
    ['"length"(@)', 'the name of a function has no quotes'],
    ['(length)(@)', 'unexpected (@) at character 9'],
    ['a b', 'unexpected b at character 3'],
    ['a == 5', 'unexpected 5 at character 6'],
    ['?', 'unexpected ? at character 1'],
    ['', 'it ends too early'],
    ["Status = 'a'", "unexpected = 'a' at character 8: write == to compare"],
    ["Status === 'a'", 'write == to compare'],
    ["Status == 'a", "the quote ' at character 11 is never closed"],
    ['Status == "a', 'the quote " at character 11 is never closed'],
    ['Status == `a', 'the quote ` at character 11 is never closed'],
    ["contains(a 'b')", 'where a comma or ) is missing'],
    ["contains(a, 'b',)", 'unexpected ) at character 17'],
    ['[a b]', 'where a comma or ] is missing'],
    ['[a,]', 'unexpected ] at character 4'],
    ['{a: b c: d}', 'where a comma or } is missing'],
    ['{a}', 'where : is missing'],
    ['{}', 'where a name is missing'],
    ['(a', 'where ) is missing'],
    ['a)', 'unexpected ) at character 2'],
    ['a..b', 'where a name is missing'],
    ["a.'b'", 'where a name is missing'],
    ['a.(b)', 'where a name is missing'],
    ['a[0', 'where ] is missing'],
    ['a[?b', 'where ] is missing'],
    ['a[::0]', 'the step of a slice is not 0'],
    ['a[1:2:3:4]', 'where ] is missing'],
    ['&Name', '& may only stand before an argument of a function'],
    ['[&Name]', '& may only stand before an argument of a function'],
    ['a & b', 'unexpected & b at character 3'],
    ['a[*][b, c]', 'where a number or * is missing'],
    ['a + b', 'unexpected + b at character 3'],
    ['a-b', 'unexpected -b at character 2'],
    ['a - `1`', 'unexpected - `1` at character 3'],
    ['a / b', 'unexpected / b at character 3'],
    ['let $x = a in $x', 'unexpected $x = a in  at character 5'],
    ['$.a', 'unexpected $.a at character 1'],
    ['a ? b : c', 'unexpected ? b : c at character 3'],
    ['größe', 'unexpected öße at character 3'],
    ['a 😀', 'unexpected 😀 at character 3'],
    ['`[1, 2`', 'what ` at character 1 begins is not JSON'],
    ['`{a: 1}`', 'what ` at character 1 begins is not JSON'],
    ['`a"b`', 'what ` at character 1 begins is not JSON'],
    ['"\\q"', 'what " at character 1 begins is not JSON'],
    ['length()', 'these are not the arguments of length(string|array|object)'],
    ["split('a')", 'these are not the arguments of split(string, string, count?)'],
    ['keys(a, b)', 'these are not the arguments of keys(object)'],
    ['merge()', 'these are not the arguments of merge(object*)'],
    ['sort_by(value, Name)', 'these are not the arguments of sort_by(array, &expression)'],
    ['length(&a)', 'these are not the arguments of length(string|array|object)'],
    ['not_null(a, &b)', 'these are not the arguments of not_null(any*)'],
  ])('%s', (expression, message) => {
    expect(() => compileQuery(expression)).toThrow(message);
  });

  const deep: [string, (levels: number) => string][] = [
    ['parentheses', (levels) => '('.repeat(levels) + 'a' + ')'.repeat(levels)],
    ['negations', (levels) => '!'.repeat(levels) + 'a'],
    ['lists', (levels) => '['.repeat(levels) + 'a' + ']'.repeat(levels)],
    ['objects', (levels) => '{a:'.repeat(levels) + 'a' + '}'.repeat(levels)],
    ['members', (levels) => 'a' + '.a'.repeat(levels)],
    ['stars', (levels) => '*' + '.*'.repeat(levels)],
    ['alternatives', (levels) => 'a' + '||a'.repeat(levels)],
    ['flattenings', (levels) => 'a' + '[]'.repeat(levels)],
    ['filters behind each other', (levels) => 'a' + '[?a]'.repeat(levels)],
    ['filters in each other', (levels) => '[?'.repeat(levels) + 'a' + ']'.repeat(levels)],
    ['calls', (levels) => 'to_array('.repeat(levels) + 'a' + ')'.repeat(levels)],
    ['parentheses with members', (levels) => '('.repeat(levels) + 'a' + '.a.a.a)'.repeat(levels)],
  ];
  test.each(deep)('what is nested too deeply: %s', (_what, nest) => {
    for (const levels of [300, 25_000]) expect(() => compileQuery(nest(levels))).toThrow('nested in more than 200');
    const few = compileQuery(nest(45));
    expect(() => few.evaluate(document)).not.toThrow();
  });
  test('but not many parts beside each other', () => {
    const parts = Array<string>(190).fill('((a))').join(' || ');
    expect(compileQuery(`[${Array<string>(300).fill(parts).join(', ')}]`).evaluate({ a: 1 })).toHaveLength(300);
  });
  test('a literal that is nested too deeply', () => {
    for (const levels of [1_001, 30_000]) {
      expect(() => compileQuery(`\`${'['.repeat(levels)}${']'.repeat(levels)}\``)).toThrow('is not JSON');
    }
  });
});

describe('cannot be evaluated', () => {
  test.each([
    ['length(zero)', 'argument 1 of length(string|array|object) cannot be of type number'],
    ['keys(nothing)', 'argument 1 of keys(object) cannot be of type null'],
    ["join(', ', numbers)", 'argument 2 of join(string, strings) cannot be of type array'],
    ["sort([`1`, 'a'])", 'argument 1 of sort(numbers|strings)'],
    ['sum(value)', 'argument 1 of sum(numbers)'],
    ['sort_by(value, &object)', 'numbers alone, or strings alone'],
    ['max_by(value, &Tags)', 'numbers alone, or strings alone'],
    ['group_by(value, &RecId)', 'must be strings'],
    ["pad_left('a', `-1`)", 'argument 2 of pad_left(string, count, character?)'],
    ["pad_left('a', `1.5`)", 'argument 2 of pad_left(string, count, character?)'],
    ["pad_left('a', `3`, 'xy')", 'argument 3 of pad_left(string, count, character?)'],
    ["split('a', 'b', `-1`)", 'argument 3 of split(string, string, count?)'],
    ['from_items(numbers)', 'argument 1 of from_items(pairs)'],
    ['zip(numbers, map)', 'argument 2 of zip(array*) cannot be of type object'],
    ['merge(map, numbers)', 'argument 2 of merge(object*) cannot be of type array'],
    ['sum(`[1e9999]`)', 'more digits than'],
    ['missing.length(@)', 'cannot be of type null'],
  ])('%s', (expression, message) => {
    expect(() => ask(expression)).toThrow(message);
  });
});

test.each([
  ['zero', true],
  ['value[0].RecId', true],
  ['`0.00`', true],
  ['none', false],
  ['object', false],
  ['missing', false],
  ["''", false],
  ['isOpen', false],
  ["'x'", true],
  ["' '", true],
])('%s holds: %s', (expression, expected) => {
  expect(holds(compileQuery(expression).evaluate(document))).toBe(expected);
});

describe('a name in other capitals', () => {
  test.each<[string, [string, string][]]>([
    ['value[0].recid', [['recid', 'RecId']]],
    ['value[?recid == `1`].name', [['recid', 'RecId']]],
    ['value[?RecId].name', [['name', 'Name']]],
    ['max_by(VALUE || value, &AMOUNT || Amount)', [['VALUE', 'value'], ['AMOUNT', 'Amount']]], // prettier-ignore
    ['value[].[RecId, Name]', []],
    ['missing.here', []],
  ])('is told of %s', (expression, told) => {
    const seen = new Map<string, string>();
    compileQuery(expression).evaluate(document, { onOtherCase: (asked, there) => seen.set(asked, there) });
    expect([...seen]).toEqual(told);
  });
});

describe('a comparison with a bare name that is missing', () => {
  test.each([
    ['zero != Error', ['zero != Error']],
    ['missing == Error', ['missing == Error']],
    ['(zero) < (Limit)', ['zero < Limit']],
    ['!(zero == Error)', ['zero == Error']],
    ['isOpen | @ == Error', ['@ == Error']],
    ['isOpen | a == Error', ['a == Error']],
    ['value[?Name != Error]', ['Name != Error', 'Name != Error']],
    ['value[?Name == Name2 || Amount]', ['Name == Name2', 'Name == Name2']],
    ['zero == zero', []],
    ['missing == nothing', []],
    ['missing == null', []],
    ['value[0].missing == null', []],
    ["zero != 'Error'", []],
    ['zero != @.Error', []],
    ['zero != "Error"', []],
    ['map.one.n != Error', ['map.one.n != Error']],
    ['isOpen && zero != Error', []],
  ])('is told of %s', (expression, told) => {
    const seen: string[] = [];
    const onMissingName = (found: Missing) => seen.push(Object.values(found).join(' '));
    compileQuery(expression).evaluate(document, { onMissingName });
    expect(seen).toEqual(told);
  });
});
