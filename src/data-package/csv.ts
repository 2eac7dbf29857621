import { pipeline, Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { Failure } from '../errors.ts';
import { GIT_OVERLAP, gitFault } from './git-fault.ts';
import { headerFault, inBatches, type Row, type Table } from './table.ts';

/** How a CSV file is written: `folder` has LF between records and nothing else, `package` CRLF or LF. */
export interface CsvForm {
  place: 'folder' | 'package';
  delimiter: string;
}

export const FOLDER_FORM: CsvForm = { place: 'folder', delimiter: ',' };

/** A quotation mark that is never closed would otherwise read the rest of the file into one cell. */
const LONGEST_RECORD_BYTES = 64 * 1024 * 1024;

/**
 * Reads CSV by RFC 4180 (https://www.rfc-editor.org/rfc/rfc4180): cells as they stand, line ends inside them included.
 *
 * @param name of the file, for messages
 * @throws Failure here for a missing or faulty header, and while the rows are read for a row with another number of
 *   cells, a stray quotation mark, and CRLF between the records of a folder
 */
export async function readCsv(text: AsyncIterable<string>, form: CsvForm, name: string): Promise<Table> {
  const parser = parse({
    delimiter: form.delimiter,
    record_delimiter: form.place === 'folder' ? '\n' : ['\r\n', '\n'],
    max_record_size: LONGEST_RECORD_BYTES,
  });
  pipeline(Readable.from(form.place === 'folder' ? checked(text, name) : text), parser, () => undefined);
  const records = (parser as AsyncIterable<string[]>)[Symbol.asyncIterator]();
  const next = async (): Promise<Row | undefined> => {
    try {
      const { value, done } = (await records.next()) as IteratorResult<string[], undefined>;
      return done ? undefined : value;
    } catch (thrown) {
      if (thrown instanceof CsvError) throw new Failure(`\`${name}\`${csvFault(thrown)}`, { cause: thrown });
      throw thrown;
    }
  };
  const header = (await next()) ?? [];
  const fault = headerFault(header);
  if (fault) {
    parser.destroy();
    throw new Failure(`\`${name}\` ${fault}.`);
  }
  async function* rows(): AsyncGenerator<Row> {
    try {
      for (let row = await next(); row !== undefined; row = await next()) yield row;
    } finally {
      parser.destroy();
    }
  }
  return { header, rows: inBatches(rows()) };
}

/**
 * Passes the text of a folder on, and refuses what git left in it, and CRLF outside of quotation marks: between an odd and
 * an even one, line ends are data.
 */
async function* checked(text: AsyncIterable<string>, name: string): AsyncGenerator<string> {
  let isQuoted = false;
  let last = '';
  let before = '\n';
  for await (const part of text) {
    const fault = gitFault(before + part);
    if (fault) throw new Failure(`\`${name}\` ${fault}.`);
    before = part.slice(-GIT_OVERLAP);
    for (const [at, piece] of part.split('"').entries()) {
      if (at > 0) [isQuoted, last] = [!isQuoted, ''];
      if (!isQuoted && (piece.includes('\r\n') || (last === '\r' && piece.startsWith('\n')))) {
        throw new Failure(
          `\`${name}\` has CRLF at the ends of its lines, but a folder has LF: keep the \`.gitattributes\` file with \`* -text\` in the folder, and save the file with LF.`,
        );
      }
      last = piece.at(-1) ?? last;
    }
    yield part;
  }
}

/** What csv-parse found, after the name of the file (https://csv.js.org/parse/errors/). */
function csvFault(error: CsvError): string {
  const { lines, records, record } = error as { lines?: number; records?: number; record?: string[] };
  const line = typeof lines === 'number' ? `, line ${lines}:` : ':';
  // What it read is the rest of the file, so that the line is the last one.
  const row = `, row ${(records ?? 0) + 1} (the header is row 1):`;
  const [first = ''] = record ?? [];
  switch (error.code as string) {
    case 'CSV_RECORD_INCONSISTENT_FIELDS_LENGTH':
    case 'CSV_RECORD_INCONSISTENT_COLUMNS':
      if (record?.length === 1 && first === '') return `${line} the line is empty: remove it.`;
      return `${line} the row has ${record?.length === 1 ? '1 cell' : `${record?.length ?? 'another number of'} cells`}, but the header has ${/expect (\d+)/.exec(error.message)?.[1] ?? 'others'}.`;
    case 'CSV_INVALID_CLOSING_QUOTE':
      return `${line} text follows a closing quotation mark: double every quotation mark inside a cell, and end lines with LF alone.`;
    case 'INVALID_OPENING_QUOTE':
      return `${line} a quotation mark is inside a cell that has none around it: put the cell in quotation marks and double the one inside.`;
    case 'CSV_QUOTE_NOT_CLOSED':
      return `${row} a quotation mark is opened here and never closed.`;
    case 'CSV_MAX_RECORD_SIZE':
      return `${row} it is longer than 64 MiB: a quotation mark may not be closed.`;
    default:
      return `${line} ${error.message}.`;
  }
}

const NEEDS_QUOTES = /[",\r\n]|^\ufeff/;

/**
 * One record of RFC 4180. A cell is quoted only if it must be, so the same cells give the same text.
 *
 * @param lineEnd LF in a folder, CRLF in a package
 */
export function csvRecord(row: Row, lineEnd: '\n' | '\r\n'): string {
  // An empty line would be no record.
  if (row.length === 1 && row[0] === '') return `""${lineEnd}`;
  let line = '';
  for (let at = 0; at < row.length; at += 1) {
    const cell = row[at] ?? '';
    if (at > 0) line += ',';
    line += NEEDS_QUOTES.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
  }
  return line + lineEnd;
}
