import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
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
  const { rowCount, nextLink, context, hasRows } = scanner.frame;
  return scanner.isComplete() && hasRows
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
        text.filter((key) => !['"value"', '"@odata.nextLink"', '"@odata.context"'].includes(key)),
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
      { numRuns: 1_000 },
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
});
