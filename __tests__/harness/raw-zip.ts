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
  /** The name in its local header, if it is another one. */
  localName?: string;
  /** Where the directory says that it begins, if it is elsewhere. */
  offset?: number;
}

const UTF8_NAME = 0x800;

/** A zip as it is on the wire, with whatever is wrong in it (https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT). */
export function rawZip(entries: readonly RawEntry[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const entry of entries) {
    const data = Buffer.from(entry.data ?? '');
    const packed = entry.isStored ? data : deflateRawSync(data);
    const name = Buffer.from(entry.name);
    const described = (fileName: Buffer) =>
      numbers(
        [20, 2],
        [(entry.flags ?? 0) | UTF8_NAME, 2],
        [entry.method ?? (entry.isStored ? 0 : 8), 2],
        [0, 2],
        [0x21, 2],
        [entry.crc ?? crc32(data), 4],
        [packed.length, 4],
        [entry.size ?? data.length, 4],
        [fileName.length, 2],
        [0, 2],
      );
    const localName = Buffer.from(entry.localName ?? name);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), described(localName), localName, packed]);
    const attributes = numbers([0, 2], [0, 2], [0, 2], [entry.externalAttributes ?? 0, 4], [entry.offset ?? at, 4]);
    directory.push(
      Buffer.concat([
        Buffer.from('PK\x01\x02'),
        numbers([entry.versionMadeBy ?? 20, 2]),
        described(name),
        attributes,
        name,
      ]),
    );
    parts.push(local);
    at += local.length;
  }
  const listed = Buffer.concat(directory);
  const count = entries.length;
  const end = numbers([0, 2], [0, 2], [count, 2], [count, 2], [listed.length, 4], [at, 4], [0, 2]);
  return Buffer.concat([...parts, listed, Buffer.from('PK\x05\x06'), end]);
}
