import { charactersOf, find, padding, replace, reversed, split, trim } from '../code-points.ts';
import * as exact from '../exact-number.ts';
import { equal, isObject, objectOf, orderOf, typeOf } from '../values.ts';

type Num = exact.AnyNumber;
/** An argument `&Name`, as a function of the element that it is evaluated on. */
type Reference = (element: unknown) => unknown;

const isArrayOf = (is: (element: unknown) => boolean) => (value: unknown) => Array.isArray(value) && value.every(is);
const isString = (value: unknown): value is string => typeof value === 'string';
const isPair = (value: unknown) => Array.isArray(value) && value.length === 2 && isString(value[0]);
const isInteger = (value: unknown) => exact.isNumber(value) && Number.isSafeInteger(exact.doubleOf(value));
const types: Record<string, (value: unknown) => boolean> = {
  any: () => true,
  string: isString,
  character: (value) => typeof value === 'string' && charactersOf(value).length === 1,
  number: exact.isNumber,
  integer: isInteger,
  count: (value) => isInteger(value) && exact.doubleOf(value as Num) >= 0,
  array: Array.isArray,
  numbers: isArrayOf(exact.isNumber),
  strings: isArrayOf(isString),
  pairs: isArrayOf(isPair),
  object: isObject,
  '&expression': (value) => typeof value === 'function',
};

/** In order of what is taken of each: the least first, or the greatest with `sign` -1. */
function sorted(elements: unknown[], by: Reference = (element) => element, sign = 1): unknown[] {
  const pairs = elements.map((element) => ({ element, key: by(element) }));
  if (pairs.some(({ key }) => orderOf(pairs[0]?.key, key) === undefined)) {
    throw new Error('what is ordered by must be numbers alone, or strings alone');
  }
  return pairs.sort((a, b) => sign * (orderOf(a.key, b.key) ?? 0)).map(({ element }) => element);
}

function group(elements: unknown[], by: Reference): unknown {
  const keys = elements.map((element) => by(element));
  if (!keys.every(isString)) throw new Error('what is grouped by must be strings');
  return Object.groupBy(elements, (_element, at) => keys[at] as string);
}

const contains = (searched: string | unknown[], wanted: unknown): boolean =>
  isString(searched) ? isString(wanted) && searched.includes(wanted) : searched.some((each) => equal(each, wanted));

function zip(...arrays: unknown[][]): unknown[][] {
  const length = Math.min(...arrays.map((array) => array.length));
  return Array.from({ length }, (_, at) => arrays.map((array) => array[at]));
}

// As in https://jmespath.org/specification.html, and version 1 in https://github.com/jmespath-community/jmespath.spec;
// of the types of their parameters `a|b` is either, `?` is optional, `*` is one or several.
const functions: Readonly<Record<string, readonly [signature: string, call: (...args: never[]) => unknown]>> = {
  abs: ['number', exact.absoluteOf],
  avg: ['numbers', (of: Num[]) => (of.length > 0 ? exact.averageOf(of) : null)],
  ceil: ['number', (of: Num) => exact.wholeOf(of, 'up')],
  contains: ['string|array any', contains],
  ends_with: ['string string', (text: string, end: string) => text.endsWith(end)],
  find_first: ['string string integer? integer?', find('indexOf')],
  find_last: ['string string integer? integer?', find('lastIndexOf')],
  floor: ['number', (of: Num) => exact.wholeOf(of, 'down')],
  from_items: ['pairs', objectOf],
  group_by: ['array &expression', group],
  items: ['object', Object.entries],
  join: ['string strings', (separator: string, texts: string[]) => texts.join(separator)],
  keys: ['object', Object.keys],
  length: ['string|array|object', (of: string | object) => (isString(of) ? charactersOf(of) : Object.keys(of)).length],
  lower: ['string', (text: string) => text.toLowerCase()],
  map: ['&expression array', (each: Reference, of: unknown[]) => of.map((element) => each(element))],
  max: ['numbers|strings', (of: unknown[]) => sorted(of, undefined, -1)[0] ?? null],
  max_by: ['array &expression', (of: unknown[], by: Reference) => sorted(of, by, -1)[0] ?? null],
  merge: ['object*', (...all: Record<string, unknown>[]) => objectOf(all.flatMap(Object.entries<unknown>))],
  min: ['numbers|strings', (of: unknown[]) => sorted(of)[0] ?? null],
  min_by: ['array &expression', (of: unknown[], by: Reference) => sorted(of, by)[0] ?? null],
  not_null: ['any*', (...values: unknown[]) => values.find((value) => value !== null) ?? null],
  pad_left: ['string count character?', (text: string, to: Num, by?: string) => padding(text, to, by) + text],
  pad_right: ['string count character?', (text: string, to: Num, by?: string) => text + padding(text, to, by)],
  replace: ['string string string count?', replace],
  reverse: ['string|array', (of: string | unknown[]) => (isString(of) ? reversed(of) : of.toReversed())],
  sort: ['numbers|strings', (of: unknown[]) => sorted(of)],
  sort_by: ['array &expression', (of: unknown[], by: Reference) => sorted(of, by)],
  split: ['string string count?', split],
  starts_with: ['string string', (text: string, start: string) => text.startsWith(start)],
  sum: ['numbers', exact.sumOf],
  to_array: ['any', (of: unknown) => [of].flat()],
  to_number: ['any', (of: unknown) => (isString(of) ? exact.parseNumber(of.trim()) : exact.isNumber(of) ? of : null)],
  to_string: ['any', (of: unknown) => (isString(of) ? of : JSON.stringify(of))],
  trim: ['string string?', trim('both')],
  trim_left: ['string string?', trim('left')],
  trim_right: ['string string?', trim('right')],
  type: ['any', typeOf],
  upper: ['string', (text: string) => text.toUpperCase()],
  values: ['object', Object.values],
  zip: ['array*', zip],
};

const parametersOf = (name: string) => functions[name]?.[0].split(' ') ?? [];
const usage = (name: string) => `${name}(${parametersOf(name).join(', ')})`;

/** @throws Error if there is no such function, or it takes fewer, more or other arguments */
export function checkCall(name: string, args: readonly { kind: string }[]): void {
  if (!Object.hasOwn(functions, name)) throw new Error(`there is no function ${name}()`);
  const parameters = parametersOf(name);
  const least = parameters.filter((parameter) => !parameter.endsWith('?')).length;
  const most = parameters.at(-1)?.endsWith('*') ? Infinity : parameters.length;
  const fits = ({ kind }: { kind: string }, at: number) =>
    (kind === 'reference') === (parameters[at]?.startsWith('&') ?? false);
  if (args.length >= least && args.length <= most && args.every(fits)) return;
  throw new Error(`these are not the arguments of ${usage(name)}`);
}

/** @throws Error if an argument is of a type that the function does not take */
export function callFunction(name: string, args: readonly unknown[]): unknown {
  const parameters = parametersOf(name);
  for (const [at, value] of args.entries()) {
    const alternatives = (parameters[at] ?? parameters.at(-1) ?? '').replace(/[?*]$/, '').split('|');
    if (alternatives.some((type) => types[type]?.(value))) continue;
    throw new Error(`argument ${at + 1} of ${usage(name)} cannot be of type ${typeOf(value)}`);
  }
  return functions[name]?.[1](...(args as never[]));
}
