import { asText } from '../json.ts';
import { isEnum, type EdmType, type EntitySet, type Row } from './entity-set.ts';
import { ODataError } from './errors.ts';
import { tokens, type Token } from './lexer.ts';

export type Predicate = (row: Row) => boolean;

/** A value in a filter: a column, perhaps in lower case, or a literal. */
type Operand =
  { kind: 'column'; name: string; type: EdmType; read: (row: Row) => string } | { kind: 'literal'; token: Token };

const comparisons = ['eq', 'ne', 'gt', 'ge', 'lt', 'le'];
const notQueryable = ['startswith', 'endswith'];

/** Compiles `$filter`. Throws ODataError 400 for what F&O refuses: facts, chapter 1. */
export function compileFilter(expression: string, set: EntitySet): Predicate {
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
    const part = what.token.value.toLowerCase();
    return (row) => where.read(row).toLowerCase().includes(part);
  }

  function parseOperand(): Operand {
    const token = take();
    if (token.kind !== 'word') return { kind: 'literal', token };
    if (token.text === 'tolower' || token.text === 'toupper') {
      takeSymbol('(');
      const inner = parseOperand();
      takeSymbol(')');
      // Strings compare without regard to case anyway.
      return inner;
    }
    if (['true', 'false', 'null'].includes(token.text)) return { kind: 'literal', token };
    const type = set.properties[token.text];
    if (type === undefined) {
      throw new ODataError(
        400,
        `The query specified in the URI is not valid. Could not find a property named '${token.text}' on type 'Microsoft.Dynamics.DataEntities.${set.entityType}'.`,
      );
    }
    return { kind: 'column', name: token.text, type, read: (row) => asText(row[token.text]) };
  }

  function parseComparison(): Predicate {
    const column = parseOperand();
    const operator = take();
    if (operator.kind !== 'word' || column.kind !== 'column') throw syntaxError();
    if (operator.text === 'in' || operator.text === 'has') {
      throw new ODataError(
        400,
        `The query specified in the URI is not valid. The operator '${operator.text}' is not supported.`,
      );
    }
    if (!comparisons.includes(operator.text)) throw syntaxError();
    const literal = parseOperand();
    if (literal.kind !== 'literal') throw syntaxError();
    return compare(set, column, operator.text, literal.token);
  }

  const predicate = parseOr();
  if (at < input.length) throw syntaxError();
  return predicate;
}

function compare(
  set: EntitySet,
  { name, type, read }: Operand & { kind: 'column' },
  operator: string,
  literal: Token,
): Predicate {
  const wrongTypes = (found: string): ODataError =>
    new ODataError(
      400,
      `The query specified in the URI is not valid. A binary operator with incompatible types was detected. Found operand types '${typeName(type)}' and '${found}' for operator kind '${operator}'.`,
    );
  if (isEnum(type)) {
    if (literal.kind !== 'enum' || literal.type !== `Microsoft.Dynamics.DataEntities.${type.enum}`) {
      throw wrongTypes(literal.kind === 'string' ? 'Edm.String' : literal.kind);
    }
    const members = set.enumMembers?.[type.enum];
    if (members !== undefined && !members.includes(literal.member)) {
      throw new ODataError(400, `The string '${literal.member}' is not a valid enumeration type constant.`);
    }
    if (operator !== 'eq' && operator !== 'ne') {
      throw new ODataError(400, `The operator '${operator}' is not supported on the enum property '${name}'.`);
    }
    return (row) => sameMember(read(row), literal.member) === (operator === 'eq');
  }
  const orderOf = ordering(type, literal);
  if (orderOf === undefined) throw wrongTypes(literal.kind === 'string' ? 'Edm.String' : `Edm.${literal.kind}`);
  return (row) => holds(operator, orderOf(read(row)));
}

/** One l or two in the statuses of a cancelled job: the row and the filter may differ. */
const sameMember = (a: string, b: string): boolean => a.replaceAll('ll', 'l') === b.replaceAll('ll', 'l');

const typeName = (type: EdmType): string =>
  isEnum(type) ? `Microsoft.Dynamics.DataEntities.${type.enum}` : `Edm.${type}`;

const escaped = (text: string): string => text.replace(/[\\^$.|?+()[\]{}]/g, '\\$&');

/** How a column's text lies to the literal (<0, 0, >0); undefined where the two cannot be compared. */
function ordering(type: EdmType, literal: Token): ((value: string) => number) | undefined {
  if (type === 'String' && literal.kind === 'string') {
    const text = literal.value.toLowerCase();
    if (!text.includes('*')) return (value) => (value.toLowerCase() < text ? -1 : value.toLowerCase() > text ? 1 : 0);
    const wildcard = new RegExp(`^${text.split('*').map(escaped).join('[^]*')}$`);
    return (value) => (wildcard.test(value.toLowerCase()) ? 0 : 1);
  }
  if (type === 'String' && literal.kind === 'word' && literal.text === 'null') return (value) => (value === '' ? 0 : 1);
  if ((type === 'Int64' || type === 'Int32') && literal.kind === 'number' && !literal.digits.includes('.')) {
    const number = BigInt(literal.digits);
    return (value) => (BigInt(value) < number ? -1 : BigInt(value) > number ? 1 : 0);
  }
  if (type === 'Decimal' && literal.kind === 'number') return (value) => Number(value) - Number(literal.digits);
  if (type === 'DateTimeOffset' && literal.kind === 'date') return (value) => Date.parse(value) - literal.ms;
  if (type === 'Boolean' && literal.kind === 'word') return (value) => (value === literal.text ? 0 : 1);
  return undefined;
}

function holds(operator: string, order: number): boolean {
  switch (operator) {
    case 'eq':
      return order === 0;
    case 'ne':
      return order !== 0;
    case 'gt':
      return order > 0;
    case 'ge':
      return order >= 0;
    case 'lt':
      return order < 0;
    default:
      return order <= 0;
  }
}
