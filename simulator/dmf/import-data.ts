import { randomUUID } from 'node:crypto';
import { parse } from 'csv-parse/sync';
import { ODataError } from '../odata/errors.ts';
import type { World } from '../world.ts';
import type { DataResult } from './store.ts';
import type { ManifestEntry, OpenedPackage } from './package-file.ts';
import { writeRows } from './store.ts';

/**
 * Imports a package: every file is checked as F&O checks it, staged, and written.
 *
 * @param execute false: the rows are only staged
 * @throws ODataError 400 for an entity that the environment does not have
 */
export function importData(world: World, opened: OpenedPackage, execute: boolean): DataResult {
  const { missingEntities, entityKeys } = world.scenario;
  const missing = opened.entries.find(({ label }) => missingEntities.includes(label));
  if (missing) throw new ODataError(400, `Entity ${missing.label} does not exist in the target environment`);
  if (!opened.hasHeader) throw new ODataError(400, 'The package does not contain the file PackageHeader.xml.');
  const result: DataResult = { entities: [], errors: [] };
  for (const entry of opened.entries) {
    const file = opened.files.get(entry.file);
    const staged = file ? stage(entry, file) : { header: [], rows: [] };
    if (typeof staged === 'string') {
      result.errors.push(staged);
      result.entities.push({ name: entry.label, records: 0, targetStatus: 'Error' });
      continue;
    }
    if (execute && staged.rows.length > 0) {
      writeRows(world.data, entry.label, staged.header, staged.rows, entityKeys[entry.label]);
    }
    result.entities.push({ name: entry.label, records: staged.rows.length });
  }
  return result;
}

interface Staged {
  header: string[];
  rows: Record<string, string>[];
}

/** @returns the rows of the mapped columns, or the text of the failure */
function stage({ label, fields, sourceFormat }: ManifestEntry, file: Buffer): Staged | string {
  if (sourceFormat !== 'CSV-Unicode') return `The source data format '${sourceFormat}' cannot be read from this file.`;
  if (file[0] !== 0xff || file[1] !== 0xfe) return 'Selected file is not Unicode';
  const text = file.subarray(2).toString('utf16le');
  const wrongMap = `the mapping is incorrect for entity ${label} and field {${randomUUID().toUpperCase()}}`;
  if (hasBareLineFeed(text)) return wrongMap;
  // The import "succeeds", and no row arrives.
  if (fields.length === 0) return { header: [], rows: [] };
  let records: string[][];
  try {
    records = parse(text, { record_delimiter: '\r\n' });
  } catch {
    return wrongMap;
  }
  const [columns = [], ...rows] = records;
  if (!fields.every((field) => columns.includes(field))) return wrongMap;
  const mapped = columns.filter((column) => fields.includes(column));
  const byName = (cells: string[]) =>
    Object.fromEntries(mapped.map((column) => [column, cells[columns.indexOf(column)] ?? '']));
  return { header: mapped, rows: rows.map(byName) };
}

/** Whether a record ends in LF alone; inside quotation marks it is data. */
const hasBareLineFeed = (text: string): boolean =>
  text.split('"').some((piece, at) => at % 2 === 0 && /(?:^|[^\r])\n/.test(piece));
