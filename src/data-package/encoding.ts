import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import { Failure } from '../errors.ts';
import { gitFault } from './git-fault.ts';
import { drain } from './table.ts';

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

const CHUNK = 256 * 1024;

/**
 * The encoding of a text file: by its byte-order mark, else UTF-16 if every other of its first bytes is 0, else UTF-8 if
 * all of it is that, else Windows-1252, which F&O's CSV formats without Unicode use.
 */
export async function encodingOf(file: string): Promise<Encoding> {
  const head = await firstBytes(file);
  const [first, second, third] = head;
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8';
  if (first === 0 && second !== 0 && second !== undefined) return 'utf-16be';
  if (second === 0 && first !== 0) return 'utf-16le';
  try {
    await drain(decoded(file, 'utf-8'));
    return 'utf-8';
  } catch (thrown) {
    if (thrown instanceof NotInEncoding) return 'windows-1252';
    throw thrown;
  }
}

async function firstBytes(file: string): Promise<Buffer> {
  await using handle = await open(file);
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(4), 0, 4, 0);
  return buffer.subarray(0, bytesRead);
}

/** A file holds bytes that its encoding does not have, a lone surrogate of UTF-16 among them. */
class NotInEncoding extends Failure {
  override name = 'NotInEncoding';
}

/**
 * The text of a file, without its byte-order mark.
 *
 * @param name of the file, for messages
 * @throws Failure as soon as a byte is not of that encoding
 */
export async function* decoded(file: string, encoding: Encoding, name = basename(file)): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  try {
    for await (const chunk of createReadStream(file, { highWaterMark: CHUNK }) as AsyncIterable<Buffer>) {
      const text = decoder.decode(chunk, { stream: true });
      if (text !== '') yield text;
    }
    const rest = decoder.decode();
    if (rest !== '') yield rest;
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ERR_ENCODING_INVALID_ENCODED_DATA')
      throw new NotInEncoding(
        encoding === 'utf-8'
          ? `\`${name}\` is not UTF-8: save it in UTF-8.`
          : `\`${name}\` is damaged: it is not ${encoding.toUpperCase()} throughout.`,
        { cause: thrown },
      );
    throw thrown;
  }
}

/**
 * The whole text of a small file, in whatever encoding it is.
 *
 * @throws Failure for what git puts in place of a file
 */
export async function readText(file: string): Promise<string> {
  let text = '';
  for await (const part of decoded(file, await encodingOf(file))) text += part;
  const fault = gitFault(`\n${text}`);
  if (fault) throw new Failure(`\`${basename(file)}\` ${fault}.`);
  return text;
}
