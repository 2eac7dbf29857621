import { createReadStream } from 'node:fs';
import { extname } from 'node:path';
import { Failure } from '../errors.ts';
import { readCsv } from './csv.ts';
import { decoded, encodingOf } from './encoding.ts';
import { MANIFEST, type ManifestEntity } from './manifest.ts';
import { folded } from './names.ts';
import type { Table } from './table.ts';
import { readXlsx } from './xlsx.ts';
import { readXmlTable } from './xml-table.ts';
import { openZip, type Budget } from './zip-read.ts';

const OLD_EXCEL = 0xd0cf;

/**
 * Opens the data file of an entity as a table, by what is in it: a workbook, XML, or CSV in any encoding.
 *
 * @param file where it is
 * @returns `undefined` for what is no table
 * @throws Failure if it should be a table, and is faulty
 */
export async function openTable(file: string, entity: ManifestEntity, budget: Budget): Promise<Table | undefined> {
  const head = await headOf(file);
  if (head.toString('latin1', 0, 2) === 'PK') {
    if (extname(entity.file).toLowerCase() !== '.xlsx') return undefined;
    const zip = await openZip(file, entity.file, budget);
    return await readXlsx(zip, entity.sheet, entity.file).catch((thrown: unknown) => {
      zip.close();
      throw thrown;
    });
  }
  if (head.length >= 2 && head.readUInt16BE(0) === OLD_EXCEL) return undefined;
  if (extname(entity.file).toLowerCase() === '.xml') return await readXmlTable(file, entity.fields, entity.file);
  const encoding = await encodingOf(file);
  const delimiter = await delimiterOf(decoded(file, encoding), entity);
  return await readCsv(decoded(file, encoding), { place: 'package', delimiter }, entity.file);
}

async function headOf(file: string): Promise<Buffer> {
  for await (const chunk of createReadStream(file, { end: 7 }) as AsyncIterable<Buffer>) return chunk;
  return Buffer.alloc(0);
}

/**
 * What separates the most names of the map in the first line, or without a map the most names.
 *
 * @throws Failure if it has none of them, as in a file without a header
 */
async function delimiterOf(text: AsyncIterable<string>, { fields, file }: ManifestEntity): Promise<string> {
  let line = '';
  for await (const part of text) {
    line += part;
    if (line.includes('\n')) break;
  }
  const [first = ''] = line.split(/\r?\n/);
  const known = new Set(fields.map(folded));
  const matches = [',', ';', '\t', '|'].map((delimiter) => {
    const names = new Set(namesOf(first, delimiter).map(folded));
    return { delimiter, count: (known.size > 0 ? known.intersection(names) : names).size };
  });
  const [best] = matches.toSorted((a, b) => b.count - a.count);
  if (best?.count === 0 && first.trim() !== '')
    throw new Failure(
      `The first line of \`${file}\` has none of the columns that \`${MANIFEST}\` maps: the file has no header, or its columns are not separated by commas, semicolons, tabs or \`|\`.`,
    );
  return best?.delimiter ?? ',';
}

/** The names of a header; a delimiter inside quotation marks is a part of its name. */
const namesOf = (line: string, delimiter: string): string[] =>
  line
    .split('"')
    .map((part, at) => (at % 2 === 0 ? part.replaceAll(delimiter, '\0') : part))
    .join('"')
    .split('\0')
    .map((name) => name.replace(/^"|"$/g, '').replaceAll('""', '"'));
