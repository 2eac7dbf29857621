import { quoted } from '../inputs.ts';

/** The cells of one row, in the order of the header. */
export type Row = readonly string[];

/** A table that is read once, from its first row to its last: rows come in batches, since a table may have millions. */
export interface Table {
  header: Row;
  rows: AsyncIterable<readonly Row[]>;
  /** Of a workbook, cells that were numbers or dates rather than texts; known when it has been read. */
  converted?: { cells: number };
  close?: () => void;
}

/** How many rows a batch has. */
export const BATCH = 512;

/** Rows, one by one, as batches. */
export async function* inBatches(rows: AsyncIterable<Row>): AsyncGenerator<readonly Row[]> {
  let batch: Row[] = [];
  for await (const row of rows) {
    batch.push(row);
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

/** @returns what is wrong with a header, or nothing: a table needs one, without blank or repeated names */
export function headerFault(header: Row): string | undefined {
  if (header.every((name) => name.trim() === ''))
    return 'has no header: put the names of the columns in its first line';
  const [first = ''] = header;
  const separator = header.length === 1 ? /[;\t|]/.exec(first)?.[0] : undefined;
  if (separator !== undefined)
    return `separates its columns by ${separator === '\t' ? 'tabs' : `\`${separator}\``}: save it with commas`;
  const broken = header.find((name) => /[\r\n]/.test(name));
  if (broken !== undefined)
    return broken.includes('\n')
      ? `has a line end in the name of the column ${quoted(broken)}: remove it`
      : 'has CR alone at the ends of its lines: save it with LF';
  const blank = header.findIndex((name) => name.trim() === '');
  if (blank >= 0) return `has no name for column ${blank + 1}: name it in the first line`;
  const seen = new Set<string>();
  for (const name of header) {
    if (seen.has(name.toLowerCase())) return `has two columns \`${name}\`: remove one of them`;
    seen.add(name.toLowerCase());
  }
  return undefined;
}

/** Reads to the end what is read for its effect. */
export async function drain(all: AsyncIterable<unknown>): Promise<void> {
  const items = all[Symbol.asyncIterator]();
  while (!(await items.next()).done) continue;
}
