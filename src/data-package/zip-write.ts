import { createReadStream, createWriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Readable, Writable } from 'node:stream';
import { configure, ZipWriter } from '@zip.js/zip.js/lib/zip-core.js';

/** A file of a zip that is to be written. */
export interface ZipPart {
  name: string;
  /** Where its bytes are, or the bytes themselves. */
  content: string | Uint8Array<ArrayBuffer>;
}

/** Above it our own reader, as others, takes a zip for a bomb: such a part is stored as it is. */
const HIGHEST_RATIO = 200;

/**
 * Writes a zip, which is the same to the byte for the same parts, on every platform: the deflate is zip.js's own and not
 * that of Node, all times are the first of 1980, and the parts keep their order. Zip64 where it is needed alone.
 */
export async function writeZip(file: string, parts: readonly ZipPart[]): Promise<void> {
  configure({ useWebWorkers: false, useCompressionStream: false });
  const stored = new Set<string>();
  for (;;) {
    const tooSmall = await write(file, parts, stored);
    if (tooSmall.length === 0) return;
    for (const name of tooSmall) stored.add(name);
  }
}

async function write(file: string, parts: readonly ZipPart[], stored: ReadonlySet<string>): Promise<string[]> {
  const tooSmall: string[] = [];
  const zip = new ZipWriter(Writable.toWeb(createWriteStream(file)), {
    extendedTimestamp: false,
    lastModDate: new Date(1980, 0, 1),
    versionMadeBy: 20,
    msDosCompatible: true,
    useUnicodeFileNames: true,
  });
  for (const { name, content } of parts) {
    const size = typeof content === 'string' ? (await stat(content)).size : content.length;
    const bytes = typeof content === 'string' ? createReadStream(content) : Readable.from([content]);
    const readable = Readable.toWeb(bytes) as ReadableStream<Uint8Array>;
    const level = stored.has(name) ? 0 : 6;
    const { compressedSize } = await zip.add(name, { readable, size }, { level, uncompressedSize: size });
    if (level > 0 && size > compressedSize * HIGHEST_RATIO) tooSmall.push(name);
  }
  await zip.close();
  return tooSmall;
}
