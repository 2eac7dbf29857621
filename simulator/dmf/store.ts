import type { Row } from '../odata/entity-set.ts';
import type { ExecutionEntity } from '../scenario.ts';

/** What came of an import or export whose data is real. */
export interface DataResult {
  entities: ExecutionEntity[];
  errors: string[];
}

/** The rows of an entity, by the text of their key. */
export interface StoredEntity {
  label: string;
  header: string[];
  rows: Map<string, Record<string, string>>;
}

/** A data project that was made by OData. */
export interface Project {
  row: Row;
  details: Row[];
}

/** What data management of this environment holds: rows that packages brought, and data projects. */
export interface DataStore {
  entities: Map<string, StoredEntity>;
  projects: Map<string, Project>;
}

export const createDataStore = (): DataStore => ({ entities: new Map(), projects: new Map() });

/** Writes rows as F&O does: a row whose key is there is changed, any other is new. Columns that are not there stay. */
export function writeRows(
  store: DataStore,
  label: string,
  header: readonly string[],
  rows: readonly Record<string, string>[],
  keys: readonly string[] | undefined,
): void {
  const entity = store.entities.get(label) ?? { label, header: [], rows: new Map<string, Record<string, string>>() };
  entity.header.push(...header.filter((column) => !entity.header.includes(column)));
  for (const row of rows) {
    const key = JSON.stringify((keys ?? header).map((column) => row[column] ?? ''));
    entity.rows.set(key, { ...entity.rows.get(key), ...row });
  }
  store.entities.set(label, entity);
}
