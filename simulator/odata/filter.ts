import { asText } from '../json.ts';
import { compare, comparisons, inCase, type Column, type FilterCase, type Predicate } from './compare.ts';
import { typeOf, type EntitySet } from './entity-set.ts';
import { NotKnown, ODataError } from './errors.ts';
import { tokens, type Token } from './lexer.ts';

/** A value in a filter. */
type Operand = Column | { kind: 'literal'; token: Token };

const notQueryable = ['startswith', 'endswith'];
const arithmetic = ['add', 'sub', 'mul', 'div', 'mod'];
const isOperator = (word: string): boolean => [...comparisons, ...arithmetic, 'in', 'has'].includes(word);

/**
 * Compiles `$filter`.
 *
 * @throws ODataError 400 for what F&O refuses, NotKnown for what no source tells
 */
export function compileFilter(expression: string, set: EntitySet, filterCase: FilterCase): Predicate {
  const input = tokens(expression);
  let at = 0;

  const peekWord = (): string => {
    const token = input[at];
    return token?.kind === 'word' ? token.text : '';
  };
  const syntaxError = (): ODataError =>
    new ODataError(
      400,
      `The query specified in the URI is not valid. Syntax error at token ${at + 1} in '${expression}'.`,
    );

  function take(): Token {
    const token = input[at++];
    if (token === undefined) throw syntaxError();
    return token;
  }

  function takeSymbol(text: string): void {
    const token = take();
    if (token.kind !== 'symbol' || token.text !== text) throw syntaxError();
  }

  function parseOr(): Predicate {
    let left = parseAnd();
    while (peekWord() === 'or') {
      at += 1;
      const [a, b] = [left, parseAnd()];
      left = (row) => a(row) || b(row);
    }
    return left;
  }

  function parseAnd(): Predicate {
    let left = parseUnary();
    while (peekWord() === 'and') {
      at += 1;
      const [a, b] = [left, parseUnary()];
      left = (row) => a(row) && b(row);
    }
    return left;
  }

  function parseUnary(): Predicate {
    const token = input[at];
    if (token?.kind === 'symbol' && token.text === '(') {
      at += 1;
      const inner = parseOr();
      takeSymbol(')');
      return inner;
    }
    if (peekWord() === 'not') {
      at += 1;
      const inner = parseUnary();
      return (row) => !inner(row);
    }
    if (notQueryable.includes(peekWord())) {
      throw new ODataError(400, `The function '${peekWord()}' is not Queryable!`);
    }
    if (peekWord() === 'contains') return parseContains();
    return parseComparison();
  }

  function parseContains(): Predicate {
    at += 1;
    takeSymbol('(');
    const where = parseOperand();
    takeSymbol(',');
    const what = parseOperand();
    takeSymbol(')');
    if (where.kind !== 'column' || what.kind !== 'literal' || what.token.kind !== 'string') throw syntaxError();
    if (where.type !== 'String') {
      throw new ODataError(
        400,
        `The query specified in the URI is not valid. No function signature for the function with name 'contains' matches the specified arguments.`,
      );
    }
    if (comparisons.includes(peekWord())) throw new NotKnown('contains() compared with a value in $filter');
    const part = inCase(filterCase, what.token.value);
    return (row) => inCase(filterCase, where.read(row)).includes(part);
  }

  function parseOperand(): Operand {
    const token = take();
    if (token.kind !== 'word') return { kind: 'literal', token };
    if (token.text === 'tolower' || token.text === 'toupper') {
      takeSymbol('(');
      const change = (text: string) => (token.text === 'tolower' ? text.toLowerCase() : text.toUpperCase());
      const inner = parseOperand();
      takeSymbol(')');
      if (inner.kind === 'column') return { ...inner, read: (row) => change(inner.read(row)) };
      if (inner.token.kind !== 'string') throw syntaxError();
      return { kind: 'literal', token: { ...inner.token, value: change(inner.token.value) } };
    }
    if (['true', 'false', 'null'].includes(token.text)) return { kind: 'literal', token };
    const [name = ''] = token.text.split('/');
    const type = typeOf(set, token.text);
    const next = input[at];
    if (type === undefined && name === token.text && next?.kind === 'symbol' && next.text === '(') {
      throw new NotKnown(`the function ${name}() in $filter`);
    }
    if (type === undefined) {
      throw new ODataError(
        400,
        `The query specified in the URI is not valid. Could not find a property named '${name}' on type 'Microsoft.Dynamics.DataEntities.${set.entityType}'.`,
      );
    }
    return { kind: 'column', name: token.text, type, read: (row) => asText(row[token.text]) };
  }

  function parseComparison(): Predicate {
    const column = parseOperand();
    if (column.kind === 'column' && column.type === 'Boolean' && (at === input.length || !isOperator(peekWord()))) {
      throw new NotKnown('a column without a comparison in $filter');
    }
    const operator = take();
    if (operator.kind !== 'word') throw syntaxError();
    if (arithmetic.includes(operator.text)) throw new NotKnown(`the operator ${operator.text} in $filter`);
    if (column.kind !== 'column') {
      if (isOperator(operator.text)) throw new NotKnown('a comparison that begins with a value in $filter');
      throw syntaxError();
    }
    if (operator.text === 'in' || operator.text === 'has') {
      throw new ODataError(
        400,
        `The query specified in the URI is not valid. The operator '${operator.text}' is not supported.`,
      );
    }
    if (!comparisons.includes(operator.text)) throw syntaxError();
    const literal = parseOperand();
    if (literal.kind !== 'literal') throw new NotKnown('a comparison of two columns in $filter');
    if (arithmetic.includes(peekWord())) throw new NotKnown(`the operator ${peekWord()} in $filter`);
    return compare(set, column, operator.text, literal.token, filterCase);
  }

  const predicate = parseOr();
  if (at < input.length) throw syntaxError();
  return predicate;
}
