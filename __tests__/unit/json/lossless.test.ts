import { describe, expect, test } from '@jest/globals';
import { isRawNumber, parseLossless } from '../../../src/json/lossless.ts';

describe('parseLossless', () => {
  test.each([
    '9223372036854775807',
    '-9007199254740993',
    '1.50',
    '1e3',
    '0.1000',
    '-0',
    '1E400',
    '123456789012345678901234567890.123',
  ])('keeps %s as its text, and JSON.stringify writes it back', (source) => {
    const value = parseLossless(`{"n":[${source}]}`) as { n: unknown[] };
    expect(isRawNumber(value.n[0])).toBe(true);
    expect(Object.isFrozen(value.n[0])).toBe(true);
    expect(JSON.stringify(value)).toBe(`{"n":[${source}]}`);
  });

  test.each(['0', '5637144576', '9007199254740991', '-1.5', '0.1'])('gives %s as a number', (source) => {
    expect(parseLossless(source)).toBe(Number(source));
  });

  test('gives every other value as JSON.parse does', () => {
    const text = '{"s":"\\u0000 \\ud83d\\ude00 9223372036854775807","t":true,"f":false,"z":null,"a":[],"o":{"":""}}';
    expect(parseLossless(text)).toEqual(JSON.parse(text));
    expect(isRawNumber('9223372036854775807')).toBe(false);
  });

  test('skips a byte-order mark, and throws on what is not JSON', () => {
    expect(parseLossless('\ufeff[1]')).toEqual([1]);
    expect(() => parseLossless('01')).toThrow(SyntaxError);
    expect(() => parseLossless('')).toThrow(SyntaxError);
  });
});
