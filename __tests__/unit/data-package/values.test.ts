import { describe, expect, test } from '@jest/globals';
import { canonical, type ValueType } from '../../../src/data-package/values.ts';

const same = (a: string, b: string, type?: ValueType) => canonical(a, type) === canonical(b, type);

describe('cells are equal', () => {
  test.each<[string, string, ValueType?]>([
    ['1.5', '1.500000'],
    ['.000000', '0.0'],
    ['-.5', '-0.50'],
    ['-0.0', '0.00'],
    ['2011-01-31 00:00:00', '2011-01-31'],
    ['2011-01-31T10:00:00Z', '2011-01-31 10:00:00.000'],
    ['1', '1.000000', 'decimal'],
    ['+1', '01', 'decimal'],
    ['Yes', 'true', 'boolean'],
    ['0', 'No', 'boolean'],
    ['2011-01-31', '2011-01-31 00:00:00', 'date'],
    // As OData and packages give the same date.
    ['2011-01-31T12:00:00Z', '2011-01-31 00:00:00', 'date'],
    ['2011-01-31T10:00:00+00:00', '2011-01-31 10:00:00', 'datetime'],
    ['1500', '1.5E+3', 'decimal'],
    ['-.00001', '-1e-05', 'decimal'],
  ])('%j and %j, with type %s', (...[a, b, type]) => {
    expect(same(a, b, type)).toBe(true);
  });
});

describe('cells differ', () => {
  test.each<[string, string, ValueType?]>([
    ['0001', '1'],
    ['1', '1.000000'],
    ['1.', '1.0'],
    ['1.5', '1.05'],
    ['-1.5', '1.5'],
    ['12345678901234567890.1', '12345678901234567890.2'],
    ['Yes', 'true'],
    ['', '0.0'],
    ['', 'No', 'boolean'],
    ['', '0', 'decimal'],
    [' 1.5', '1.5'],
    ['a', 'A'],
    ['2011-01-31 00:00:00', '2011-01-31 00:00:01'],
    ['31.01.2011', '2011-01-31', 'date'],
    ['2011-01-31T10:00:00+01:00', '2011-01-31 10:00:00', 'datetime'],
    ['2011-01-31 12:00:00', '2011-01-31 00:00:00', 'datetime'],
    ['2011-01-31 12:00:00', '2011-01-31 00:00:00'],
    ['1500', '1.5E+3'],
    ['1,000.00', '1000.00', 'decimal'],
    ['1E3000', '1E+3000', 'decimal'],
    ['abc', 'abd', 'decimal'],
  ])('%j and %j, with type %s', (...[a, b, type]) => {
    expect(same(a, b, type)).toBe(false);
  });
});
