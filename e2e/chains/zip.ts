import { crc32 } from 'node:zlib';

/**
 * A zip file with one stored file. All of its bytes are below 128, so that it survives as text in a scenario: the check
 * sum decides, so the file's own text is varied until it does.
 */
export function textZip(name: string, start: string): string {
  for (let n = 0; ; n += 1) {
    const content = Buffer.from(`${start} ${n}\n`);
    const sum = Buffer.alloc(4);
    sum.writeUInt32LE(crc32(content));
    if (sum.every((byte) => byte < 128) && content.length < 128)
      return zip(Buffer.from(name), content, sum).toString('latin1');
  }
}

function zip(name: Buffer, content: Buffer, sum: Buffer): Buffer {
  const sizes = numbers([content.length, 4], [content.length, 4], [name.length, 2], [0, 2]);
  const described = Buffer.concat([numbers([20, 2], [0, 2], [0, 2], [0, 4]), sum, sizes]);
  const local = Buffer.concat([Buffer.from('PK\x03\x04'), described, name, content]);
  const central = Buffer.concat([
    Buffer.from('PK\x01\x02'),
    numbers([20, 2]),
    described,
    numbers([0, 2], [0, 2], [0, 2], [0, 4], [0, 4]),
    name,
  ]);
  const end = numbers([0, 2], [0, 2], [1, 2], [1, 2], [central.length, 4], [local.length, 4], [0, 2]);
  return Buffer.concat([local, central, Buffer.from('PK\x05\x06'), end]);
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
