import { withoutExponent } from './values.ts';
import { childOf, childrenOf, type XmlElement } from './xml.ts';

/** How the number of a cell is shown. */
export type Style = 'number' | 'date';

/** Formats that Excel has built in and that show a date or a time (ECMA-376 part 1, 18.8.30). */
const isBuiltInDate = (id: number) =>
  (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58);

/** For each style of a workbook, by its number, whether it shows a date. */
export function dateStyles(styles: XmlElement | undefined): Style[] {
  const formats = new Map(
    membersOf(styles, 'numFmts').map(({ attributes }) => [attributes['numFmtId'], attributes['formatCode'] ?? '']),
  );
  return membersOf(styles, 'cellXfs').map(({ attributes }) => {
    const id = attributes['numFmtId'];
    const code = formats.get(id);
    const isDate = code === undefined ? isBuiltInDate(Number(id)) : /[dmyhs]/i.test(withoutTexts(code));
    return isDate ? 'date' : 'number';
  });
}

const membersOf = (styles: XmlElement | undefined, name: string): XmlElement[] => {
  const list = childOf(styles, name);
  return list ? childrenOf(list) : [];
};

/** A format without quoted texts, escaped, blank and repeated characters, and colours or conditions in brackets. */
const withoutTexts = (code: string) => code.replace(/"[^"]*"|[\\_*].|\[(?!h+\]|m+\]|s+\])[^\][]*\]/gi, '');

/** The year that a workbook counts its days from. */
export type Calendar = 1900 | 1904;

/** Excel's 1900 has a 29 February, day 60, which the days after it must make up for. */
const dayZeroMs = (days: number, calendar: Calendar): number =>
  calendar === 1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, days < 60 ? 31 : 30);

/**
 * A value that Excel keeps as a number, as F&O writes it: `Yes` and `No`, `2011-01-31 00:00:00`, and a number with all
 * its digits and no exponent. A time of day without a date is `12:00:00`.
 *
 * @param type of the cell: `b`, `d` or `n`
 */
export function numberText(value: string, type: string, style: Style, calendar: Calendar): string {
  if (type === 'b') return value === '1' ? 'Yes' : 'No';
  if (type === 'd') return dateText(new Date(/[zZ]|[+-]\d\d:\d\d$/.test(value) ? value : `${value}Z`)) ?? value;
  if (style === 'number') return plainNumber(value);
  const days = Number(value);
  const text = dateText(new Date(dayZeroMs(days, calendar) + Math.round(days * 86_400) * 1000));
  return (days >= 0 && days < 1 ? text?.slice(11) : text) ?? plainNumber(value);
}

const dateText = (date: Date): string | undefined =>
  Number.isNaN(date.getTime()) ? undefined : date.toISOString().slice(0, 19).replace('T', ' ');

/** Excel computes with 15 digits and stores 17, `1.1000000000000001` for 1.1. */
const MOST_DIGITS = 15;

function plainNumber(stored: string): string {
  const isLong = /[.e]/i.test(stored) && stored.replace(/e.*/i, '').replace(/^[-.0]+|\D/g, '').length > MOST_DIGITS;
  return withoutExponent(isLong && Number.isFinite(Number(stored)) ? String(Number(stored)) : stored);
}
