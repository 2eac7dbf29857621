import { crc32 } from 'node:zlib';

const name = Buffer.from('Manifest.xml');
const page = Buffer.alloc(64 * 1024, '<!-- package -->');
/** Local header, central directory and end record around one file. */
const AROUND = 30 + name.length + 46 + name.length + 22;

/**
 * A zip file of a given size with one stored file, made as it is read.
 * https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
 *
 * @param size in bytes; smaller than an empty package gives the empty package
 */
export function packageZip(size: number): { length: number; bytes: () => Iterable<Buffer> } {
  const length = Math.max(size - AROUND, 0);
  return {
    length: AROUND + length,
    *bytes() {
      let sum = 0;
      for (const part of content(length)) sum = crc32(part, sum);
      const described = Buffer.concat([
        numbers([20, 2], [0, 2], [0, 2], [0, 4], [sum, 4]),
        numbers([length, 4], [length, 4], [name.length, 2], [0, 2]),
      ]);
      yield Buffer.concat([Buffer.from('PK\x03\x04'), described, name]);
      yield* content(length);
      yield Buffer.concat([Buffer.from('PK\x01\x02'), numbers([20, 2]), described, Buffer.alloc(14), name]);
      const offset = 30 + name.length + length;
      yield Buffer.concat([
        Buffer.from('PK\x05\x06'),
        numbers([0, 2], [0, 2], [1, 2], [1, 2], [46 + name.length, 4], [offset, 4], [0, 2]),
      ]);
    },
  };
}

function* content(length: number): Iterable<Buffer> {
  for (let rest = length; rest > 0; rest -= page.length) yield rest < page.length ? page.subarray(0, rest) : page;
}

/** Little-endian numbers, each with its width in bytes. */
export function numbers(...given: [value: number, width: number][]): Buffer {
  return Buffer.concat(
    given.map(([value, width]) => {
      const bytes = Buffer.alloc(width);
      bytes.writeUIntLE(value, 0, width);
      return bytes;
    }),
  );
}

/** A zip of a few small files, stored as they are. */
export function zipOf(files: readonly { name: string; bytes: Buffer }[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const { name: fileName, bytes } of files) {
    const encoded = Buffer.from(fileName);
    const described = Buffer.concat([
      numbers([20, 2], [0x800, 2], [0, 2], [0, 2], [0x21, 2], [crc32(bytes), 4]),
      numbers([bytes.length, 4], [bytes.length, 4], [encoded.length, 2], [0, 2]),
    ]);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), described, encoded, bytes]);
    const where = Buffer.concat([Buffer.alloc(10), numbers([at, 4])]);
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02'), numbers([20, 2]), described, where, encoded]));
    parts.push(local);
    at += local.length;
  }
  const listed = Buffer.concat(directory);
  const count = files.length;
  const end = numbers([0, 2], [0, 2], [count, 2], [count, 2], [listed.length, 4], [at, 4], [0, 2]);
  return Buffer.concat([...parts, listed, Buffer.from('PK\x05\x06'), end]);
}
