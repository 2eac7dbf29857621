import { evaluate, type Observer } from './jmespath/interpret.ts';
import { parse, type Node } from './jmespath/parser.ts';

export { holds } from './values.ts';

/** A JMESPath expression, ready to be asked of documents that `openDocument` has opened. */
export interface Query {
  expression: string;
  tree: Node;
  /** @returns `null` if nothing is found; throws an Error if a function cannot take what is found */
  evaluate: (document: unknown, observer?: Observer) => unknown;
}

/**
 * Compiles JMESPath as https://jmespath.org has it, with text in backquotes that is no JSON, order between strings, and
 * the functions of the later version 1; throws an Error that says what is wrong with the expression.
 */
export function compileQuery(expression: string): Query {
  const tree = parse(expression);
  return { expression, tree, evaluate: (document, observer = {}) => evaluate(tree, document, observer) };
}
