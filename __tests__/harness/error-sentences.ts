import ts from 'typescript';
import type { Source } from './imports.ts';

/** A text of the code, what is filled in written as `…`. */
export interface Sentence {
  path: string;
  text: string;
}

/** The failures that a reader gets to see; others are faults of the code. */
const FAILURES =
  /^(Problem|Failure|Outage|OddResponse|Refused|Interrupted|SignInOutage|SignInPage|DeadlinePassed|UnwritableFile|NotInEncoding|ExpiredAssertion|BudgetSpent)$/;

/** @returns every class of failures whose messages `failuresIn` would not find */
export const unknownFailures = ({ text }: Source): string[] =>
  [...text.matchAll(/class (\w+) extends (\w+)/g)]
    .filter(([, name = '', base = '']) => FAILURES.test(base) && !FAILURES.test(name))
    .map(([, name = '']) => name);

/** @returns the first argument of every failure that a file makes, as far as it is written in that file */
export const failuresIn = (source: Source): Sentence[] =>
  collect(source, (node) => (isFailure(node) ? writtenIn(node.arguments?.[0]) : []));

/** @returns the first argument of every failure whose text a file takes from elsewhere, as source text */
export const foreignFailuresIn = (source: Source): Sentence[] =>
  collect(source, (node) => {
    const argument = ts.isNewExpression(node) && isFailure(node) ? node.arguments?.[0] : undefined;
    return argument && writtenIn(argument).length === 0 ? [argument.getText()] : [];
  });

const isFailure = (node: ts.Node): node is ts.NewExpression | ts.CallExpression =>
  (ts.isNewExpression(node) && FAILURES.test(node.expression.getText())) || isCallOf('orRefuse', node);

/** @returns the texts that a result of a failure gets: `failed(…)`, and properties of that name in an object */
export const resultsIn = (source: Source, property = /^(message|error|failure)$/): Sentence[] =>
  collect(source, (node) => {
    if (ts.isCallExpression(node) && /(^|\.)failed$/.test(node.expression.getText()))
      return node.arguments.flatMap(textsOf);
    return ts.isPropertyAssignment(node) && property.test(node.name.getText()) ? textsOf(node.initializer) : [];
  });

/** @returns the text of every `Error`, for programs that show the message of whatever is thrown */
export const errorsIn = (source: Source): Sentence[] =>
  collect(source, (node) =>
    ts.isNewExpression(node) && node.expression.getText() === 'Error' ? writtenIn(node.arguments?.[0]) : [],
  );

/** The texts that an expression can give, also by way of a constant or a function of its file. */
function writtenIn(node: ts.Node | undefined): string[] {
  const texts = textsOf(node);
  if (texts.length > 0 || node === undefined) return texts;
  const name = ts.isCallExpression(node) ? node.expression : node;
  if (!ts.isIdentifier(name)) return [];
  return textsDeclaredAs([name.text], node.getSourceFile()).filter((text) => /^\S+ /.test(text));
}

/** @returns every text in the functions and constants of a file that have these names */
export const textsNamed = ({ path, text }: Source, names: readonly string[]): Sentence[] =>
  textsDeclaredAs(names, parsed(path, text)).map((one) => ({ path, text: one }));

function textsDeclaredAs(names: readonly string[], file: ts.SourceFile): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node, inside: boolean): void => {
    const isDeclared =
      (ts.isVariableDeclaration(node) || ts.isFunctionDeclaration(node)) && names.includes(node.name?.getText() ?? '');
    if (inside && (ts.isStringLiteral(node) || ts.isTemplateLiteral(node))) found.push(...textsOf(node));
    ts.forEachChild(node, (child) => {
      visit(child, inside || isDeclared);
    });
  };
  visit(file, false);
  return found;
}

const parsed = (path: string, text: string) => ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);

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
  visit(parsed(path, text));
  return found;
}

/** The texts that an expression can give; none if it is made elsewhere. */
function textsOf(node: ts.Node | undefined): string[] {
  if (node === undefined) return [];
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return [node.text];
  if (isCallOf('asSentence', node)) return textsOf(node.arguments[0]);
  if (ts.isTaggedTemplateExpression(node)) return textsOf(node.template);
  if (ts.isConditionalExpression(node)) return [...textsOf(node.whenTrue), ...textsOf(node.whenFalse)];
  if (ts.isParenthesizedExpression(node)) return textsOf(node.expression);
  if (ts.isBinaryExpression(node)) return joined(node);
  if (!ts.isTemplateExpression(node)) return [];
  const text = node.head.text + node.templateSpans.map(({ literal }) => `…${literal.text}`).join('');
  // Nothing but what is made elsewhere.
  return /[a-z]/i.test(text) ? [text] : [];
}

const EITHER = new Set([
  ts.SyntaxKind.BarBarToken,
  ts.SyntaxKind.AmpersandAmpersandToken,
  ts.SyntaxKind.QuestionQuestionToken,
]);

/** Of `||`, `&&` and `??` what either side gives, of `+` both sides together. */
function joined({ left, right, operatorToken: { kind } }: ts.BinaryExpression): string[] {
  const [before, after] = [textsOf(left), textsOf(right)];
  if (EITHER.has(kind)) return [...before, ...after];
  if (kind !== ts.SyntaxKind.PlusToken || before.length + after.length === 0) return [];
  const orAny = (texts: string[]) => (texts.length > 0 ? texts : ['…']);
  return orAny(before).flatMap((one) => orAny(after).map((other) => one + other));
}
