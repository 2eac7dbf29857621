import { compareNumbers, ExactNumber, isNumber } from './exact-number.ts';

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof ExactNumber);

/** An object that inherits no names. */
export const objectOf = (entries: [name: string, value: unknown][]): Record<string, unknown> =>
  Object.assign(Object.create(null), Object.fromEntries(entries)) as Record<string, unknown>;

/** The name of a JSON type; that of JavaScript for anything else. */
export function typeOf(value: unknown): string {
  if (value === null) return 'null';
  if (isNumber(value)) return 'number';
  return Array.isArray(value) ? 'array' : typeof value;
}

/** JMESPath's truth: everything but `false`, `null`, and the empty string, list and object. */
export function holds(value: unknown): boolean {
  if (value instanceof ExactNumber) return true;
  if (typeof value === 'object' && value !== null) return Object.keys(value).length > 0;
  return value !== null && value !== undefined && value !== false && value !== '';
}

/** How two numbers, or two strings by their code points, stand to each other; `undefined` for anything else. */
export function orderOf(a: unknown, b: unknown): number | undefined {
  if (isNumber(a) && isNumber(b)) return compareNumbers(a, b);
  if (typeof a !== 'string' || typeof b !== 'string') return undefined;
  let at = 0;
  while (at < a.length && a[at] === b[at]) at += 1;
  return rank(a.charCodeAt(at)) - rank(b.charCodeAt(at));
}

/** The end of a string comes first, and surrogates, which stand for the highest code points, last. */
const rank = (unit: number) => (Number.isNaN(unit) ? -1 : unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit);

/** Deep equality, in which numbers are equal by value. */
export function equal(a: unknown, b: unknown): boolean {
  if (isNumber(a) && isNumber(b)) return compareNumbers(a, b) === 0;
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((each, at) => equal(each, b[at]));
  if (!isObject(a) || !isObject(b)) return a === b;
  const names = Object.keys(a);
  const isIn = (name: string) => Object.hasOwn(b, name) && equal(a[name], b[name]);
  return names.length === Object.keys(b).length && names.every(isIn);
}
