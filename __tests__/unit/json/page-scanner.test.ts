import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { SEED } from '../../harness/seed.ts';
import { createPageScanner } from '../../../src/json/page-scanner.ts';

interface Scanned {
  rows: string;
  rowCount: number;
  nextLink: string | undefined;
  context: string | undefined;
}

/** Scans a document cut at the given places; bytes are compared as Latin-1, so that no decoding hides a difference. */
function scan(document: Buffer, cuts: readonly number[] = []): Scanned | undefined {
  const rows: Buffer[] = [];
  const scanner = createPageScanner((bytes) => rows.push(Buffer.from(bytes)));
  const places = [0, ...cuts.map((cut) => cut % (document.length + 1)).sort((a, b) => a - b), document.length];
  for (const [index, from] of places.slice(0, -1).entries()) scanner.feed(document.subarray(from, places[index + 1]));
  const { rowCount, nextLink, context, hasRows, oddity } = scanner.frame;
  return scanner.ending() === 'whole' && hasRows && !oddity
    ? { rows: Buffer.concat(rows).toString('latin1'), rowCount, nextLink, context }
    : undefined;
}

const latin1 = (text: string) => Buffer.from(text).toString('latin1');

const blank = fc.stringMatching(/^[ \t\r\n]{0,3}$/);
const number = fc.oneof(
  fc.bigInt({ min: -(10n ** 24n), max: 10n ** 24n }).map(String),
  fc.tuple(fc.integer(), fc.stringMatching(/^\d{1,4}0{0,4}$/)).map(([whole, places]) => `${whole}.${places}`),
  fc.constantFrom('0', '-0', '1e400', '1E-7', '0.10', '9223372036854775807'),
);
const text = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary' }).map((part) => JSON.stringify(part).slice(1, -1)),
      fc.constantFrom(
        '\\u0000',
        '\\ud83d',
        '\\udc4d',
        '👍',
        '\\"',
        '\\\\',
        '\\\\\\"',
        ']',
        '}',
        '[{',
        ',',
        '"'.replace('"', '\\"'),
        '\\/',
        '},{\\"a',
        '},{',
      ),
    ),
    { maxLength: 6 },
  )
  .map((parts) => `"${parts.join('')}"`);
const { json } = fc.letrec<{ json: string; list: string; object: string }>((tie) => ({
  json: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    number,
    text,
    fc.constantFrom('true', 'false', 'null'),
    tie('list'),
    tie('object'),
  ),
  list: fc
    .tuple(fc.array(tie('json'), { maxLength: 4 }), blank)
    .map(([elements, space]) => `[${space}${elements.join(`${space},${space}`)}${space}]`),
  object: fc
    .tuple(
      fc.array(fc.tuple(fc.oneof(text, fc.constantFrom('"a"', '"@odata.etag"')), tie('json')), { maxLength: 4 }),
      blank,
    )
    .map(
      ([members, space]) =>
        `{${space}${members.map(([key, value]) => `${key}${space}:${space}${value}`).join(`,${space}`)}${space}}`,
    ),
}));

describe('the scanner of pages', () => {
  test('hands on the rows of any document byte for byte, wherever it is cut', () => {
    const others = fc.array(
      fc.tuple(
        text.filter((key) => !/value|odata/.test(key)),
        json,
      ),
      { maxLength: 3 },
    );
    fc.assert(
      fc.property(
        fc.array(json, { maxLength: 6 }),
        others,
        others,
        fc.option(fc.webUrl({ withQueryParameters: true })),
        fc.option(text),
        blank,
        fc.constantFrom('', '\ufeff'),
        fc.array(fc.nat(), { maxLength: 40 }),
        fc.boolean(),
        (rows, before, after, link, context, space, mark, cuts, isBytewise) => {
          const inside = rows.join(`${space},${space}`);
          const member = ([key, value]: [string, string]) => `${key}${space}:${space}${value}`;
          const members = [
            ...(context === null ? [] : [`"@odata.context":${space}${context}`]),
            ...before.map(member),
            `"value"${space}:${space}[${space}${inside}${space}]`,
            ...after.map(member),
            ...(link === null ? [] : [`"@odata.nextLink":${JSON.stringify(link)}`]),
          ];
          const document = Buffer.from(`${mark}${space}{${space}${members.join(`${space},${space}`)}${space}}${space}`);
          const places = isBytewise ? Array.from(document.keys()) : cuts;
          const scanned = scan(document, places);
          expect(scanned).toEqual({
            rows: latin1(inside ? `${inside}${space}` : ''),
            rowCount: rows.length,
            nextLink: link ?? undefined,
            context: context === null ? undefined : context,
          });
        },
      ),
      { numRuns: 1_000, seed: SEED },
    );
  });

  test('takes no beginning of a document for the whole', () => {
    const document = Buffer.from(
      '{"@odata.context":"c","value":[{"a":"]}"},{"b":[1,{"c":"\\"]"}]}],"@odata.nextLink":"https://x/y"}',
    );
    for (let length = 0; length < document.length; length += 1)
      expect(scan(document.subarray(0, length))).toBeUndefined();
    expect(scan(document)).toMatchObject({ rowCount: 2, nextLink: 'https://x/y' });
  });

  test.each([
    ['[]'],
    ['"value"'],
    ['{"value":[1}'],
    ['{"value":[]}x'],
    ['{"value":[]'],
    ['<html>'],
    ['{"value":{"value":[1]}}'],
    ['{"Value":[1]}'],
    [''],
    ['{"value":[,]}'],
    ['{"value":[ ,1]}'],
    ['{"value":[1, ]}'],
    ['{"value":[{"a":1},]}'],
  ])('finds no rows in %s', (document) => {
    expect(scan(Buffer.from(document))).toBeUndefined();
    expect(
      scan(
        Buffer.from(document),
        Array.from(document, (_, index) => index),
      ),
    ).toBeUndefined();
  });

  test.each([
    ['{"value":[{"a":[{"b":1},{"c":2}]},{"d":3}]}', 2],
    ['{"value":[{"a":"},{"},{"b":"{"},{"c":"\\"},{\\"d"}]}', 3],
    ['{"value":[{"a":1},{"b":2},{"c":[{"d":1},{"e":1}]},{"f":1},{"g":{"h":1}},{"i":1}]}', 6],
    ['{"value":[[{"a":1},{"b":1}],{"c":1},{"d":1}]}', 3],
  ])('counts the rows of %s alone', (document, count) => {
    expect(JSON.parse(document)).toHaveProperty('value.length', count);
    expect(scan(Buffer.from(document))?.rowCount).toBe(count);
  });

  test('knows a key by its meaning, not its spelling', () => {
    expect(scan(Buffer.from('{"v\\u0061lue":[1,2]}'))?.rowCount).toBe(2);
  });

  test.each(['@odata.nextLink', '@nextLink', 'odata.nextLink', 'nextLink'])('finds the next link called %s', (name) => {
    const scanner = createPageScanner();
    scanner.feed(Buffer.from(JSON.stringify({ value: [{ [name]: 'inside' }], [name]: 'next' })));
    expect(scanner.frame).toEqual({ hasRows: true, rowCount: 1, nextLink: 'next', linkName: name });
  });

  test.each([null, ''])('ends a list of an Azure service with a next link %j', (nextLink) => {
    const scanner = createPageScanner();
    scanner.feed(Buffer.from(JSON.stringify({ value: [1], nextLink })));
    expect(scanner.frame).toEqual({ hasRows: true, rowCount: 1 });
  });

  test.each([
    ['{"error":{"message":"x"}}', '{"message":"x"}'],
    ['{"value":[{"error":{}}],"error": {} }', '{}'],
    ['{"error":"x"}', undefined],
    ['{"value":[{"error":{}}]}', undefined],
    ['{"a":{"error":{}}}', undefined],
  ])('finds the error in %s: %s', (document, error) => {
    const scanner = createPageScanner();
    scanner.feed(Buffer.from(document));
    expect(scanner.frame.error).toBe(error);
  });

  test.each([
    ['more than one `value`', '{"value":[1],"value":[2]}'],
    ['more than one `value`', '{"value":[1],"v\\u0061lue":3}'],
    ['more than one `@odata.nextLink`', '{"value":[1],"@odata.nextLink":"a","@odata.nextLink":"b"}'],
    ['more than one `nextLink`', '{"value":[1],"@odata.nextLink":"a","nextLink":"b"}'],
    ['not a string', '{"value":[1],"nextLink":5}'],
    ['not a string', '{"value":[1],"odata.nextLink":null}'],
    ['not a string', '{"value":[1],"@odata.nextLink":5}'],
    ['not a string', '{"value":[1],"@odata.nextLink":null}'],
    ['not a string', '{"value":[1],"@odata.nextLink":["https://x"]}'],
    ['not a string', `{"value":[1],"@odata.nextLink":"${'x'.repeat(70_000)}"}`],
  ])('finds %s in %s', (oddity, document) => {
    const scanner = createPageScanner();
    scanner.feed(Buffer.from(document));
    expect(scanner.frame.oddity).toContain(oddity);
    expect(scanner.ending()).toBe('whole');
  });

  test.each([
    ['', 'empty'],
    ['\ufeff \n', 'empty'],
    ['{"a":NaN,"b":[-Infinity,Infinity]}', 'whole'],
    [' [1, 2.50e-3, "\\u00e9\\n", {"a":{}, "b":[[]]}, true, null] ', 'whole'],
    ['12', 'whole'],
    ['"x"', 'whole'],
    ['1.', 'unfinished'],
    ['"x', 'unfinished'],
    ['tru', 'unfinished'],
    ['{"a":1', 'unfinished'],
    ['{"a":1,', 'unfinished'],
    ['[{"a":"\\', 'unfinished'],
    ['{"a":1}x', 'invalid'],
    ['{"a":1}{"a":1}', 'invalid'],
    ['{"a" 1}', 'invalid'],
    ['{"a":1,}', 'invalid'],
    ['{,"a":1}', 'invalid'],
    ['{"a":1 "b":2}', 'invalid'],
    ['[1 2]', 'invalid'],
    ['[1,,2]', 'invalid'],
    ['[1,]', 'invalid'],
    ['[tru]', 'invalid'],
    ['[01]', 'invalid'],
    ['[+1]', 'invalid'],
    ['[.5]', 'invalid'],
    ['[-]', 'invalid'],
    ['["\\x"]', 'invalid'],
    ['["\\u12g4"]', 'invalid'],
    ['["a\nb"]', 'invalid'],
    ['[{]}', 'invalid'],
    ['[nan]', 'invalid'],
    ["{'a':1}", 'invalid'],
    ['<html>', 'invalid'],
    ['\ufeff\ufeff{}', 'invalid'],
  ])('%j is %s, wherever it is cut', (document, ending) => {
    const bytes = Buffer.from(document);
    for (const size of [bytes.length || 1, 1, 2, 3]) {
      const scanner = createPageScanner();
      for (let at = 0; at < bytes.length; at += size) scanner.feed(bytes.subarray(at, at + size));
      expect([size, scanner.ending()]).toEqual([size, ending]);
    }
  });

  const bad = [
    '1 2',
    '1,,2',
    'tru',
    '{"a":1}{"b":2}',
    '{"a":01}',
    '{"a":"\t"}',
    '{"a":"\\q"}',
    '{"a"}',
    '{"a":1,}',
    '{a:1}',
    ']',
  ];
  test.each(bad)('refuses a row that is no JSON among flat ones: %s', (row) => {
    const flat = '{"a":"x\\"},{","b":1.50},'.repeat(50);
    const bytes = Buffer.from(`{"value":[${flat}${row},${flat}{"a":1}]}`);
    for (const size of [bytes.length, 1_000, 64, 7]) {
      const scanner = createPageScanner();
      for (let at = 0; at < bytes.length; at += size) scanner.feed(bytes.subarray(at, at + size));
      expect([size, scanner.ending()]).toEqual([size, 'invalid']);
    }
  });

  test('takes for whole what JSON.parse takes, and nothing else', () => {
    const mutated = fc
      .tuple(
        json,
        fc.nat(),
        fc.constantFrom('', ',', ':', '"', '\\', '{', '}', '[', ']', '0', '-', '.', 'e', 'u', ' ', '\n'),
      )
      .map(([document, place, piece]) => {
        const at = place % (document.length + 1);
        return document.slice(0, at) + piece + document.slice(at + (place % 2));
      });
    fc.assert(
      fc.property(fc.oneof(json, mutated), fc.boolean(), fc.integer({ min: 1, max: 9 }), (row, inPage, size) => {
        const document = inPage ? `{"value":[{"a":1},${row},{"b":"c"},2]}` : row;
        const bytes = Buffer.from(document);
        const scanner = createPageScanner(undefined, { bare: false });
        for (let at = 0; at < bytes.length; at += size) scanner.feed(bytes.subarray(at, at + size));
        expect(scanner.ending() === 'whole').toBe(isJson(document));
      }),
      { numRuns: 3_000, seed: SEED },
    );
  });
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
