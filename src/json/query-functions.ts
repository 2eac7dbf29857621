import { type AnyNumber, isNumber, numberOf, sumOf } from './exact-number.ts';
import { equal, operand, orderOf } from './query-order.ts';

/** The numbers by which the library names the types of arguments. */
export const typeNumbers = {
  number: 0,
  any: 1,
  string: 2,
  array: 3,
  expression: 6,
  numbers: 8,
  strings: 9,
} as const;

export interface LibraryFunction {
  _func(args: unknown[]): unknown;
  _signature: { types: number[] }[];
}

/**
 * The functions that must know of exact numbers, and those in which the library falls short of the specification: its
 * `sort` orders numbers as texts, and its `max_by` and `min_by` find nothing among strings.
 *
 * @param visit evaluates an expression argument (`&Name`) on an element
 */
export function exactFunctions(
  visit: (expression: unknown, value: unknown) => unknown,
): Record<string, LibraryFunction> {
  const { number, any, string, array, expression, numbers, strings } = typeNumbers;

  const define = (func: (...args: never[]) => unknown, ...types: number[][]): LibraryFunction => ({
    _func: (args) => func(...(args as never[])),
    _signature: types.map((each) => ({ types: each })),
  });

  const keysOf = (elements: unknown[], key: unknown) => {
    const pairs = elements.map((element) => ({ element, key: visit(key, element) }));
    for (const pair of pairs) mustCompare(pairs[0]?.key, pair.key);
    return pairs;
  };
  const sortBy = (elements: unknown[], key: unknown) =>
    keysOf(elements, key)
      .sort((a, b) => orderOf(a.key, b.key) ?? 0)
      .map(({ element }) => element);
  const extremeBy = (sign: 1 | -1) => (elements: unknown[], key: unknown) =>
    extreme(keysOf(elements, key), sign, (pair) => pair.key)?.element ?? null;

  return {
    abs: define((value: AnyNumber) => Math.abs(operand(value) as number), [number]),
    ceil: define((value: AnyNumber) => Math.ceil(operand(value) as number), [number]),
    floor: define((value: AnyNumber) => Math.floor(operand(value) as number), [number]),
    avg: define(average, [numbers]),
    sum: define(sumOf, [numbers]),
    max: define((values: unknown[]) => extreme(values, 1, (value) => value) ?? null, [numbers, strings]),
    min: define((values: unknown[]) => extreme(values, -1, (value) => value) ?? null, [numbers, strings]),
    max_by: define(extremeBy(1), [array], [expression]),
    min_by: define(extremeBy(-1), [array], [expression]),
    sort: define((values: unknown[]) => [...values].sort((a, b) => orderOf(a, b) ?? 0), [strings, numbers]),
    sort_by: define(sortBy, [array], [expression]),
    contains: define(contains, [string, array], [any]),
    to_number: define(toNumber, [any]),
  };
}

function mustCompare(a: unknown, b: unknown): void {
  if (orderOf(a, b) === undefined)
    throw new Error('Invalid type: expected numbers alone, or strings alone, to order by');
}

function extreme<T>(elements: T[], sign: 1 | -1, keyOf: (element: T) => unknown): T | undefined {
  return elements.reduce<T | undefined>(
    (best, element) => (best === undefined || sign * (orderOf(keyOf(element), keyOf(best)) ?? 0) > 0 ? element : best),
    undefined,
  );
}

function average(values: AnyNumber[]): unknown {
  return values.length === 0 ? null : (operand(sumOf(values)) as number) / values.length;
}

function contains(searched: string | unknown[], wanted: unknown): boolean {
  return typeof searched === 'string'
    ? typeof wanted === 'string' && searched.includes(wanted)
    : searched.some((element) => equal(element, wanted));
}

const JSON_NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/;

function toNumber(value: unknown): unknown {
  if (isNumber(value)) return value;
  return typeof value === 'string' && JSON_NUMBER.test(value.trim()) ? numberOf(value.trim()) : null;
}
