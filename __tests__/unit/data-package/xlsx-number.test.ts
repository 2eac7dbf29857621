import { describe, expect, test } from '@jest/globals';
import { dateStyles, numberText } from '../../../src/data-package/xlsx-number.ts';
import { parseXml } from '../../../src/data-package/xml.ts';

describe('a number of a cell', () => {
  test.each([
    ['1', '1'],
    ['-12.50', '-12.50'],
    ['5637144576123456789', '5637144576123456789'],
    ['1.1000000000000001', '1.1'],
    ['-0.10000000000000001', '-0.1'],
    ['123456.78900000001', '123456.789'],
    ['0.123456789012345', '0.123456789012345'],
    ['1E3', '1000'],
    ['1.5E-7', '0.00000015'],
    ['-2.5e+2', '-250'],
    ['1.2345678901234568E+18', '1234567890123456800'],
    ['1.0000000000000001E-5', '0.00001'],
    ['1.23456E2', '123.456'],
  ])('%s is %s', (stored, text) => {
    expect(numberText(stored, 'n', 'number', 1900)).toBe(text);
  });

  test.each([
    ['1', 'Yes'],
    ['0', 'No'],
  ])('the truth value %s is %s', (stored, text) => {
    expect(numberText(stored, 'b', 'number', 1900)).toBe(text);
  });
});

describe('a date of a cell', () => {
  test.each<[stored: string, text: string, calendar?: 1904]>([
    ['40574', '2011-01-31 00:00:00'],
    ['40574.520833333336', '2011-01-31 12:30:00'],
    ['40574.999988425926', '2011-01-31 23:59:59'],
    ['40574.999999999', '2011-02-01 00:00:00'],
    ['2958465', '9999-12-31 00:00:00'],
    ['1', '1900-01-01 00:00:00'],
    ['59', '1900-02-28 00:00:00'],
    ['61', '1900-03-01 00:00:00'],
    ['0.5', '12:00:00'],
    ['0', '00:00:00'],
    ['39112', '2011-01-31 00:00:00', 1904],
    ['1', '1904-01-02 00:00:00', 1904],
    ['1E+300', `1${'0'.repeat(300)}`],
  ])('day %s is %s', (...[stored, text, calendar]) => {
    expect(numberText(stored, 'n', 'date', calendar ?? 1900)).toBe(text);
  });

  test.each([
    ['2011-01-31', '2011-01-31 00:00:00'],
    ['2011-01-31T10:20:30', '2011-01-31 10:20:30'],
    ['2011-01-31T10:20:30.500Z', '2011-01-31 10:20:30'],
    ['2011-01-31T10:20:30+02:00', '2011-01-31 08:20:30'],
  ])('the ISO date %s is %s', (stored, text) => {
    expect(numberText(stored, 'd', 'number', 1900)).toBe(text);
  });
});

describe('a format shows', () => {
  const styleOf = (id: number, code?: string) =>
    dateStyles(
      parseXml(
        `<s>${code === undefined ? '' : `<numFmts><numFmt numFmtId="${id}" formatCode="${code}"/></numFmts>`}<cellXfs><xf numFmtId="${id}"/></cellXfs></s>`,
        'styles.xml',
      ),
    );

  test.each([14, 22, 27, 36, 45, 47, 50, 58])('a date: built-in %d', (id) => {
    expect(styleOf(id)).toEqual(['date']);
  });
  test.each([0, 1, 4, 13, 23, 37, 44, 48, 49, 59])('a number: built-in %d', (id) => {
    expect(styleOf(id)).toEqual(['number']);
  });
  test.each(['dd.mm.yyyy', '[$-409]d\\-mmm\\-yy;@', '[h]:mm:ss', '&quot;on&quot; yyyy', 'mm:ss.0'])(
    'a date: %s',
    (code) => {
      expect(styleOf(164, code)).toEqual(['date']);
    },
  );
  test.each([
    'General',
    '0.00E+00',
    '[Red]-0.00',
    '#,##0 &quot;days&quot;',
    '0\\d',
    '_-* #,##0.00_d',
    '[$USD] #,##0.00',
    '@',
  ])('a number: %s', (code) => {
    expect(styleOf(164, code)).toEqual(['number']);
  });
});
