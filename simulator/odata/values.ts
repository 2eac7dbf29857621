import { asText, isObject, isRawNumber, type Json } from '../json.ts';
import { isEnum, typeName, typeOf, type EdmType, type EntitySet, type Row } from './entity-set.ts';
import { membersOf } from './enums.ts';
import { ODataError } from './errors.ts';

/**
 * The values that a write gives. Annotations (`@odata.type`, `dataAreaId@odata.type`) are allowed and not stored.
 *
 * @throws ODataError 400 for what is no object, for a column that the entity lacks, and for a value of another type
 */
export function valuesOf(given: Json | undefined, set: EntitySet): Row {
  if (given === undefined || !isObject(given)) throw new ODataError(400, 'The request body must be a JSON object.');
  const row = Object.fromEntries(Object.entries(given).filter(([name]) => !name.includes('@')));
  for (const [name, value] of Object.entries(row)) {
    const type = typeOf(set, name);
    if (type === undefined) {
      throw new ODataError(
        400,
        `The property '${name}' does not exist on type 'Microsoft.Dynamics.DataEntities.${set.entityType}'. Make sure to only use property names that are defined by the type.`,
      );
    }
    if (value !== null && !fits(set, type, value)) {
      throw new ODataError(
        400,
        `Cannot convert the literal '${JSON.stringify(value)}' to the expected type '${typeName(type)}'.`,
      );
    }
  }
  return row;
}

/** A point in time has a zone: https://docs.oasis-open.org/odata/odata-json-format/v4.0/odata-json-format-v4.0.html */
const withZone = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)$/;

function fits(set: EntitySet, type: EdmType, value: Json): boolean {
  if (isEnum(type)) return typeof value === 'string' && (membersOf(set, type.enum)?.includes(value) ?? true);
  switch (type) {
    case 'String':
      return typeof value === 'string';
    case 'Binary':
      return typeof value === 'string' && /^[\w+/-]*={0,2}$/.test(value);
    case 'Boolean':
      return typeof value === 'boolean';
    case 'DateTimeOffset':
      return typeof value === 'string' && withZone.test(value) && !Number.isNaN(Date.parse(value));
    case 'Decimal':
      return typeof value === 'number' || isRawNumber(value);
    case 'Int32':
    case 'Int64': {
      if ((typeof value !== 'number' && !isRawNumber(value)) || !/^-?\d+$/.test(asText(value))) return false;
      const number = BigInt(asText(value));
      return BigInt.asIntN(type === 'Int32' ? 32 : 64, number) === number;
    }
  }
}
