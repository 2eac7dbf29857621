import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { findSyntaxError } from '../../../src/json/syntax-error.ts';

describe('the place of a syntax error', () => {
  test.each([
    ['{"password": hunter2}', 13],
    ['{"a":1', 6],
    ['{"a":1,}', 7],
    ['[1 2]', 3],
    ['{a:1}', 1],
    ['{"a" 1}', 5],
    ['"open', 0],
    ['[1]]', 3],
    ['[}', 1],
    ['01', 0],
    ['', 0],
    [' \n', 2],
    ['\ufeff{}', 0],
    ['{\u00a0"a":1}', 1],
  ])('in %s is %i', (text, index) => {
    expect(findSyntaxError(text)).toBe(index);
  });

  test.each([
    ['a string', `"${'x'.repeat(20e6)}"`],
    ['a string of escapes', `"${'\\n'.repeat(10e6)}"`],
    ['a number', '1'.repeat(20e6)],
    ['blanks', `1${' '.repeat(20e6)}`],
  ])('is found behind 20 MB of %s', (_what, text) => {
    expect(findSyntaxError(`[${text}}`)).toBe(text.length + 1);
  });

  test('is the end of any valid document', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(findSyntaxError(text)).toBe(text.length);
      }),
    );
  });
});
