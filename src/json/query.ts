import { compile, TreeInterpreter, type JSONValue } from '@jmespath-community/jmespath';
import { ExactNumber, isNumber } from './exact-number.ts';
import { exactFunctions, typeNumbers, type LibraryFunction } from './query-functions.ts';
import { hideExactLiterals, showExactLiterals } from './query-literals.ts';
import { equal, isObject, operand, orderOf } from './query-order.ts';

/** A JMESPath expression, ready to be asked of documents that `openDocument` has opened. */
export interface Query {
  expression: string;
  /**
   * @param onOtherCase told of each name that an object has in other capitals alone
   * @returns what the expression gives; `null` where nothing is found
   * @throws Error with the library's words where a value is of a type that the expression cannot take
   */
  evaluate: (document: unknown, onOtherCase?: OnOtherCase) => unknown;
}

export type OnOtherCase = (asked: string, there: string) => void;

export { literalSlip } from './query-slips.ts';

export type Node = ReturnType<typeof compile>;

/** The parts of the library's interpreter that its types keep private, or that take more values than its types know. */
interface OpenInterpreter {
  runtime: {
    getTypeName(value: unknown): number | undefined;
    _functionTable: Record<string, LibraryFunction>;
  };
  search(node: Node, value: unknown): unknown;
  visit(node: Node, value: unknown): unknown;
  withScope(scope: unknown): OpenInterpreter;
}

const Base = TreeInterpreter.constructor as new () => OpenInterpreter;

/**
 * The library's interpreter with three differences: exact numbers are numbers, with every digit; strings compare like
 * numbers do, as in `az --query`; and objects have no inherited names.
 */
class ExactInterpreter extends Base {
  onOtherCase: OnOtherCase;

  constructor(onOtherCase: OnOtherCase) {
    super();
    this.onOtherCase = onOtherCase;
    acceptExactNumbers(this);
  }

  override withScope(scope: unknown): OpenInterpreter {
    const inner = Object.setPrototypeOf(super.withScope(scope), ExactInterpreter.prototype) as ExactInterpreter;
    inner.onOtherCase = this.onOtherCase;
    acceptExactNumbers(inner);
    return inner;
  }

  override visit(node: Node, value: unknown): unknown {
    const literal = (child: Node): Node => ({ type: 'Literal', value: operand(this.visit(child, value)) as JSONValue });
    // eslint-disable-next-line @typescript-eslint/switch-exhaustiveness-check -- all other nodes are the library's own
    switch (node.type) {
      case 'Literal':
        return showExactLiterals(node.value);
      case 'Field':
        return isObject(value) ? this.member(value, node.name) : null;
      case 'ValueProjection':
        return isNumber(this.visit(node.left, value)) ? null : super.visit(node, value);
      case 'Comparator':
        return compare(node.name, this.visit(node.left, value), this.visit(node.right, value));
      case 'Arithmetic':
        return super.visit({ ...node, left: literal(node.left), right: literal(node.right) }, value);
      case 'Unary':
        return super.visit({ ...node, operand: literal(node.operand) }, value);
      default:
        return super.visit(node, value);
    }
  }

  private member(object: Record<string, unknown>, name: string): unknown {
    if (Object.hasOwn(object, name)) return object[name] ?? null;
    const lowered = name.toLowerCase();
    const there = Object.keys(object).find((key) => key.toLowerCase() === lowered);
    if (there !== undefined) this.onOtherCase(name, there);
    return null;
  }
}

function acceptExactNumbers(interpreter: OpenInterpreter): void {
  const { runtime } = interpreter;
  const typeOf = runtime.getTypeName.bind(runtime);
  runtime.getTypeName = (value) => (value instanceof ExactNumber ? typeNumbers.number : typeOf(value));
  runtime._functionTable = {
    ...runtime._functionTable,
    ...exactFunctions((expression, value) => interpreter.visit(expression as Node, value)),
  };
}

const ignore: OnOtherCase = () => undefined;
const functions = new ExactInterpreter(ignore).runtime._functionTable;

/**
 * @throws Error that says what is wrong with the expression; names of functions are checked as well
 */
export function compileQuery(expression: string): Query {
  const node = compile(hideExactLiterals(expression), { enable_legacy_literals: true });
  for (const name of functionNames(node)) {
    if (!Object.hasOwn(functions, name)) throw new Error(`Unknown function: ${name}()`);
  }
  return {
    expression,
    evaluate: (document, onOtherCase = ignore) => new ExactInterpreter(onOtherCase).search(node, document) ?? null,
  };
}

/** JMESPath's truth: everything but `false`, `null`, and the empty string, list and object. */
export function holds(value: unknown): boolean {
  if (value instanceof ExactNumber) return true;
  if (typeof value === 'object' && value !== null) return Object.keys(value).length > 0;
  return value !== null && value !== undefined && value !== false && value !== '';
}

function* functionNames(part: unknown): Generator<string> {
  if (Array.isArray(part)) {
    for (const element of part) yield* functionNames(element);
  } else if (isObject(part) && part['type'] !== 'Literal') {
    if (part['type'] === 'Function') yield String(part['name']);
    for (const member of Object.values(part)) yield* functionNames(member);
  }
}

function compare(operator: 'EQ' | 'NE' | 'GT' | 'GTE' | 'LT' | 'LTE', a: unknown, b: unknown): boolean | null {
  if (operator === 'EQ') return equal(a, b);
  if (operator === 'NE') return !equal(a, b);
  const order = orderOf(a, b);
  if (order === undefined) return null;
  switch (operator) {
    case 'GT':
      return order > 0;
    case 'GTE':
      return order >= 0;
    case 'LT':
      return order < 0;
    case 'LTE':
      return order <= 0;
  }
}
