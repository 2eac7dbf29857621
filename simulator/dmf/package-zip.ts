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
function numbers(...given: [value: number, width: number][]): Buffer {
  return Buffer.concat(
    given.map(([value, width]) => {
      const bytes = Buffer.alloc(width);
      bytes.writeUIntLE(value, 0, width);
      return bytes;
    }),
  );
}
