import type { Entry } from 'yauzl';
import { nameFault } from '../file-names.ts';
import { folded } from './names.ts';

/** What deflate makes of real data stays far below; a bomb is far above. */
const HIGHEST_RATIO = 200;
const [STORED, DEFLATED] = [0, 8];
const UNIX_SYSTEMS = [3, 19];
const KIND = 0o170000;
const [REGULAR, FOLDER] = [0o100000, 0o040000];
const REPARSE_POINT = 0x400;

/** Where an entry stands in the file, its local header included, and the name that this header gives it. */
export interface Span {
  from: number;
  to: number;
  name: Buffer;
}

export const tooLarge = (limitMb: number): string =>
  `unpacked, it is larger than ${limitMb} MB; raise \`max-unpacked-size-mb\` if you trust it`;

/**
 * Judges what the directory of a zip says, before any of its bytes are unpacked.
 *
 * @returns the first fault, as a part of a sentence, or nothing
 */
export function entriesFault(
  entries: readonly Entry[],
  spans: readonly Span[],
  { maxBytes, limitMb }: { maxBytes: number; limitMb: number },
): string | undefined {
  for (const [at, entry] of entries.entries()) {
    const fault = entryFault(entry) ?? localFault(entry, spans[at]);
    if (fault) return fault;
  }
  const overlap = overlapOf(spans);
  if (overlap) return overlap;
  const twice = placesFault(entries.map(({ fileName }) => fileName));
  if (twice) return twice;
  const total = entries.reduce((sum, { uncompressedSize }) => sum + uncompressedSize, 0);
  return total <= maxBytes ? undefined : tooLarge(limitMb);
}

function entryFault(entry: Entry): string | undefined {
  const { fileName, compressionMethod, compressedSize, uncompressedSize } = entry;
  const path = fileName.replace(/\/$/, '');
  if (path.startsWith('/') || /^[a-z]:/i.test(path) || path.split('/').includes('..')) {
    return `the name \`${path}\` leads out of the folder`;
  }
  for (const part of path.split('/')) {
    const fault = part === '' || part === '.' ? 'has an empty part' : nameFault(part);
    if (fault) return `Windows cannot have the file \`${path}\`: its name ${fault}`;
  }
  if (isSpecial(entry)) return `\`${path}\` is a link or another special file`;
  if (entry.isEncrypted()) return `\`${path}\` is encrypted`;
  if (compressionMethod !== STORED && compressionMethod !== DEFLATED) {
    return `\`${path}\` is compressed with method ${compressionMethod}; only deflate is supported`;
  }
  if (uncompressedSize > compressedSize * HIGHEST_RATIO) {
    return `\`${path}\` is packed more than ${HIGHEST_RATIO} : 1, as a zip bomb is`;
  }
  return undefined;
}

/** Whether a zip made on Unix says that the entry is neither a file nor a folder, or one of Windows that it is a link. */
function isSpecial({ versionMadeBy, externalFileAttributes }: Entry): boolean {
  if (externalFileAttributes & REPARSE_POINT) return true;
  const kind = (externalFileAttributes >>> 16) & KIND;
  return UNIX_SYSTEMS.includes(versionMadeBy >>> 8) && kind !== 0 && kind !== REGULAR && kind !== FOLDER;
}

/** A program that reads from the front sees the local header alone. */
function localFault(entry: Entry, span: Span | undefined): string | undefined {
  if (span === undefined || span.name.equals(entry.fileNameRaw)) return undefined;
  return `\`${entry.fileName}\` has another name at its own place in the zip`;
}

function overlapOf(spans: readonly Span[]): string | undefined {
  let end = 0;
  for (const { from, to } of spans.toSorted((a, b) => a.from - b.from)) {
    if (from < end) return 'some of its files overlap, as those of a zip bomb do';
    end = to;
  }
  return undefined;
}

/** Two names that are one file to Windows, or one that is a file and a folder. */
function placesFault(names: readonly string[]): string | undefined {
  const files = new Set<string>();
  const folders = new Set<string>();
  for (const name of names) {
    const path = folded(name.replace(/\/$/, ''));
    const parts = path.split('/');
    if (name.endsWith('/')) folders.add(path);
    else if (files.has(path)) return `it has the file \`${name}\` twice (Windows ignores case)`;
    else files.add(path);
    for (let at = 1; at < parts.length; at += 1) folders.add(parts.slice(0, at).join('/'));
  }
  const both = [...files].find((file) => folders.has(file));
  return both === undefined ? undefined : `\`${both}\` is both a file and a folder`;
}
