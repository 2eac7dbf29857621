import { isAscii } from 'node:buffer';
import type { Entry, LocalFileHeader } from 'yauzl';
import { nameFault } from '../file-names.ts';
import { folded } from './names.ts';

/** What deflate makes of real data stays far below; a bomb is far above. */
const HIGHEST_RATIO = 200;
const [STORED, DEFLATED] = [0, 8];
const UNIX_SYSTEMS = [3, 19];
const KIND = 0o170000;
const [REGULAR, FOLDER] = [0o100000, 0o040000];
const REPARSE_POINT = 0x400;

const ENCRYPTED = 0x01;
/** Says that a name is UTF-8. */
export const UTF8_NAME = 0x800;
/** The sizes and the checksum stand behind the bytes. */
const DESCRIBED_LATER = 0x08;
const IN_ZIP64 = 0xffffffff;
const LONGEST_PATH = 1024;
/** Of a record of the directory, of the end, and of what may stand between two files and before the end (APPNOTE 4.3). */
const [RECORD, END, DESCRIPTOR, ZIP64_END] = [46, 22, 24, 76];

/** Where an entry stands in the file, and what the header says that stands there before its bytes. */
export interface Span {
  from: number;
  to: number;
  local: LocalFileHeader;
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
  { fileSize, commentLength, maxBytes, limitMb }: Record<'fileSize' | 'commentLength' | 'maxBytes' | 'limitMb', number>,
): string | undefined {
  for (const [at, entry] of entries.entries()) {
    const fault = entryFault(entry) ?? localFault(entry, spans[at]);
    if (fault) return fault;
  }
  const records = entries.map(
    (entry) => RECORD + entry.fileNameLength + entry.extraFieldLength + entry.fileCommentLength,
  );
  const end = fileSize - END - commentLength - records.reduce((sum, length) => sum + length, 0);
  const gap = gapFault(spans, end);
  if (gap) return gap;
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
  if (path.length > LONGEST_PATH) return `the name \`${path.slice(0, 40)}…\` is longer than ${LONGEST_PATH} characters`;
  if (hasOtherName(entry)) return `\`${path}\` has another name in an extra field`;
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

/** Whether its Info-ZIP field names another file than its name, which readers such as that of .NET alone see. */
const hasOtherName = ({ fileName, fileNameRaw, generalPurposeBitFlag }: Entry): boolean =>
  (isAscii(fileNameRaw) || Boolean(generalPurposeBitFlag & UTF8_NAME)) &&
  fileNameRaw.toString().replaceAll('\\', '/') !== fileName;

/** Whether a zip made on Unix says that the entry is neither a file nor a folder, or one of Windows that it is a link. */
function isSpecial({ versionMadeBy, externalFileAttributes }: Entry): boolean {
  if (externalFileAttributes & REPARSE_POINT) return true;
  const kind = (externalFileAttributes >>> 16) & KIND;
  return UNIX_SYSTEMS.includes(versionMadeBy >>> 8) && kind !== 0 && kind !== REGULAR && kind !== FOLDER;
}

/** A program that reads from the front sees the local header alone. */
function localFault({ fileName, fileNameRaw, ...entry }: Entry, span: Span | undefined): string | undefined {
  if (span === undefined) return undefined;
  const { local } = span;
  const isSame = (ours: number, theirs: number) =>
    ours === theirs || theirs === IN_ZIP64 || Boolean(local.generalPurposeBitFlag & DESCRIBED_LATER);
  if (!local.fileName.equals(fileNameRaw)) return `\`${fileName}\` has another name at its own place in the zip`;
  if (
    local.compressionMethod !== entry.compressionMethod ||
    (local.generalPurposeBitFlag ^ entry.generalPurposeBitFlag) & ENCRYPTED ||
    !isSame(entry.crc32, local.crc32) ||
    !isSame(entry.compressedSize, local.compressedSize) ||
    !isSame(entry.uncompressedSize, local.uncompressedSize)
  )
    return `\`${fileName}\` is described differently at its own place in the zip`;
  return undefined;
}

/** Bodies that overlap, and bytes between them or before the directory in which another zip may hide. */
function gapFault(spans: readonly Span[], directory: number): string | undefined {
  let end = 0;
  const hidden = 'it holds bytes that belong to none of its files';
  for (const { from, to } of spans.toSorted((a, b) => a.from - b.from)) {
    if (from < end) return 'some of its files overlap, as those of a zip bomb do';
    if (from > end + DESCRIPTOR) return hidden;
    end = to;
  }
  return directory > end + DESCRIPTOR + ZIP64_END ? hidden : undefined;
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
