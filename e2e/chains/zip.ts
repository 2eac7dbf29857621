import { crc32 } from 'node:zlib';
import { zipOf } from '../../simulator/dmf/package-zip.ts';

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
      return zipOf([{ name, bytes: content }]).toString('latin1');
  }
}
