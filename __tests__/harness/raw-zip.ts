import { crc32, deflateRawSync } from 'node:zlib';
import { numbers } from '../../simulator/dmf/package-zip.ts';

/** A file of a zip, and the lies that the zip tells of it. */
export interface RawEntry {
  name: string | Buffer;
  data?: string | Buffer;
  isStored?: boolean;
  flags?: number;
  method?: number;
  versionMadeBy?: number;
  externalAttributes?: number;
  crc?: number;
  size?: number;
  /** What its local header says, if that is something else. */
  local?: Partial<Pick<RawEntry, 'name' | 'flags' | 'method' | 'crc' | 'size'>>;
  /** What stands behind its bytes. */
  descriptor?: Buffer;
  /** Whether it does not say that the name is UTF-8. */
  hidesUtf8?: boolean;
  /** Of the directory alone. */
  extra?: Buffer;
  /** Where the directory says that it begins, if it is elsewhere. */
  offset?: number;
}

const UTF8_NAME = 0x800;

/** What surrounds the entries of a zip. */
export interface Around {
  /** Bytes before the first entry; the zip counts them. */
  before?: Buffer;
  comment?: Buffer;
  /** How many entries its end says that it has. */
  count?: number;
}

/** A zip as it is on the wire, with whatever is wrong in it (https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT). */
export function rawZip(
  entries: readonly RawEntry[],
  { before = Buffer.alloc(0), comment = Buffer.alloc(0), count = entries.length }: Around = {},
): Buffer {
  const parts: Buffer[] = [before];
  const directory: Buffer[] = [];
  let at = before.length;
  for (const entry of entries) {
    const data = Buffer.from(entry.data ?? '');
    const packed = entry.isStored ? data : deflateRawSync(data);
    const name = Buffer.from(entry.name);
    const described = ({ flags = 0, method, crc, size, hidesUtf8 }: RawEntry, fileName: Buffer, extraLength: number) =>
      numbers(
        [20, 2],
        [hidesUtf8 ? flags : flags | UTF8_NAME, 2],
        [method ?? (entry.isStored ? 0 : 8), 2],
        [0, 2],
        [0x21, 2],
        [crc ?? crc32(data), 4],
        [packed.length, 4],
        [size ?? data.length, 4],
        [fileName.length, 2],
        [extraLength, 2],
      );
    const front = { ...entry, ...entry.local };
    const frontName = Buffer.from(front.name);
    const local = Buffer.concat([
      Buffer.from('PK\x03\x04'),
      described(front, frontName, 0),
      frontName,
      packed,
      entry.descriptor ?? Buffer.alloc(0),
    ]);
    const extra = entry.extra ?? Buffer.alloc(0);
    const attributes = numbers([0, 2], [0, 2], [0, 2], [entry.externalAttributes ?? 0, 4], [entry.offset ?? at, 4]);
    directory.push(
      Buffer.concat([
        Buffer.from('PK\x01\x02'),
        numbers([entry.versionMadeBy ?? 20, 2]),
        described(entry, name, extra.length),
        attributes,
        name,
        extra,
      ]),
    );
    parts.push(local);
    at += local.length;
  }
  const listed = Buffer.concat(directory);
  const end = numbers([0, 2], [0, 2], [count, 2], [count, 2], [listed.length, 4], [at, 4], [comment.length, 2]);
  return Buffer.concat([...parts, listed, Buffer.from('PK\x05\x06'), end, comment]);
}
