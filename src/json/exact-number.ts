/** A number as it was written: neither 19 digits nor trailing zeros survive in a JavaScript number. */
export class ExactNumber {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  /** `JSON.stringify` writes the text back. */
  toJSON(): unknown {
    return (JSON as unknown as { rawJSON(text: string): unknown }).rawJSON(this.text);
  }
}

export type AnyNumber = number | ExactNumber;

export const isNumber = (value: unknown): value is AnyNumber =>
  typeof value === 'number' || value instanceof ExactNumber;

/** A number from its JSON text: a JavaScript number where that keeps the text. */
export function numberOf(text: string): AnyNumber {
  return String(Number(text)) === text ? Number(text) : new ExactNumber(text);
}

const JSON_NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/;

/** @returns `null` if the text is not a number as JSON writes it */
export const parseNumber = (text: string): AnyNumber | null => (JSON_NUMBER.test(text) ? numberOf(text) : null);

/** The nearest double. */
export const doubleOf = (value: AnyNumber): number => (typeof value === 'number' ? value : Number(value.text));

const textOf = (value: AnyNumber) => (typeof value === 'number' ? String(value) : value.text);

function partsOf(value: AnyNumber): { minus: string; whole: string; fraction: string; exponent: number } {
  const [, minus = '', whole = '', fraction = '', exponent = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(textOf(value)) ?? [];
  return { minus, whole, fraction, exponent: Number(exponent) };
}

/** @returns less than, equal to or more than 0, as `a` is less than, equal to or more than `b`, to the last digit */
export function compareNumbers(a: AnyNumber, b: AnyNumber): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  const [left, right] = [significant(a), significant(b)];
  if (left.sign !== right.sign) return left.sign - right.sign;
  if (left.power !== right.power) return left.power > right.power ? left.sign : -left.sign;
  return left.digits === right.digits ? 0 : left.digits > right.digits ? left.sign : -left.sign;
}

/** The digits without zeros at either end, and the power of ten in front of which they stand. */
function significant(value: AnyNumber): { sign: number; power: number; digits: string } {
  const { minus, whole, fraction, exponent } = partsOf(value);
  const digits = whole + fraction;
  let [first, end] = [0, digits.length];
  while (digits[first] === '0') first += 1;
  if (first === end) return { sign: 0, power: 0, digits: '' };
  while (digits[end - 1] === '0') end -= 1;
  return { sign: minus ? -1 : 1, power: whole.length - first + exponent, digits: digits.slice(first, end) };
}

/** `digits` divided by ten to the power of `scale`, which is at least 0. */
interface Decimal {
  digits: bigint;
  scale: number;
}

/** More digits and places than any amount, quantity or RecId has. */
const MOST_DIGITS = 1_000;

function decimalOf(value: AnyNumber): Decimal {
  const { minus, whole, fraction, exponent } = partsOf(value);
  const scale = fraction.length - exponent;
  if (whole.length + fraction.length > MOST_DIGITS || Math.abs(scale) > MOST_DIGITS) {
    throw new Error('a number has more digits than can be calculated with');
  }
  const digits = BigInt(`${minus}${whole}${fraction}`);
  return scale < 0 ? { digits: digits * 10n ** BigInt(-scale), scale: 0 } : { digits, scale };
}

const scaledTo = ({ digits, scale }: Decimal, wanted: number) => digits * 10n ** BigInt(wanted - scale);

function totalOf(numbers: readonly AnyNumber[]): Decimal {
  return numbers.map(decimalOf).reduce(
    (total, next) => {
      const scale = Math.max(total.scale, next.scale);
      return { digits: scaledTo(total, scale) + scaledTo(next, scale), scale };
    },
    { digits: 0n, scale: 0 },
  );
}

function written({ digits, scale }: Decimal): string {
  if (scale === 0) return String(digits);
  const places = String(digits < 0n ? -digits : digits).padStart(scale + 1, '0');
  return `${digits < 0n ? '-' : ''}${places.slice(0, -scale)}.${places.slice(-scale)}`;
}

/**
 * The sum to the last digit, with as many decimal places as the longest has.
 *
 * @throws Error where a number has more than 1,000 digits or places; so do the functions below
 */
export const sumOf = (numbers: readonly AnyNumber[]): AnyNumber => numberOf(written(totalOf(numbers)));

const MOST_PLACES_OF_AVERAGE = 20n;

/** The average of at least one number: exact where 20 further places suffice, else the nearest double. */
export function averageOf(numbers: readonly AnyNumber[]): AnyNumber {
  const { digits, scale } = totalOf(numbers);
  const count = BigInt(numbers.length);
  let average = { digits: digits * 10n ** MOST_PLACES_OF_AVERAGE, scale: scale + Number(MOST_PLACES_OF_AVERAGE) };
  const isExact = average.digits % count === 0n;
  average = { ...average, digits: average.digits / count };
  while (average.scale > 0 && average.digits % 10n === 0n) {
    average = { digits: average.digits / 10n, scale: average.scale - 1 };
  }
  return isExact ? numberOf(written(average)) : Number(written(average));
}

/** The nearest whole number that is not above the value (`down`), or not below it (`up`). */
export function wholeOf(value: AnyNumber, direction: 'down' | 'up'): AnyNumber {
  const { digits, scale } = decimalOf(value);
  const unit = 10n ** BigInt(scale);
  const isBetween = digits % unit !== 0n;
  const correction = !isBetween ? 0n : direction === 'down' ? (digits < 0n ? -1n : 0n) : digits > 0n ? 1n : 0n;
  return numberOf(String(digits / unit + correction));
}

/** The value without its sign, written as it was. */
export const absoluteOf = (value: AnyNumber): AnyNumber => numberOf(textOf(value).replace(/^-/, ''));
