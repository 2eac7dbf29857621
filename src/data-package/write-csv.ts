import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Failure } from '../errors.ts';
import { csvRecord } from './csv.ts';
import type { Row, Table } from './table.ts';

/**
 * Writes a table as a folder has it (UTF-8, LF), or as F&O's format CSV-Unicode (UTF-16 LE with byte-order mark, CRLF).
 *
 * @param name of the file, for messages
 * @returns the number of its rows
 * @throws Failure for a lone surrogate, which neither encoding has
 */
export async function writeCsv(
  { header, rows }: Table,
  file: string,
  place: 'folder' | 'package',
  name: string,
): Promise<number> {
  let count = 0;
  const lineEnd = place === 'folder' ? '\n' : '\r\n';
  const encoded = (records: readonly Row[]) => {
    let text = '';
    for (const row of records) text += csvRecord(row, lineEnd);
    if (!text.isWellFormed())
      throw new Failure(`\`${name}\` holds half of a character (a lone surrogate), which cannot be encoded.`);
    return Buffer.from(text, place === 'folder' ? 'utf8' : 'utf16le');
  };
  async function* bytes() {
    if (place === 'package') yield Buffer.from([0xff, 0xfe]);
    yield encoded([header]);
    for await (const batch of rows) {
      count += batch.length;
      if (batch.length > 0) yield encoded(batch);
    }
  }
  await pipeline(Readable.from(bytes()), createWriteStream(file));
  return count;
}
