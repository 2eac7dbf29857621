import type { Json, JsonObject } from '../json.ts';

export type EdmType =
  'Int64' | 'Int32' | 'String' | 'DateTimeOffset' | 'Decimal' | 'Boolean' | 'Binary' | { enum: string };
export type Row = JsonObject;

/** An entity set that the environment serves. Optional members are what can be written. */
export interface EntitySet {
  name: string;
  entityType: string;
  keys: readonly string[];
  properties: Readonly<Record<string, EdmType>>;
  /** Name in the AOT, where it is not the entity type with `Entity` behind it. */
  aotName?: string;
  /** Default is `Master`. */
  category?: 'Parameters' | 'Reference' | 'Master' | 'Document' | 'Transaction';
  /** Members that an enum literal may name; an absent enum takes any. */
  enumMembers?: Readonly<Record<string, readonly string[]>>;
  /** Present where rows belong to a legal entity: the column. */
  companyColumn?: 'dataAreaId';
  rows(): Iterable<Row>;
  insert?(values: Row): Row;
  update?(row: Row, values: Row): void;
  remove?(row: Row): void;
  /** Whole pages without filter or order, already as bytes: for sets that do not fit in memory. */
  bulk?: BulkRows;
}

/** A set that is a list of rows, which can be changed. */
export const changeable = (rows: Row[]): Required<Pick<EntitySet, 'rows' | 'update'>> => ({
  rows: () => rows,
  update: (row, values) => void Object.assign(row, values),
});

/** One whose rows can be deleted, too. */
export const deletable = (rows: Row[]): Required<Pick<EntitySet, 'rows' | 'update' | 'remove'>> => ({
  ...changeable(rows),
  remove: (row) => void rows.splice(rows.indexOf(row), 1),
});

export interface BulkRows {
  count(company: string | undefined): number;
  /** Rows `from` up to but without `to`, comma-separated JSON. */
  json(company: string | undefined, from: number, to: number, select: readonly string[] | undefined): Iterable<Buffer>;
}

/** The type of a column; `undefined` where the entity has no such column, `constructor` included. */
export const typeOf = ({ properties }: EntitySet, name: string): EdmType | undefined =>
  Object.hasOwn(properties, name) ? properties[name] : undefined;

export const namespace = 'Microsoft.Dynamics.DataEntities';
export const typeName = (type: EdmType): string => (isEnum(type) ? `${namespace}.${type.enum}` : `Edm.${type}`);

export const isEnum = (type: EdmType | undefined): type is { enum: string } => typeof type === 'object';

/** The row with the selected columns and its annotations. */
export function project(row: Row, select: readonly string[] | undefined): Row {
  if (select === undefined) return row;
  const projected: Record<string, Json> = {};
  for (const [name, value] of Object.entries(row)) {
    if (name.startsWith('@') || select.includes(name)) projected[name] = value;
  }
  return projected;
}
