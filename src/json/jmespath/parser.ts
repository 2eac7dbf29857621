import { checkCall } from './functions.ts';
import { tokenize, unexpected, type Token } from './lexer.ts';

export type Comparator = '==' | '!=' | '<' | '<=' | '>' | '>=';

/** An expression as a tree. `chain` is `a.b` and `a | b`: they differ in where a projection ends, and so in its shape. */
export type Node =
  | { kind: 'current'; of: [] }
  | { kind: 'literal'; of: []; value: unknown }
  | { kind: 'field'; of: []; name: string; isQuoted: boolean }
  | { kind: 'index'; of: [Node]; index: number }
  | { kind: 'slice'; of: [Node]; start: number | undefined; stop: number | undefined; step: number }
  | { kind: 'flatten' | 'not' | 'reference'; of: [Node] }
  | { kind: 'chain' | 'elements' | 'values' | 'or' | 'and'; of: [Node, Node] }
  | { kind: 'comparison'; of: [Node, Node]; comparator: Comparator }
  /** Of what, on which condition, and what is taken of each element. */
  | { kind: 'filter'; of: [Node, Node, Node] }
  | { kind: 'list'; of: Node[] }
  | { kind: 'hash'; of: Node[]; names: string[] }
  | { kind: 'call'; of: Node[]; name: string };

/** The node and all nodes in it. */
export const nodesOf = (node: Node): Node[] => [node, ...node.of.flatMap(nodesOf)];

/** How strongly what may follow an expression binds to it. */
const POWERS: Readonly<Record<string, number>> = {
  ...{ '|': 1, '||': 2, '&&': 3, '==': 5, '!=': 5, '<': 5, '<=': 5, '>': 5, '>=': 5 },
  ...{ '[]': 9, '[?': 21, '.': 40, '[': 55 },
};
const POWER_OF_STAR = 20;
/** Above comparisons and below all that goes deeper: `!value[?a].b` is `!(value[?a].b)`. */
const POWER_OF_NOT = 8;
/** The tree is built and evaluated by recursion. */
const DEEPEST = 200;

/** A Pratt parser of https://jmespath.org/specification.html; throws an Error that says what is wrong, and where. */
export function parse(expression: string): Node {
  const tokens = tokenize(expression);
  const depths = new Map<Node, number>();
  let [at, level] = [0, 0];
  const peek = (ahead = 0) => tokens[at + ahead]?.kind ?? 'end';
  // Nothing passes the token `end`: what takes it fails.
  const next = () => tokens[at++] as Token;
  const take = (kind: string) => (peek() === kind ? next() : undefined);
  const fail = (because = '', { start } = tokens[at] as Token): never => {
    throw new Error(unexpected(expression, start) + because);
  };
  const need = (kind: string) => take(kind) ?? fail(`, where ${kind} is missing`);
  const bounded = (depth: number) => {
    if (depth > DEEPEST) throw new Error(`it is nested in more than ${DEEPEST} levels`);
    return depth;
  };
  const nested = (inner: () => Node): Node => {
    level = bounded(level + 1);
    const parsed = inner();
    level -= 1;
    return parsed;
  };
  const node = (made: Node): Node => {
    const depth = made.of.reduce((deepest, child) => Math.max(deepest, depths.get(child) ?? 0), 0);
    depths.set(made, bounded(depth + 1));
    return made;
  };
  const current: Node = { kind: 'current', of: [] };
  const parseAbove = (power: number): Node => nested(() => continueAbove(power, prefix()));
  const continueAbove = (power: number, begun: Node): Node => {
    let whole = begun;
    while ((POWERS[peek()] ?? 0) > power) whole = infix(whole);
    return whole;
  };
  const prefix = (): Node => {
    const token = next();
    const { kind, text: name } = token;
    const isQuoted = kind === 'quoted name';
    if (kind === 'name' && take('(')) return call(name);
    if (isQuoted && peek() === '(') fail(': the name of a function has no quotes');
    if (kind === 'name' || isQuoted) return node({ kind: 'field', of: [], name, isQuoted });
    if (kind === 'literal') return node({ kind, of: [], value: token.value });
    if (kind === '@') return current;
    if (kind === '*') return node({ kind: 'values', of: [current, projected(POWER_OF_STAR)] });
    if (kind === '!') return node({ kind: 'not', of: [parseAbove(POWER_OF_NOT)] });
    if (kind === '{') return hash();
    if (kind === '[' && !isBracket()) return list();
    if (kind === '(') return enclosed(')');
    if (kind === '&') fail(': & may only stand before an argument of a function', token);
    if (!kind.startsWith('[')) fail('', token);
    at -= 1;
    return infix(current);
  };
  const infix = (left: Node): Node => {
    const { kind } = next();
    if (kind === '[') return bracket(left);
    if (kind === '[]') return node({ kind: 'elements', of: [node({ kind: 'flatten', of: [left] }), projected(9)] });
    if (kind === '.' && take('*')) return node({ kind: 'values', of: [left, projected(40)] });
    if (kind === '.') return node({ kind: 'chain', of: [left, member()] });
    if (kind === '[?') return node({ kind: 'filter', of: [left, enclosed(']'), projected(21)] });
    const right = parseAbove(POWERS[kind] ?? 0);
    if (kind === '|') return node({ kind: 'chain', of: [left, right] });
    if (kind === '||' || kind === '&&') return node({ kind: kind === '||' ? 'or' : 'and', of: [left, right] });
    return node({ kind: 'comparison', of: [left, right], comparator: kind as Comparator });
  };
  /** What is taken of each element of a projection. */
  const projected = (power: number): Node => {
    if (take('.')) return nested(() => continueAbove(power, member()));
    return peek() === '[' || peek() === '[?' ? nested(() => continueAbove(power, infix(current))) : current;
  };
  /** What may stand behind a dot. */
  const member = (): Node => {
    if (take('[')) return list();
    return ['name', 'quoted name', '*', '{'].includes(peek()) ? prefix() : fail(', where a name is missing');
  };
  const enclosed = (end: string) => {
    const inner = parseAbove(0);
    need(end);
    return inner;
  };
  const isBracket = () => peek() === 'number' || peek() === ':' || (peek() === '*' && peek(1) === ']');
  const integer = () => (peek() === 'number' ? Number(next().text) : undefined);
  const bracket = (left: Node): Node => {
    const elements = (of: Node) => {
      need(']');
      return node({ kind: 'elements', of: [of, projected(POWER_OF_STAR)] });
    };
    if (take('*')) return elements(left);
    const start = integer();
    if (start !== undefined && take(']')) return node({ kind: 'index', of: [left], index: start });
    if (!take(':')) fail(`, where ${start === undefined ? 'a number or *' : ']'} is missing`);
    const stop = integer();
    const step = (take(':') && integer()) ?? 1;
    if (step === 0) fail(': the step of a slice is not 0');
    return elements(node({ kind: 'slice', of: [left], start, stop, step }));
  };
  const series = (end: string, item: () => Node): Node[] => {
    const items = [item()];
    while (take(',')) items.push(item());
    if (!take(end)) fail(`, where a comma or ${end} is missing`);
    return items;
  };
  const list = () => node({ kind: 'list', of: series(']', () => parseAbove(0)) });
  const hash = (): Node => {
    const names: string[] = [];
    const entry = () => {
      names.push((take('name') ?? take('quoted name') ?? fail(', where a name is missing')).text);
      need(':');
      return parseAbove(0);
    };
    return node({ kind: 'hash', of: series('}', entry), names });
  };
  const call = (name: string): Node => {
    const argument = () => (take('&') ? node({ kind: 'reference', of: [parseAbove(0)] }) : parseAbove(0));
    const of = take(')') ? [] : series(')', argument);
    checkCall(name, of);
    return node({ kind: 'call', of, name });
  };
  const whole = parseAbove(0);
  return peek() === 'end' ? whole : fail();
}
