import { rootOf, type Exchange } from '../exchange.ts';
import { asText } from '../json.ts';
import { isEnum, type EntitySet, type Row } from './entity-set.ts';

/** The key of a row as a URL has it: `dataAreaId='usmf',CustomerGroupId='10'`. What F&O decodes twice is encoded twice. */
export function keyOf({ keys, properties }: EntitySet, row: Row): string {
  return keys
    .map((name) => {
      const type = properties[name];
      const value = encodeURIComponent(asText(row[name]).replaceAll("'", "''"))
        .replaceAll("'", '%27')
        .replace(/%(?=2F|5C|2B|25)/g, '%25');
      if (isEnum(type)) return `${name}=Microsoft.Dynamics.DataEntities.${type.enum}'${value}'`;
      return `${name}=${type === 'String' ? `'${value}'` : value}`;
    })
    .join(',');
}

export const addressOf = (x: Exchange, set: EntitySet, row: Row): string =>
  `${rootOf(x)}/data/${set.name}(${keyOf(set, row)})`;

/** The address of a row, for whoever asks for full metadata; of a key that holds an enum none is given. */
export const idOf = (x: Exchange, set: EntitySet, row: Row): Row =>
  set.keys.some((name) => isEnum(set.properties[name])) ? {} : { '@odata.id': addressOf(x, set, row) };
