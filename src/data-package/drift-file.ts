import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import type { Difference, Matching } from './differences.ts';
import type { Row } from './table.ts';

/** A JSON document with every difference, written as they are found. */
export interface DriftFile {
  add: (entity: string, difference: Difference, matching: Matching) => Promise<void>;
  close: () => Promise<void>;
}

/** @param hidesValues whether it names keys and fields alone */
export async function openDriftFile(file: string, hidesValues: boolean): Promise<DriftFile> {
  const stream = createWriteStream(file);
  await once(stream, 'open');
  const write = async (text: string) => {
    if (!stream.write(text)) await once(stream, 'drain');
  };
  let separator = '[\n';
  return {
    async add(entity, difference, matching) {
      await write(`${separator}${JSON.stringify({ entity, ...described(difference, matching, hidesValues) })}`);
      separator = ',\n';
    },
    async close() {
      stream.end(separator === '[\n' ? '[]\n' : '\n]\n');
      await finished(stream);
    },
  };
}

function described(difference: Difference, matching: Matching, hidesValues: boolean): Record<string, unknown> {
  const { columns } = matching;
  if (difference.kind !== 'changed') {
    const values = hidesValues ? {} : { values: named(difference.row, [...columns.keys()], columns) };
    return { difference: difference.kind, key: keyOf(difference.row, matching), ...values };
  }
  const { here, there, fields } = difference;
  const changes = fields.map((at) => [columns[at], { here: here[at], there: there[at] }]);
  return {
    difference: 'changed',
    key: keyOf(here, matching),
    fields: hidesValues ? fields.map((at) => columns[at]) : Object.fromEntries(changes),
  };
}

/** The keys of a row by name; `{}` where the entity has none. */
export const keyOf = (row: Row, { columns, keys }: Matching): Record<string, string> => named(row, keys, columns);

const named = (row: Row, places: readonly number[], columns: Row): Record<string, string> =>
  Object.fromEntries(places.map((at) => [columns[at] ?? '', row[at] ?? '']));
