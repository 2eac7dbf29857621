// The least that a script can do with the same libraries: no checks, no order, one table in memory to compare with.
/* global process, Buffer */
import { createReadStream, createWriteStream } from 'node:fs';
import { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { configure, ZipWriter } from '@zip.js/zip.js';
import { parse } from 'csv-parse';
import { openPromise } from 'yauzl';

const { MODE, FROM, TO } = process.env;
const QUOTED = /[",\r\n]/;
const cellOf = (text) => (QUOTED.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

async function* records(input, encoding, lineEnd) {
  input.setEncoding(encoding);
  for await (const row of input.pipe(parse({ bom: true, record_delimiter: lineEnd }))) yield row;
}

async function* lines(rows, encoding, lineEnd) {
  let text = '';
  for await (const row of rows) {
    text += row.map(cellOf).join(',') + lineEnd;
    if (text.length < 65_536) continue;
    yield Buffer.from(text, encoding);
    text = '';
  }
  yield Buffer.from(text, encoding);
}

const table = (file) => records(createReadStream(file), 'utf8', '\n');

switch (MODE) {
  case 'pack': {
    configure({ useWebWorkers: false, useCompressionStream: false });
    const zip = new ZipWriter(Writable.toWeb(createWriteStream(TO)));
    const bytes = Readable.from(lines(table(FROM), 'utf16le', '\r\n'));
    await zip.add('Units.csv', Readable.toWeb(bytes));
    await zip.close();
    break;
  }
  case 'unpack': {
    const zip = await openPromise(FROM);
    for await (const entry of zip.eachEntry()) {
      if (!entry.fileName.endsWith('.csv')) continue;
      const input = await zip.openReadStreamPromise(entry);
      const rows = records(input, 'utf16le', '\r\n');
      await pipeline(Readable.from(lines(rows, 'utf8', '\n')), createWriteStream(TO));
    }
    break;
  }
  case 'compare': {
    const there = new Map();
    for await (const row of table(TO)) there.set(row[0], row.join('\0'));
    let differences = 0;
    for await (const row of table(FROM)) if (there.get(row[0]) !== row.join('\0')) differences += 1;
    process.stdout.write(`${differences}\n`);
  }
}
