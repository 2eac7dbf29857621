import { decoded, encodingOf } from './encoding.ts';
import { readXml, type XmlReader } from './xml-stream.ts';
import { drain, type Row, type Table } from './table.ts';

/**
 * Reads the XML of F&O's formats XML-Element and XML-Attribute: under the root a row each, with its cells as elements
 * or attributes.
 *
 * @param first the columns of the manifest's map, which come first if the file has them
 * @param name of the file, for messages
 * @returns `undefined` for what is no table: cells that hold elements, or none at all
 */
export async function readXmlTable(file: string, first: readonly string[], name: string): Promise<Table | undefined> {
  const encoding = await encodingOf(file);
  const found = new Set<string>();
  const nested: XmlRow[] = [];
  const survey = reader((row) => {
    for (const column of row.cells.keys()) found.add(column);
    if (row.isNested && nested.length === 0) nested.push(row);
  });
  await drain(readXml(decoded(file, encoding), survey, name));
  if (nested.length > 0 || found.size === 0) return undefined;
  const header = [
    ...first.filter((column) => found.has(column)),
    ...[...found].filter((column) => !first.includes(column)),
  ];
  const rows: Row[] = [];
  const read = { ...reader(({ cells }) => rows.push(header.map((column) => cells.get(column) ?? ''))), items: rows };
  return { header, rows: readXml(decoded(file, encoding), read, name) };
}

interface XmlRow {
  cells: Map<string, string>;
  isNested: boolean;
}

function reader(onRow: (row: XmlRow) => void): XmlReader<Row> {
  let depth = 0;
  let row: XmlRow = { cells: new Map(), isNested: false };
  let cell: string | undefined;
  return {
    items: [],
    open(element, attributes) {
      depth += 1;
      if (depth === 2) {
        const given = Object.entries(attributes).filter(([name]) => !name.startsWith('xmlns'));
        row = { cells: new Map(given), isNested: false };
      } else if (depth === 3) {
        if (row.cells.has(element)) row.isNested = true;
        cell = element;
        row.cells.set(element, '');
      } else if (depth > 3) row.isNested = true;
    },
    text(text) {
      if (depth === 3 && cell !== undefined) row.cells.set(cell, (row.cells.get(cell) ?? '') + text);
      else if (depth <= 2 && text.trim() !== '') row.isNested = true;
    },
    close() {
      if (depth === 2) onRow(row);
      depth -= 1;
      cell = undefined;
    },
  };
}
