import type { Scenario } from '../scenario.ts';
import { isEnum, typeName, type EdmType, type EntitySet, type Row } from './entity-set.ts';
import { membersOf } from './enums.ts';
import { ODataError } from './errors.ts';
import type { Token } from './lexer.ts';

export type FilterCase = Scenario['filterCase'];

/** A text as strings are compared. */
export const inCase = (filterCase: FilterCase, text: string): string =>
  filterCase === 'ignored' ? text.toLowerCase() : text;

export type Predicate = (row: Row) => boolean;

/** A column in a filter, perhaps in lower case. */
export interface Column {
  kind: 'column';
  name: string;
  type: EdmType;
  read: (row: Row) => string;
}

/** Whether a comparison holds, by how a value lies to the literal (<0, 0, >0). */
const holds: Readonly<Record<string, (order: number) => boolean>> = {
  eq: (order) => order === 0,
  ne: (order) => order !== 0,
  gt: (order) => order > 0,
  ge: (order) => order >= 0,
  lt: (order) => order < 0,
  le: (order) => order <= 0,
};
export const comparisons = Object.keys(holds);

/** Compares a column with a literal. Throws ODataError 400 where their types do not allow it. */
export function compare(
  set: EntitySet,
  { name, type, read }: Column,
  operator: string,
  literal: Token,
  filterCase: FilterCase,
): Predicate {
  if (literal.kind === 'word' && literal.text === 'null' && ['eq', 'ne'].includes(operator)) {
    return (row) => (read(row) === '') === (operator === 'eq');
  }
  const wrongTypes = new ODataError(
    400,
    `The query specified in the URI is not valid. A binary operator with incompatible types was detected. Found operand types '${typeName(type)}' and '${literalType(literal)}' for operator kind '${operator}'.`,
  );
  if (isEnum(type)) {
    if (literal.kind !== 'enum' || literal.type !== `Microsoft.Dynamics.DataEntities.${type.enum}`) {
      throw wrongTypes;
    }
    const members = membersOf(set, type.enum);
    if (members !== undefined && !members.includes(literal.member)) {
      throw new ODataError(400, `The string '${literal.member}' is not a valid enumeration type constant.`);
    }
    if (operator !== 'eq' && operator !== 'ne') {
      throw new ODataError(400, `The operator '${operator}' is not supported on the enum property '${name}'.`);
    }
    return (row) => sameMember(read(row), literal.member) === (operator === 'eq');
  }
  const orderOf = ordering(type, asMetadataText(name, literal), filterCase);
  if (orderOf === undefined) throw wrongTypes;
  return (row) => holds[operator]?.(orderOf(read(row))) ?? false;
}

/** One l or two in the statuses of a cancelled job: the row and the filter may differ. */
const sameMember = (a: string, b: string): boolean => a.replaceAll('ll', 'l') === b.replaceAll('ll', 'l');

/** What `/Metadata/…` gives as text, a filter may name as an enum: `Microsoft.Dynamics.Metadata.EntityCategory'Master'`. */
const asMetadataText = (name: string, literal: Token): Token =>
  literal.kind === 'enum' && literal.type === `Microsoft.Dynamics.Metadata.${name}`
    ? { kind: 'string', value: literal.member }
    : literal;

function literalType(literal: Token): string {
  switch (literal.kind) {
    case 'enum':
      return literal.type;
    case 'number':
      return literal.digits.includes('.') ? 'Edm.Decimal' : 'Edm.Int64';
    case 'date':
      return 'Edm.DateTimeOffset';
    case 'guid':
      return 'Edm.Guid';
    case 'word':
      return literal.text === 'null' ? 'null' : 'Edm.Boolean';
    case 'string':
    case 'symbol':
      return 'Edm.String';
  }
}

/** How a column's text lies to the literal (<0, 0, >0); undefined where the two cannot be compared. */
function ordering(type: EdmType, literal: Token, filterCase: FilterCase): ((value: string) => number) | undefined {
  if (type === 'String' && literal.kind === 'string') {
    const cased = (value: string) => inCase(filterCase, value);
    const text = cased(literal.value);
    if (!text.includes('*')) return (value) => (cased(value) < text ? -1 : cased(value) > text ? 1 : 0);
    const wildcard = new RegExp(
      `^${text
        .split('*')
        .map((piece) => RegExp.escape(piece))
        .join('[^]*')}$`,
    );
    return (value) => (wildcard.test(cased(value)) ? 0 : 1);
  }
  if ((type === 'Int64' || type === 'Int32') && literal.kind === 'number' && !literal.digits.includes('.')) {
    const number = BigInt(literal.digits);
    return (value) => (BigInt(value) < number ? -1 : BigInt(value) > number ? 1 : 0);
  }
  if (type === 'Decimal' && literal.kind === 'number') return (value) => Number(value) - Number(literal.digits);
  if (type === 'DateTimeOffset' && literal.kind === 'date') return (value) => Date.parse(value) - literal.ms;
  if (type === 'Boolean' && literal.kind === 'word') return (value) => (value === literal.text ? 0 : 1);
  return undefined;
}
