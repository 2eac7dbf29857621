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

/** A decimal: `digits` divided by ten to the power of `scale`. */
interface Decimal {
  digits: bigint;
  scale: number;
}

/** More places than any amount, quantity or RecId has; beyond them a double decides. */
const LARGEST_SCALE = 400;

function decimalOf(value: AnyNumber): Decimal | undefined {
  const text = typeof value === 'number' ? String(value) : value.text;
  const [, sign = '', whole = '', fraction = '', exponent = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text) ?? [];
  if (!whole) return undefined;
  const scale = fraction.length - Number(exponent);
  if (Math.abs(scale) > LARGEST_SCALE) return undefined;
  const digits = BigInt(`${sign}${whole}${fraction}`);
  return scale < 0 ? { digits: digits * 10n ** BigInt(-scale), scale: 0 } : { digits, scale };
}

const scaledTo = ({ digits, scale }: Decimal, wanted: number) => digits * 10n ** BigInt(wanted - scale);

/** @returns less than, equal to or more than 0, as `a` is less than, equal to or more than `b`, to the last digit */
export function compareNumbers(a: AnyNumber, b: AnyNumber): number {
  const left = decimalOf(a);
  const right = decimalOf(b);
  if (!left || !right) return doubleOf(a) - doubleOf(b);
  const scale = Math.max(left.scale, right.scale);
  const difference = scaledTo(left, scale) - scaledTo(right, scale);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** The sum to the last digit, with as many decimal places as the longest has. */
export function sumOf(numbers: readonly AnyNumber[]): AnyNumber {
  let total: Decimal = { digits: 0n, scale: 0 };
  for (const number of numbers) {
    const next = decimalOf(number);
    if (!next) return numbers.reduce<number>((sum, each) => sum + doubleOf(each), 0);
    const scale = Math.max(total.scale, next.scale);
    total = { digits: scaledTo(total, scale) + scaledTo(next, scale), scale };
  }
  return numberOf(textOf(total));
}

function textOf({ digits, scale }: Decimal): string {
  if (scale === 0) return String(digits);
  const places = String(digits < 0n ? -digits : digits).padStart(scale + 1, '0');
  return `${digits < 0n ? '-' : ''}${places.slice(0, -scale)}.${places.slice(-scale)}`;
}

/** A number from its JSON text: a JavaScript number where that keeps the text. */
export function numberOf(text: string): AnyNumber {
  return String(Number(text)) === text ? Number(text) : new ExactNumber(text);
}

/** The nearest double, for arithmetic that needs no more than its 15 digits. */
export const doubleOf = (value: AnyNumber): number => (typeof value === 'number' ? value : Number(value.text));

/** Whether a double holds the value, if not the way it is written. */
export const fitsDouble = (value: AnyNumber): boolean =>
  typeof value === 'number' || compareNumbers(value, Number(value.text)) === 0;
