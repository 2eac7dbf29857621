import { withoutEnd } from './names.ts';

/** The types that `package.yml` can give a column. */
export const valueTypes = ['decimal', 'date', 'datetime', 'boolean'] as const;
export type ValueType = (typeof valueTypes)[number];

/** As F&O writes a decimal: with a point and digits behind it, so that `0001` and `1` stay texts. */
const DECIMAL = /^-?\d*\.\d+$/;
const NUMBER = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d{1,3})?$/i;
const DATE = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d:\d\d)(?:\.(\d+))?(?:Z|[+-]00:00)?)?$/;
/** OData gives a date the time 12:00, and packages give it 00:00. */
const DATE_LENGTH = '2011-01-31'.length;
/** Stands before a value in place of a text; no cell that F&O writes has it. */
const MARK = '\0';

/**
 * The form of a cell in which equal values are equal texts: by value for a type, for a decimal or a date in F&O's own
 * form without one, and otherwise the text itself.
 */
export function canonical(cell: string, type: ValueType | undefined): string {
  if (cell === '') return cell;
  switch (type) {
    case undefined:
      if (DECIMAL.test(cell)) return decimal(cell);
      return DATE.test(cell) ? dateTime(cell) : cell;
    case 'decimal':
      return NUMBER.test(cell) ? decimal(withoutExponent(cell)) : cell;
    case 'date':
      return DATE.test(cell) ? dateTime(cell.slice(0, DATE_LENGTH)) : cell;
    case 'datetime':
      return DATE.test(cell) ? dateTime(cell) : cell;
    case 'boolean':
      return truth(cell);
  }
}

/** Whether a cell has F&O's own form of a decimal or a date. */
export const isDecimalOrDate = (cell: string): boolean => DECIMAL.test(cell) || DATE.test(cell);

function decimal(cell: string): string {
  const [whole = '', fraction = ''] = cell.replace(/^[+-]/, '').split('.');
  const digits = `${whole.replace(/^0+/, '')}.${withoutEnd(fraction, '0')}`;
  return `${MARK}${cell.startsWith('-') && digits !== '.' ? '-' : ''}${digits}`;
}

function dateTime(cell: string): string {
  const [, date = '', time = '00:00:00', fraction = ''] = DATE.exec(cell) ?? [];
  return `${MARK}${date} ${time} ${withoutEnd(fraction, '0')}`;
}

function truth(cell: string): string {
  const value = cell.toLowerCase();
  if (value === 'yes' || value === 'true' || value === '1') return `${MARK}yes`;
  return value === 'no' || value === 'false' || value === '0' ? `${MARK}no` : cell;
}

/** A number with all its digits in place of a power of ten; anything else as it is. */
export function withoutExponent(cell: string): string {
  const [, sign = '', whole = '', fraction = '', power = ''] =
    /^([+-]?)(\d*)(?:\.(\d*))?e([+-]?\d{1,3})$/i.exec(cell) ?? [];
  if (power === '') return cell;
  const digits = whole + fraction;
  const point = whole.length + Number(power);
  const padded = point <= 0 ? `${'0'.repeat(1 - point)}${digits}` : digits.padEnd(point, '0');
  const at = Math.max(point, 1);
  const decimals = withoutEnd(padded.slice(at), '0');
  return `${sign === '-' ? '-' : ''}${padded.slice(0, at).replace(/^0+(?=\d)/, '')}${decimals ? `.${decimals}` : ''}`;
}
