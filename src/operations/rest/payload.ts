import { accessSync, closeSync, constants, openSync, readFileSync, readSync, statSync } from 'node:fs';
import type { Body } from '../../http/transport.ts';
import { messageOf } from '../../errors.ts';
import { quoted, type Inputs } from '../../inputs.ts';
import { createPageScanner } from '../../json/page-scanner.ts';
import { charsetOfMark, isKnownCharset, textOfBody } from '../../http/body-text.ts';
import { charsetOf, isJson, mediaTypeOf } from '../../http/content-type.ts';
import type { FilePath } from './file-path.ts';

/** What a user can give as the body of a request. */
export type Payload = Exclude<Body, { kind: 'bytes' }>;

type Problems = Pick<Inputs, 'problem'>;

export interface PayloadInputs {
  payload: string | undefined;
  payloadFile: FilePath | undefined;
  contentType: string;
  /** Whether `headers` name a content encoding: the bytes are then none of the content type. */
  isEncoded: boolean;
}

/** A larger file is not read before it is sent. */
const LARGEST_CHECKED_BYTES = 64 * 1024 * 1024;

/**
 * Finds the body of a request, and checks it as far as its content type says what it is to be.
 *
 * @returns `undefined` if there is none, or after noting what is wrong
 */
export function readPayload(given: PayloadInputs, inputs: Problems): Payload | undefined {
  const { payload, payloadFile, contentType, isEncoded } = given;
  if (payload !== undefined && payloadFile !== undefined) {
    inputs.problem('`payload` and `payload-file` are both given: give only one of them.');
    return undefined;
  }
  if (payload !== undefined) {
    const charset = charsetOf(contentType);
    if (charset && !/^(utf-?8|us-ascii)$/i.test(charset)) {
      inputs.problem(
        `\`content-type\` names the charset ${quoted(charset)}, but \`payload\` is sent as UTF-8: use \`payload-file\`.`,
      );
    }
    if (isJson(contentType)) checkJson('payload', payload, inputs);
    return { kind: 'text', text: payload };
  }
  if (payloadFile === undefined) return undefined;
  const { given: name, path } = payloadFile;
  try {
    const sizeBytes = sizeOfFile(path);
    if (!isEncoded) checkFile(path, sizeBytes, contentType, inputs);
    return { kind: 'file', path, name, sizeBytes };
  } catch (thrown) {
    inputs.problem(`\`payload-file\` is ${quoted(name)}, ${whyNot(thrown)}`);
    return undefined;
  }
}

/** @throws Error if there is no file that can be read */
function sizeOfFile(path: string): number {
  const stats = statSync(path);
  if (!stats.isFile()) throw new Error('it is not a file');
  accessSync(path, constants.R_OK);
  return stats.size;
}

function whyNot(thrown: unknown): string {
  const missing = thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT';
  return missing
    ? 'which does not exist in the workspace: check it out, or create it in an earlier step.'
    : `which cannot be read: ${messageOf(thrown)}.`;
}

/** What a file is by its first bytes, and its content type. */
const SIGNATURES = [
  ['504b0304', 'a zip file', 'application/zip'],
  ['504b0506', 'a zip file', 'application/zip'],
  ['1f8b', 'a gzip file', 'application/gzip'],
  ['25504446', 'a PDF file', 'application/pdf'],
] as const;

/** A file is checked if its content type says how: by JSON, or by a charset. */
function checkFile(path: string, sizeBytes: number, contentType: string, inputs: Problems): void {
  const charset = charsetOf(contentType);
  if (!isJson(contentType) && (charset === undefined || !isKnownCharset(charset))) return;
  const bytes = sizeBytes <= LARGEST_CHECKED_BYTES ? readFileSync(path) : startOf(path);
  const signature = SIGNATURES.find(([magic]) => bytes.toString('hex', 0, 4).startsWith(magic));
  if (signature) {
    const [, what, itsType] = signature;
    inputs.problem(
      `\`payload-file\` is ${what}, but its content type would be ${mediaTypeOf(contentType)}: set \`content-type: ${itsType}\`.`,
    );
    return;
  }
  const mark = charsetOfMark(bytes);
  const text = bytes.length < sizeBytes ? '' : textOfBody(bytes, contentType);
  if (mark?.startsWith('utf-16') && !/^utf-?16/i.test(charset ?? '')) {
    inputs.problem(
      `\`payload-file\` is in UTF-16, as Windows PowerShell writes files, but its content type says ${charset ?? 'UTF-8'}: save it as UTF-8 (\`Out-File -Encoding utf8\`), or name its charset in \`content-type\`.`,
    );
  } else if (text === undefined) {
    inputs.problem(
      `\`payload-file\` is not text in ${charset ?? 'UTF-8'}: save it in this encoding, or name its charset in \`content-type\`.`,
    );
  } else if (isJson(contentType) && bytes.length === sizeBytes) checkJson('payload-file', text, inputs);
}

/** The first bytes of a file that is too large to be read before it is sent. */
function startOf(path: string): Buffer {
  const file = openSync(path, 'r');
  try {
    const bytes = Buffer.alloc(4);
    return bytes.subarray(0, readSync(file, bytes));
  } finally {
    closeSync(file);
  }
}

/** The text can be confidential: only the place is said. */
function checkJson(name: string, text: string, inputs: Problems): void {
  const bytes = Buffer.from(text);
  const scanner = createPageScanner(undefined, { bare: false });
  scanner.feed(bytes);
  if (scanner.ending() === 'whole') return;
  const before = bytes.subarray(0, scanner.validBytes()).toString('utf8').split('\n');
  const place = `line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`;
  inputs.problem(
    `\`${name}\` is not valid JSON (${place}): correct it, or set \`content-type\` if it is meant to be something else.`,
  );
}
