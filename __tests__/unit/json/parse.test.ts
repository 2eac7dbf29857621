import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { SEED } from '../../harness/seed.ts';
import { ExactNumber } from '../../../src/json/exact-number.ts';
import { openDocument, stringsOf } from '../../../src/json/open.ts';
import { parseJson, TooDeep } from '../../../src/json/parse.ts';

const text = (value: unknown) => JSON.stringify(value);

describe('parsing', () => {
  test('gives what JSON.parse gives, or fails as it does', () => {
    const pieces = ['', ',', ':', '"', '\\', '{', '}', '[', ']', '0', '-', '.', 'e', 'u', ' ', '\n', 'tru', 'NaN'];
    const documents = fc
      .tuple(fc.json({ maxDepth: 4 }), fc.nat(), fc.constantFrom(...pieces))
      .map(([json, place, piece]) => {
        const at = place % (json.length + 1);
        return place % 3 === 0 ? json : json.slice(0, at) + piece + json.slice(at + (place % 2));
      });
    fc.assert(
      fc.property(documents, (json) => {
        let expected: unknown;
        try {
          expected = JSON.parse(json);
        } catch {
          if (!/NaN|Infinity/.test(json)) expect(() => parseJson(json)).toThrow(SyntaxError);
          return;
        }
        expect(JSON.parse(text(parseJson(json)))).toEqual(expected);
      }),
      { numRuns: 5_000, seed: SEED },
    );
  });

  test.each(['9223372036854775807', '-9007199254740993', '1.50', '1e3', '-0', '1E400', '0.10', '10000000000000000'])(
    'keeps the digits of %s',
    (source) => {
      expect(text(parseJson(`{"n":[${source}]}`))).toBe(`{"n":[${source}]}`);
    },
  );
  test.each(['0', '5637144576', '9007199254740991', '-1.5', '0.1'])('gives %s as a number', (source) => {
    expect(parseJson(source)).toBe(Number(source));
  });
  test('gives a number that JavaScript cannot hold as its text', () => {
    expect(parseJson('1.50')).toEqual(new ExactNumber('1.50'));
  });

  test.each([
    '01',
    '-',
    '1.',
    '.5',
    '+1',
    '1e',
    '00',
    '1 2',
    '',
    ' ',
    '{"a":1,}',
    '[1,]',
    '{a:1}',
    '"a',
    '"\n"',
    'nul',
  ])('refuses %j', (json) => {
    expect(() => parseJson(json)).toThrow(SyntaxError);
  });

  test('reads bare NaN and Infinity as null, and skips a byte-order mark', () => {
    expect(parseJson('\ufeff {"a":NaN,"b":[-Infinity,Infinity]}')).toEqual({ a: null, b: [null, null] });
    expect(() => parseJson('-NaN')).toThrow(SyntaxError);
  });

  test('gives the names of a document, and none that objects inherit', () => {
    const document = parseJson('{"__proto__":{"x":1},"toString":2}') as object;
    expect(Object.keys(document)).toEqual(['__proto__', 'toString']);
    expect(Object.getPrototypeOf(document)).toBe(Object.prototype);
    expect('x' in document).toBe(false);
  });

  test.each([
    ['lists', '[', ']'],
    ['objects', '{"a":', '}'],
  ])('reads a thousand levels of %s, and not one more', (_what, open, close) => {
    const nested = (levels: number) => `${open.repeat(levels)}0${close.repeat(levels)}`;
    expect(text(parseJson(nested(1_000)))).toBe(nested(1_000));
    expect(() => parseJson(nested(1_001))).toThrow(TooDeep);
    expect(() => parseJson(open.repeat(1_000_000))).toThrow(TooDeep);
  });
});

describe('JSON inside strings', () => {
  test.each([
    ['{"a":"{\\"b\\":[1.0]}"}', '{"a":{"b":[1.0]}}'],
    ['["[1]"," [2] ","\\ufeff{}","[3"]', '[[1],[2],{},"[3"]'],
    ['["[1] x","[1]]","{]","[","]",""]', '["[1] x","[1]]","{]","[","]",""]'],
    ['["[NaN]"]', '["[NaN]"]'],
    ['{"a":"[1,","b":"[2]","c":[3,"x[4]"]}', '{"a":"[1,","b":[2],"c":[3,"x[4]"]}'],
    ['["true","1","\\"x\\""]', '["true","1","\\"x\\""]'],
  ])('is opened in %s', (json, opened) => {
    expect(text(openDocument(json))).toBe(opened);
  });

  const wrapped = (times: number): string => (times === 0 ? '[1]' : text([wrapped(times - 1)]));
  test('is opened in ten strings within each other', () => {
    let document = openDocument(wrapped(11));
    for (let depth = 0; depth < 10; depth += 1) document = (document as unknown[])[0];
    expect(document).toEqual(['[1]']);
  });

  test('that is nested too deeply stays a string', () => {
    const inner = `${'['.repeat(1_000)}${']'.repeat(1_000)}`;
    expect(openDocument(text([inner, '[1]']))).toEqual([inner, [1]]);
  });

  test('is found with the strings around it', () => {
    expect([...stringsOf(parseJson('{"a":"[\\"b\\"]","c":["d"]}'))].sort()).toEqual(['["b"]', 'b', 'd']);
  });
});

test.each([
  ['empty objects', '{},'],
  ['empty lists', '[],'],
  ['strings that look like JSON', '"[x]",'],
  ['strings that hold JSON', '"{\\"a\\":1}",'],
  ['strings that begin JSON', '"[[[[[[[[]",'],
  ['backslashes', '"\\\\\\"",'],
])('five megabytes of %s are parsed in time', (_what, block) => {
  expect(openDocument(`[${block.repeat(5e6 / block.length)}0]`)).toHaveLength(Math.floor(5e6 / block.length) + 1);
});
