import { isAscii, isUtf8 } from 'node:buffer';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Transform, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { crc32 } from 'node:zlib';
import { openPromise, type Entry, type ZipFile } from 'yauzl';
import { Failure, messageOf } from '../errors.ts';
import { gitFault } from './git-fault.ts';
import { entriesFault, tooLarge, UTF8_NAME, type Span } from './zip-rules.ts';

/** How much may come out of a zip; the bytes are shared by all zips of a run, those inside others included. */
export interface Budget {
  leftBytes: number;
  limitMb: number;
}

export const budgetOf = (limitMb: number): Budget => ({ limitMb, leftBytes: limitMb * 1024 * 1024 });

/** A zip whose every name and place has been checked. */
export interface Zip {
  /** The names of its files, with `/` between folders. */
  names: readonly string[];
  /** The bytes of a file; the stream fails where they are not what the zip says of them. */
  read: (name: string) => Promise<Readable>;
  close: () => void;
}

/**
 * Opens a zip (https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT), and refuses one that is damaged or hostile
 * before anything of it is written.
 *
 * @param name of the file, for messages
 * @throws Failure with the first fault that is found
 */
export async function openZip(file: string, name: string, budget: Budget): Promise<Zip> {
  const refuse = (what: string, cause?: unknown) => new Failure(`\`${name}\` was refused: ${what}.`, { cause });
  const zip = await openPromise(file, { autoClose: false, strictFileNames: false }).catch(async (thrown: unknown) => {
    throw refuse((await otherKind(file)) ?? zipFault(thrown), thrown);
  });
  try {
    const entries = await entriesOf(zip).catch((thrown: unknown) => {
      throw refuse(zipFault(thrown), thrown);
    });
    const spans = await Promise.all(entries.map((entry) => spanOf(zip, entry))).catch((thrown: unknown) => {
      throw refuse(zipFault(thrown), thrown);
    });
    const { fileSize, comment } = zip;
    const sizes = { fileSize, commentLength: comment.length, maxBytes: budget.leftBytes, limitMb: budget.limitMb };
    const fault = entriesFault(entries, spans, sizes);
    if (fault) throw refuse(fault);
    const files = new Map(
      entries.filter((entry) => !entry.fileName.endsWith('/')).map((entry) => [entry.fileName, entry]),
    );
    return {
      names: [...files.keys()],
      async read(fileName) {
        const entry = files.get(fileName);
        if (!entry) throw refuse(`it has no \`${fileName}\``);
        const stream = await zip.openReadStreamPromise(entry);
        const checked = checkedBytes(entry, budget, refuse);
        stream.on('error', (thrown) => checked.destroy(refuse(`\`${fileName}\` ${bytesFault(thrown)}`, thrown)));
        return stream.pipe(checked);
      },
      close: () => {
        zip.close();
      },
    };
  } catch (thrown) {
    zip.close();
    throw thrown;
  }
}

/** Writes every file of a zip below a new folder. */
export async function extract(zip: Zip, folder: string): Promise<void> {
  for (const name of zip.names) {
    const target = join(folder, ...name.split('/'));
    await mkdir(dirname(target), { recursive: true });
    await pipeline(await zip.read(name), createWriteStream(target, { flags: 'wx' }));
  }
}

/** Each costs memory before anything can be refused, and no data package has nearly as many. */
export const MOST_ENTRIES = 20_000;

const TOO_MANY = `it has more than ${MOST_ENTRIES} files`;

async function entriesOf(zip: ZipFile): Promise<Entry[]> {
  const entries: Entry[] = [];
  for await (const entry of zip.eachEntry()) {
    entries.push(entry);
    // Some programs write UTF-8 and do not say so; as CP437 it would be another name.
    const { fileNameRaw } = entry;
    if (!(entry.generalPurposeBitFlag & UTF8_NAME) && !isAscii(fileNameRaw) && isUtf8(fileNameRaw))
      entry.fileName = fileNameRaw.toString().replaceAll('\\', '/');
    if (entries.length > MOST_ENTRIES) throw new Error(TOO_MANY);
  }
  return entries;
}

async function spanOf(zip: ZipFile, entry: Entry): Promise<Span> {
  const local = await zip.readLocalFileHeaderPromise(entry);
  return { from: entry.relativeOffsetOfLocalHeader, to: local.fileDataStart + entry.compressedSize, local };
}

/** Counts what really comes out, whatever the zip says, and compares the checksum. */
function checkedBytes(entry: Entry, budget: Budget, refuse: (what: string) => Failure): Transform {
  let sum = 0;
  return new Transform({
    transform(chunk: Buffer, _, done) {
      budget.leftBytes -= chunk.length;
      sum = crc32(chunk, sum);
      if (budget.leftBytes < 0) done(refuse(tooLarge(budget.limitMb)));
      else done(null, chunk);
    },
    flush(done) {
      done(sum === entry.crc32 ? null : refuse(`\`${entry.fileName}\` is damaged: its checksum does not match`));
    },
  });
}

/** @returns what a file is that is no zip, as a part of a sentence; nothing if it begins as a zip does */
async function otherKind(file: string): Promise<string | undefined> {
  let head = '';
  for await (const chunk of createReadStream(file, { end: 99, encoding: 'latin1' })) head += String(chunk);
  if (head.startsWith('PK')) return undefined;
  if (/^\s*</.test(head)) return 'it is a web page or XML, not a zip';
  return gitFault(`\n${head}`)?.replace(/^/, 'it ');
}

const bytesFault = (thrown: unknown): string => {
  const message = messageOf(thrown);
  if (/too many bytes/.test(message)) return 'holds more bytes than the zip says';
  if (/not enough bytes/.test(message)) return 'holds fewer bytes than the zip says';
  return `is damaged: ${message}`;
};

/** What yauzl found (https://github.com/thejoshwolfe/yauzl), as a part of a sentence. */
function zipFault(thrown: unknown): string {
  const message = messageOf(thrown);
  const [, kind, name = ''] = /^(absolute path|invalid relative path): (.*)/s.exec(message) ?? [];
  if (kind) return `the name \`${name}\` leads out of the folder`;
  if (/End of central directory|truncated|unexpected EOF|out of bounds|runs? past/i.test(message)) {
    return 'it is not a zip file, or was cut off';
  }
  if (message === TOO_MANY) return TOO_MANY;
  if (/encrypt/i.test(message)) return 'it is encrypted';
  return `it cannot be read: ${message.replace(/\.$/, '')}`;
}
