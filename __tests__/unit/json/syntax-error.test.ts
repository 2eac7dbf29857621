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
  ])('in %s is %i', (text, index) => {
    expect(findSyntaxError(text)).toBe(index);
  });

  test('is the end of any valid document', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(findSyntaxError(text)).toBe(text.length);
      }),
    );
  });
});
