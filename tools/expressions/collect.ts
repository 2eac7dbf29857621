import ts from 'typescript';

export interface Pattern {
  source: string;
  flags: string;
}

/** A regular expression of a source file. */
export interface Expression {
  file: string;
  /** Counts from 1. */
  line: number;
  /** As it stands in the file. */
  text: string;
  /** `undefined` if a part of it is known only while the program runs. */
  pattern: Pattern | undefined;
}

/** Every literal, `RegExp(…)` and `new RegExp(…)` of the files. Constants are followed, into other files as well. */
export function expressionsIn(files: readonly string[]): Expression[] {
  const program = ts.createProgram(files, { allowJs: true, noLib: true, allowImportingTsExtensions: true });
  const checker = program.getTypeChecker();
  return files.flatMap((file) => {
    const source = program.getSourceFile(file);
    if (source === undefined) throw new Error(`${file} cannot be read`);
    const found: Expression[] = [];
    const visit = (node: ts.Node): void => {
      if (ts.isRegularExpressionLiteral(node) || isConstruction(node)) {
        const line = source.getLineAndCharacterOfPosition(node.getStart()).line + 1;
        found.push({ file, line, text: node.getText(), pattern: patternOf(node, checker) });
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
    return found;
  });
}

const isConstruction = (node: ts.Node): node is ts.NewExpression | ts.CallExpression =>
  (ts.isNewExpression(node) || ts.isCallExpression(node)) && node.expression.getText() === 'RegExp';

function patternOf(node: ts.Expression, checker: ts.TypeChecker): Pattern | undefined {
  if (ts.isRegularExpressionLiteral(node)) {
    const end = node.text.lastIndexOf('/');
    return { source: node.text.slice(1, end), flags: node.text.slice(end + 1) };
  }
  if (isConstruction(node)) {
    const [first, second] = node.arguments ?? [];
    const source = first && (textOf(first, checker) ?? patternOf(first, checker)?.source);
    const flags = second ? textOf(second, checker) : '';
    return source === undefined || flags === undefined ? undefined : { source, flags };
  }
  const value = ts.isIdentifier(node) ? constant(node, checker) : undefined;
  return value && patternOf(value, checker);
}

/** The text that an expression always has: of literals, templates, sums, `.source` and `.replaceAll` of two texts. */
function textOf(node: ts.Expression, checker: ts.TypeChecker): string | undefined {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isTemplateExpression(node)) {
    const spans = node.templateSpans.flatMap(({ expression, literal }) => [textOf(expression, checker), literal.text]);
    return joined(node.head.text, ...spans);
  }
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken) {
    return joined(textOf(node.left, checker), textOf(node.right, checker));
  }
  if (ts.isPropertyAccessExpression(node)) {
    return node.name.text === 'source' ? patternOf(node.expression, checker)?.source : undefined;
  }
  if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
    const [whole, from, to] = [node.expression.expression, ...node.arguments].map((each) => textOf(each, checker));
    if (node.expression.name.text !== 'replaceAll' || from === undefined || to === undefined) return undefined;
    return whole?.replaceAll(from, () => to);
  }
  const value = ts.isIdentifier(node) ? constant(node, checker) : undefined;
  return value && textOf(value, checker);
}

const joined = (...parts: (string | undefined)[]) => (parts.includes(undefined) ? undefined : parts.join(''));

/** What a `const` is set to, in whichever file it stands. */
function constant(name: ts.Identifier, checker: ts.TypeChecker): ts.Expression | undefined {
  const symbol = checker.getSymbolAtLocation(name);
  const target = symbol && symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  const declaration = target?.valueDeclaration;
  if (!declaration || !ts.isVariableDeclaration(declaration)) return undefined;
  return ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.Const ? declaration.initializer : undefined;
}
