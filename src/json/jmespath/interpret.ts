import { callFunction } from './functions.ts';
import type { Comparator, Node } from './parser.ts';
import { equal, holds, isObject, objectOf, orderOf, typeOf } from '../values.ts';

/** A comparison with a bare name that the object lacks (`null` excepted); on its left there is no literal. */
export interface Missing {
  left: string;
  comparator: Comparator;
  right: string;
}

/** `==` or `!=` between values of two types, which are never equal; `null` is of any. */
export interface OtherType {
  path: string;
  is: string;
  comparator: Comparator;
  than: string;
}

/** Is told what an evaluation comes upon. */
export interface Observer {
  /** A name that an object has in other capitals alone. */
  onOtherCase?: (asked: string, there: string) => void;
  onMissingName?: (found: Missing) => void;
  onOtherType?: (found: OtherType) => void;
}

/** @returns `null` if nothing is found in `value`; throws an Error if a function cannot take what is found */
export function evaluate(node: Node, value: unknown, observer: Observer): unknown {
  const get = (child: Node, of: unknown = value) => evaluate(child, of, observer);
  const array = (child: Node) => {
    const found = get(child);
    return Array.isArray(found) ? (found as unknown[]) : undefined;
  };
  const project = (elements: unknown[] | undefined, right: Node) =>
    elements?.map((element) => get(right, element)).filter((each) => each !== null) ?? null;
  switch (node.kind) {
    case 'current':
      return value;
    case 'literal':
      return node.value;
    case 'field':
      return isObject(value) ? member(value, node.name, observer) : null;
    case 'index':
      return array(node.of[0])?.at(node.index) ?? null;
    case 'slice':
      return slice(array(node.of[0]), node);
    case 'flatten':
      return array(node.of[0])?.flat() ?? null;
    case 'not':
      return !holds(get(node.of[0]));
    case 'reference':
      return (element: unknown) => get(node.of[0], element);
    case 'chain':
      return get(node.of[1], get(node.of[0]));
    case 'elements':
      return project(array(node.of[0]), node.of[1]);
    case 'values': {
      const object = get(node.of[0]);
      return project(isObject(object) ? Object.values(object) : undefined, node.of[1]);
    }
    case 'filter': {
      const meets = (element: unknown) => holds(get(node.of[1], element));
      return project(array(node.of[0])?.filter(meets), node.of[2]);
    }
    case 'or':
    case 'and': {
      const left = get(node.of[0]);
      return holds(left) === (node.kind === 'or') ? left : get(node.of[1]);
    }
    case 'comparison': {
      const { comparator } = node;
      const [left, right] = [node.of[0], bareNameOf(node.of[1])];
      const isLiteral = left.kind === 'literal';
      const isMissing = right && right !== 'null' && !(isObject(value) && Object.hasOwn(value, right));
      if (!isLiteral && isMissing) observer.onMissingName?.({ left: pathOf(left), comparator, right });
      const [a, b] = [get(left), get(node.of[1])];
      const [is = '', than = ''] = (isLiteral ? [b, a] : [a, b]).map(typeOf);
      if (/[=!]=/.test(comparator) && is !== than && a !== null && b !== null)
        observer.onOtherType?.({ path: pathOf(isLiteral ? node.of[1] : left), is, comparator, than });
      return compare(comparator, a, b);
    }
    case 'list':
      return value === null ? null : node.of.map((item) => get(item));
    case 'hash':
      return value === null ? null : objectOf(node.of.map((item, at) => [node.names[at] ?? '', get(item)]));
    case 'call': {
      const args = node.of.map((argument) => get(argument));
      return callFunction(node.name, args);
    }
  }
}

/** How a path is written, as far as it is one. */
function pathOf(node: Node): string {
  if (node.kind === 'current') return '@';
  if (node.kind === 'field') return node.isQuoted ? JSON.stringify(node.name) : node.name;
  if (node.kind === 'index') return `${pathOf(node.of[0])}[${node.index}]`;
  return node.kind === 'chain' ? node.of.map(pathOf).join('.') : '…';
}

const bareNameOf = (node: Node) => (node.kind === 'field' && !node.isQuoted ? node.name : undefined);

function member(object: Record<string, unknown>, name: string, { onOtherCase }: Observer): unknown {
  if (Object.hasOwn(object, name)) return object[name] ?? null;
  const there = onOtherCase && Object.keys(object).find((key) => key.toLowerCase() === name.toLowerCase());
  if (there !== undefined) onOtherCase?.(name, there);
  return null;
}

function compare(comparator: Comparator, a: unknown, b: unknown): boolean | null {
  if (comparator === '==' || comparator === '!=') return equal(a, b) === (comparator === '==');
  const order = orderOf(a, b);
  if (order === undefined) return null;
  if (order === 0) return comparator.endsWith('=');
  return order < 0 === comparator.startsWith('<');
}

function slice(array: unknown[] | undefined, { start, stop, step }: Node & { kind: 'slice' }): unknown[] | null {
  if (!array) return null;
  const [lowest, highest] = step > 0 ? [0, array.length] : [-1, array.length - 1];
  const bounded = (at: number) => Math.min(Math.max(at < 0 ? at + array.length : at, lowest), highest);
  const first = start === undefined ? (step > 0 ? lowest : highest) : bounded(start);
  const end = stop === undefined ? (step > 0 ? highest : lowest) : bounded(stop);
  const length = Math.max(Math.ceil((end - first) / step), 0);
  return Array.from({ length }, (_, at) => array[first + at * step]);
}
