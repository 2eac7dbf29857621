import { doubleOf, isNumber } from '../../json/exact-number.ts';
import { equal, holds } from '../../json/values.ts';
import { evaluate } from '../../json/jmespath/interpret.ts';
import { nodesOf, type Node } from '../../json/jmespath/parser.ts';

/**
 * In JMESPath `"Error"`, `true` and `false` are names of members, so `Status != "Error"` holds for every response.
 *
 * @returns what to write instead, if such a name is compared or handed to a function
 */
export function literalHint(tree: Node): string | undefined {
  for (const node of nodesOf(tree)) {
    const operands = operandsOf(node).flatMap((operand) => (operand.kind === 'list' ? operand.of : [operand]));
    const hint = operands.map(nameHint).find((each) => each !== undefined);
    if (hint !== undefined) return hint;
  }
  return undefined;
}

/** The places in which a literal is likelier than a name. */
function operandsOf(node: Node): Node[] {
  if (node.kind === 'call') return node.of.filter((argument, at) => at > 0 || argument.kind === 'list');
  if (node.kind !== 'comparison') return [];
  const [left, right] = node.of;
  // Beside a literal, `"Credit Limit"` can only be a name.
  return right.kind === 'literal' && left.kind === 'field' && left.isQuoted ? [] : [right, left];
}

function nameHint(node: Node): string | undefined {
  if (isBareList(node)) return '[] takes a list apart: write `[]` in backticks for a list without elements';
  if (node.kind !== 'field') return undefined;
  const { name, isQuoted } = node;
  if (!isQuoted) {
    if (name !== 'true' && name !== 'false') return undefined;
    return `${name} is the name of a member: write \`${name}\` in backticks for the boolean`;
  }
  // Names such as "@odata.etag" cannot be written without quotes, and are no text that anybody compares with.
  if (name.startsWith('@')) return undefined;
  const quoted = JSON.stringify(name);
  return `${quoted} is the name of a member: write '${name.replaceAll("'", "\\'")}' for the text, or @.${quoted} for the member`;
}

/** `[]` on its own, which the parser reads as the elements of `@`. */
const isBareList = ({ kind, of: [flattened, each] }: Node): boolean =>
  kind === 'elements' &&
  flattened?.kind === 'flatten' &&
  flattened.of[0].kind === 'current' &&
  each?.kind === 'current';

/** @returns what is wrong with an `extract` that is a literal and nothing more */
export const bareLiteralHint = (tree: Node): string | undefined =>
  tree.kind === 'literal' ? 'no property of the response is read: it is only a literal' : undefined;

/** What makes an expression of a name in double quotes. */
const OPERATOR = /[=<>|]|&&|^!|^\w+\(.*\)$/s;

/** @returns why an `expect` asks nothing, and what to write instead; `undefined` if it depends on the response */
export function emptyExpectationHint(tree: Node): string | undefined {
  const nodes = nodesOf(tree);
  for (const node of nodes) {
    if (node.kind === 'field' && node.isQuoted && OPERATOR.test(node.name)) {
      return `the double quotes make ${JSON.stringify(node.name)} a property name: leave them out`;
    }
  }
  const conditions = nodes.flatMap((node) => (node.kind === 'filter' ? conjunctsOf(node.of[1]) : []));
  const parts = [...conjunctsOf(tree), ...conditions.filter(({ kind }) => kind === 'or')];
  const empty = parts.find((part) => isConstant(part) || truthOf(part) === true);
  if (empty) return whyEmpty(empty);
  return truthOf(tree) === false ? 'the condition can never hold: no response meets it' : undefined;
}

const conjunctsOf = (node: Node): Node[] => (node.kind === 'and' ? node.of.flatMap(conjunctsOf) : [node]);

function whyEmpty(node: Node): string {
  const { kind } = node;
  if (kind === 'list' || kind === 'hash') {
    return `what ${kind === 'list' ? '[ ]' : '{ }'} encloses holds for every response: write one condition per line`;
  }
  if (kind === 'call' && !isConstant(node)) {
    const compared = node.name === 'type' ? "== 'array'" : '> `0`';
    return `${node.name}() always holds, since even 0 is true in JMESPath: compare it, as in ${node.name}(…) ${compared}`;
  }
  const count = kind === 'comparison' && !isConstant(node) ? node.of.find(isCount) : undefined;
  if (count)
    return `${count.name}() is never below 0, so this holds for every response: write ${count.name}(…) > \`0\``;
  const literal = kind === 'or' ? node.of[1] : node;
  if (literal.kind === 'literal' && typeof literal.value === 'string') {
    const text = `'${literal.value.replaceAll("'", "\\'")}'`;
    return `${text} on its own does not depend on the response: write the whole comparison, as in ${comparedName(node)} == ${text}`;
  }
  return "the result is the same for every response: compare a property of the response, as in Status == 'Ended'";
}

/** `Status` in `Status == 'Finished' || 'Ended'`. */
function comparedName(node: Node): string {
  const compared = nodesOf(node).findLast(({ kind }) => kind === 'comparison')?.of[0];
  return compared?.kind === 'field' ? compared.name : 'Status';
}

/** Whether the value is the same for every response. */
function isConstant(node: Node): boolean {
  const { kind, of } = node;
  if (kind === 'current' || kind === 'field') return false;
  if (kind === 'reference') return true;
  if (kind === 'chain') return of.some(isConstant);
  if (kind === 'elements' || kind === 'values' || kind === 'filter') return isConstant(of[0]);
  return of.every(isConstant);
}

/** They give a number, or a text that is never empty, whatever they are asked of. */
const ALWAYS_TRUE = ['abs', 'ceil', 'floor', 'length', 'sum', 'type'];

/** Whether the expression is true, or false, for every response; `undefined` if that depends on the response. */
function truthOf(node: Node): boolean | undefined {
  if (isConstant(node)) return truthOfConstant(node);
  const { kind, of } = node;
  const truths = of.map(truthOf);
  const [left, right] = truths;
  if (kind === 'list' || kind === 'hash') return true;
  if (kind === 'call') return ALWAYS_TRUE.includes(node.name) || undefined;
  if (kind === 'not') return left === undefined ? undefined : !left;
  if (kind === 'or') return truths.includes(true) || (truths.includes(undefined) ? undefined : false);
  if (kind === 'and') return !truths.includes(false) && (truths.includes(undefined) ? undefined : true);
  // On null, which any other left side may give, a list or an object is null as well.
  if (kind === 'chain') return of[0].kind !== 'current' && ['list', 'hash'].includes(of[1].kind) ? undefined : right;
  return kind === 'comparison' ? truthOfComparison(node) : undefined;
}

/** Of one thing with itself, or of what is never below 0 with a number. */
function truthOfComparison({ of, comparator }: Node & { kind: 'comparison' }): boolean | undefined {
  const [left, right] = of;
  if (equal(left, right)) return comparator === '==' ? true : comparator === '!=' ? false : undefined;
  const bound = left.kind === 'literal' ? left : right;
  const counted = left.kind === 'literal' ? right : left;
  if (!isCount(counted) || bound.kind !== 'literal' || !isNumber(bound.value)) return undefined;
  // The ends of what it can be, and the number itself.
  const [first, ...others] = [0, Number.MAX_VALUE, Math.max(doubleOf(bound.value), 0)].map((value) => {
    const count: Node = { kind: 'literal', of: [], value };
    return truthOfConstant({
      kind: 'comparison',
      of: left.kind === 'literal' ? [left, count] : [count, right],
      comparator,
    });
  });
  return others.every((other) => other === first) ? first : undefined;
}

const isCount = (node: Node): node is Node & { kind: 'call' } =>
  node.kind === 'call' && ['length', 'abs'].includes(node.name);

function truthOfConstant(node: Node): boolean {
  try {
    return holds(evaluate(node, {}, {}));
  } catch {
    // What cannot be evaluated is not met.
    return false;
  }
}
