import { compareNumbers, doubleOf, ExactNumber, fitsDouble, isNumber } from './exact-number.ts';

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof ExactNumber);

/** How two numbers or two strings stand to each other; `undefined` for anything else. */
export function orderOf(a: unknown, b: unknown): number | undefined {
  if (isNumber(a) && isNumber(b)) return compareNumbers(a, b);
  return typeof a === 'string' && typeof b === 'string' ? (a < b ? -1 : a > b ? 1 : 0) : undefined;
}

/** Deep equality, in which numbers are equal by value. */
export function equal(a: unknown, b: unknown): boolean {
  if (isNumber(a) && isNumber(b)) return compareNumbers(a, b) === 0;
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((element, index) => equal(element, b[index]));
  }
  if (!isObject(a) || !isObject(b)) return a === b;
  const names = Object.keys(a);
  return (
    names.length === Object.keys(b).length && names.every((name) => Object.hasOwn(b, name) && equal(a[name], b[name]))
  );
}

/** A number for arithmetic, which JavaScript's doubles carry out. */
export function operand(value: unknown): unknown {
  if (!(value instanceof ExactNumber)) return value;
  if (!fitsDouble(value)) throw new Error(`${value.text} has more digits than arithmetic keeps`);
  return doubleOf(value);
}
