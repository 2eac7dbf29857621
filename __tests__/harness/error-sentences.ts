import ts from 'typescript';
import type { Source } from './imports.ts';

/** A text of the code, what is filled in written as `…`. */
export interface Sentence {
  path: string;
  text: string;
}

/** The failures that a reader gets to see; others are faults of the code. */
const FAILURES = /^(Problem|Failure|Outage|OddResponse|Refused|Interrupted|SignInOutage|DeadlinePassed)$/;

/** @returns the first argument of every failure that a file makes, as far as it is written there */
export const failuresIn = (source: Source): Sentence[] =>
  collect(source, (node) =>
    (ts.isNewExpression(node) && FAILURES.test(node.expression.getText())) || isCallOf('orRefuse', node)
      ? textsOf(node.arguments?.[0])
      : [],
  );

const isCallOf = (name: string, node: ts.Node): node is ts.CallExpression =>
  ts.isCallExpression(node) && node.expression.getText() === name;

/** @returns the first argument of every `inputs.problem(…)` */
export const problemsIn = (source: Source): Sentence[] =>
  collect(source, (node) =>
    ts.isCallExpression(node) && /(^|\.)problem$/.test(node.expression.getText()) ? textsOf(node.arguments[0]) : [],
  );

/** @returns every text of a file */
export const textsIn = (source: Source): Sentence[] =>
  collect(source, (node) => (ts.isStringLiteral(node) || ts.isTemplateLiteral(node) ? textsOf(node) : []));

function collect({ path, text }: Source, find: (node: ts.Node) => string[]): Sentence[] {
  const found: Sentence[] = [];
  const visit = (node: ts.Node): void => {
    for (const one of find(node)) found.push({ path, text: one });
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true));
  return found;
}

/** The texts that an expression can give; none if it is made elsewhere. */
function textsOf(node: ts.Node | undefined): string[] {
  if (node === undefined) return [];
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return [node.text];
  if (isCallOf('asSentence', node)) return textsOf(node.arguments[0]);
  if (ts.isTaggedTemplateExpression(node)) return textsOf(node.template);
  if (ts.isConditionalExpression(node)) return [...textsOf(node.whenTrue), ...textsOf(node.whenFalse)];
  if (!ts.isTemplateExpression(node)) return [];
  const text = node.head.text + node.templateSpans.map(({ literal }) => `…${literal.text}`).join('');
  // Nothing but what is made elsewhere.
  return /[a-z]/i.test(text) ? [text] : [];
}
