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
  /** A service takes its parameters by name. */
  isOfService?: boolean;
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
  const check = isJson(contentType) ? jsonCheck(given.isOfService ?? false, inputs) : () => undefined;
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
    check('payload', payload);
    return { kind: 'text', text: payload };
  }
  if (payloadFile === undefined) return undefined;
  const { given: name, path } = payloadFile;
  try {
    const sizeBytes = sizeOfFile(path);
    if (startOf(path).startsWith(GIT_LFS))
      inputs.problem(
        `\`payload-file\` is ${quoted(name)}, which is a pointer of Git LFS, not the file: check it out with \`lfs: true\`.`,
      );
    else if (!isEncoded) checkFile(path, sizeBytes, contentType, check, inputs);
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

/** What a file is by its first bytes, as Latin-1, and its content type. */
const SIGNATURES = [
  ['PK\x03\x04', 'a zip file', 'application/zip'],
  ['PK\x05\x06', 'a zip file', 'application/zip'],
  ['\x1f\x8b', 'a gzip file', 'application/gzip'],
  ['%PDF', 'a PDF file', 'application/pdf'],
] as const;
/** https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md */
const GIT_LFS = 'version https://git-lfs.github.com/spec/';

/** A file is checked if its content type says how: by JSON, or by a charset. */
function checkFile(path: string, sizeBytes: number, contentType: string, check: JsonCheck, inputs: Problems): void {
  const charset = charsetOf(contentType);
  if (!isJson(contentType) && (charset === undefined || !isKnownCharset(charset))) return;
  const start = startOf(path);
  const signature = SIGNATURES.find(([magic]) => start.startsWith(magic));
  if (signature) {
    const [, what, itsType] = signature;
    inputs.problem(
      `\`payload-file\` is ${what}, but its content type would be ${mediaTypeOf(contentType)}: set \`content-type: ${itsType}\`.`,
    );
    return;
  }
  const mark = charsetOfMark(Buffer.from(start, 'latin1'));
  const isRead = sizeBytes <= LARGEST_CHECKED_BYTES;
  const text = isRead ? textOfBody(readFileSync(path), contentType) : '';
  if (mark?.startsWith('utf-16') && !/^utf-?16/i.test(charset ?? '')) {
    inputs.problem(
      `\`payload-file\` is in UTF-16, as Windows PowerShell writes files, but its content type says ${charset ?? 'UTF-8'}: save it as UTF-8 (\`Out-File -Encoding utf8\`), or name its charset in \`content-type\`.`,
    );
  } else if (text === undefined) {
    inputs.problem(
      `\`payload-file\` is not text in ${charset ?? 'UTF-8'}: save it in this encoding, or name its charset in \`content-type\`.`,
    );
  } else if (isRead) check('payload-file', text);
}

/** The first bytes of a file, as Latin-1: what is too large is not read before it is sent. */
function startOf(path: string): string {
  const file = openSync(path, 'r');
  try {
    const bytes = Buffer.alloc(GIT_LFS.length);
    return bytes.toString('latin1', 0, readSync(file, bytes));
  } finally {
    closeSync(file);
  }
}

type JsonCheck = (name: string, text: string) => void;

/** The text can be confidential: only the place is said. */
const jsonCheck =
  (isOfService: boolean, inputs: Problems): JsonCheck =>
  (name, text) => {
    const bytes = Buffer.from(text);
    const scanner = createPageScanner(undefined, { bare: false });
    scanner.feed(bytes);
    const before = bytes.subarray(0, scanner.validBytes()).toString('utf8').split('\n');
    const place = `line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`;
    const fault =
      scanner.ending() !== 'whole'
        ? `is ${text.trim() ? `not valid JSON (${place})` : 'empty, which is not JSON'}: correct it, or set \`content-type\` if it is meant to be something else.`
        : isOfService && !text.trim().startsWith('{')
          ? 'is not a JSON object: a service takes its parameters by name, such as {"_contract": {}}.'
          : undefined;
    if (fault) inputs.problem(`\`${name}\` ${fault}${FILE_NAME.test(text) ? FROM_FILE : ''}`);
  };

const FILE_NAME = /^@?[\w./\\-]+\.\w{1,5}\s*$/;
const FROM_FILE = ' The content of a file goes into `payload-file`.';
