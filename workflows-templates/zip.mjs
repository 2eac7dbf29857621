import { Buffer } from 'node:buffer';
import { closeSync, fstatSync, lstatSync, openSync, readSync, statSync } from 'node:fs';

const LOCAL_FILE = 0x04034b50;
const CENTRAL_FILE = 0x02014b50;
const END_OF_DIRECTORY = 0x06054b50;
const ZIP64_END_LOCATOR = 0x07064b50;
const END_LENGTH = 22;
const LONGEST_COMMENT = 0xffff;

/**
 * Says what is wrong with a file that should be a package. A zip file begins with its first entry and ends with its
 * central directory, so a page of a proxy, a pointer, a cut download and an empty file are all told apart from one.
 * https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
 *
 * @returns a message that begins with a verb, such as `is empty.`; `''` if the file is a zip file
 */
export function notZip(file) {
  const kind = notFile(file);
  if (kind) return kind;
  const descriptor = openSync(file, 'r');
  try {
    const { size } = fstatSync(descriptor);
    if (size === 0) return 'is empty.';
    const start = read(descriptor, 0, Math.min(size, 200));
    const tail = read(descriptor, Math.max(0, size - END_LENGTH - LONGEST_COMMENT), size);
    return notStart(start) || (hasDirectory(descriptor, size, tail) ? '' : 'is a damaged or incomplete zip file.');
  } finally {
    closeSync(descriptor);
  }
}

/** A device or a pipe is never opened: reading it could wait forever. */
export function notFile(file) {
  try {
    if (lstatSync(file).isSymbolicLink() ? statSync(file).isFile() : lstatSync(file).isFile()) return '';
    return 'is not a regular file.';
  } catch (thrown) {
    return `cannot be read (${thrown.code}). Check the path, and that the job checks out the repository.`;
  }
}

function notStart(start) {
  const text = start.toString('latin1');
  if (text.startsWith('version https://git')) return 'is a Git LFS pointer. Check out the repository with `lfs: true`.';
  if (/^[\s\u00ef\u00bb\u00bf]*<(!doctype|html|\?xml)/i.test(text)) return 'is not a zip file, but a web page or XML.';
  const signature = start.length < 4 ? 0 : start.readUInt32LE(0);
  return signature === LOCAL_FILE || signature === END_OF_DIRECTORY ? '' : 'is not a zip file.';
}

/** @returns whether the file ends with a central directory that lies where its last record says */
function hasDirectory(descriptor, size, tail) {
  const directory = findDirectory(size, tail);
  if (!directory || directory.isZip64) return directory !== undefined;
  if (directory.offset + directory.length > directory.end) return false;
  return directory.count === 0 || read(descriptor, directory.offset, 4).readUInt32LE(0) === CENTRAL_FILE;
}

/** The last record names the central directory, which lies right in front of it. */
function findDirectory(size, tail) {
  for (let at = tail.length - END_LENGTH; at >= 0; at -= 1) {
    if (tail.readUInt32LE(at) !== END_OF_DIRECTORY) continue;
    if (at + END_LENGTH + tail.readUInt16LE(at + 20) !== tail.length) continue;
    const [count, length, offset] = [
      tail.readUInt16LE(at + 10),
      tail.readUInt32LE(at + 12),
      tail.readUInt32LE(at + 16),
    ];
    const isZip64 = count === 0xffff || offset === 0xffffffff;
    if (isZip64 && (at < 20 || tail.readUInt32LE(at - 20) !== ZIP64_END_LOCATOR)) return undefined;
    return { isZip64, count, length, offset, end: size - tail.length + at };
  }
  return undefined;
}

function read(descriptor, position, length) {
  const bytes = Buffer.alloc(length);
  const count = readSync(descriptor, bytes, 0, length, position);
  return bytes.subarray(0, count);
}
