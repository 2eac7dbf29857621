import { asObject, asText, isRawNumber, parseJson, type Json } from '../json.ts';
import { isEnum, type EdmType, type EntitySet, type Row } from './entity-set.ts';
import { membersOf } from './enums.ts';
import { ODataError } from './errors.ts';

/**
 * Reads the body of a write. Annotations (`@odata.type`, `dataAreaId@odata.type`) are allowed and not stored.
 *
 * @throws ODataError 400 for what is no JSON, for a column that the entity lacks, and for a value of another type
 */
export function valuesOf(body: string, set: EntitySet): Row {
  let given: Row;
  try {
    given = asObject(parseJson(body));
  } catch {
    throw new ODataError(400, 'An error has occurred: the request body is not valid JSON.');
  }
  const row = Object.fromEntries(Object.entries(given).filter(([name]) => !name.includes('@')));
  for (const [name, value] of Object.entries(row)) {
    const type = set.properties[name];
    if (type === undefined) {
      throw new ODataError(
        400,
        `The property '${name}' does not exist on type 'Microsoft.Dynamics.DataEntities.${set.entityType}'. Make sure to only use property names that are defined by the type.`,
      );
    }
    if (value !== null && !fits(set, type, value)) {
      const wanted = isEnum(type) ? `Microsoft.Dynamics.DataEntities.${type.enum}` : `Edm.${type}`;
      throw new ODataError(
        400,
        `Cannot convert the literal '${JSON.stringify(value)}' to the expected type '${wanted}'.`,
      );
    }
  }
  return row;
}

function fits(set: EntitySet, type: EdmType, value: Json): boolean {
  if (isEnum(type)) return typeof value === 'string' && (membersOf(set, type.enum)?.includes(value) ?? true);
  switch (type) {
    case 'String':
    case 'Binary':
      return typeof value === 'string';
    case 'Boolean':
      return typeof value === 'boolean';
    case 'DateTimeOffset':
      return typeof value === 'string' && !Number.isNaN(Date.parse(value));
    case 'Decimal':
      return typeof value === 'number' || isRawNumber(value);
    case 'Int32':
    case 'Int64':
      return (typeof value === 'number' || isRawNumber(value)) && /^-?\d+$/.test(asText(value));
  }
}
