import { randomUUID } from 'node:crypto';
import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { Failure, messageOf } from '../../errors.ts';
import type { Head, Receive } from '../../http/door.ts';
import { storeBody, type StoredBody } from '../../http/store.ts';
import { createPageScanner } from '../../json/page-scanner.ts';
import type { Tools } from '../operation.ts';
import type { RestArguments } from './arguments.ts';
import { LONGEST_RESPONSE_BYTES, textOfBody } from './body-text.ts';
import { isJson } from './payload.ts';

/** An answer whose body lies in a file. */
export interface Reply extends Head, StoredBody {
  /** `undefined` where the body is no text, or longer than was to be kept. */
  text: string | undefined;
  /** Rows of `value`, where the body has such. */
  rowCount: number | undefined;
}

/** Where the bytes of an answer are written: under a name of their own until the answer is complete. */
export interface ResponseFile {
  path: string;
  temporaryPath: string;
}

/** What `extract`, `expect` and `mask-response` read as a whole. */
const LARGEST_PARSED_BYTES = 64 * 1024 * 1024;

/** @throws Failure where the folder cannot be made */
export function prepareResponseFile(given: string | undefined, tempFolder: string): ResponseFile {
  const path = given ?? join(tempFolder, `d365fo-response-${randomUUID()}`);
  try {
    mkdirSync(dirname(path), { recursive: true });
  } catch (thrown) {
    throw new Failure(`The folder of \`response-file\` cannot be made: ${messageOf(thrown)}.`, { cause: thrown });
  }
  return { path, temporaryPath: join(dirname(path), `.${basename(path)}.${randomUUID().slice(0, 8)}.part`) };
}

export function keepFile({ path, temporaryPath }: ResponseFile): void {
  try {
    renameSync(temporaryPath, path);
  } catch (thrown) {
    throw new Failure(`\`response-file\` cannot be written: ${messageOf(thrown)}.`, { cause: thrown });
  }
}

/** Removes what did not come to its end; there may be nothing. */
export function dropFile({ temporaryPath }: ResponseFile): void {
  rmSync(temporaryPath, { force: true });
}

/**
 * Sends the request once, or by the retry rule.
 *
 * @returns the answer, whatever its status
 * @throws Outage or Failure where there is none
 */
export async function fetchReply(
  args: RestArguments,
  file: ResponseFile,
  { fno, signal }: Pick<Tools, 'fno' | 'signal'>,
  attempts: 'retry' | 'once',
): Promise<Reply> {
  const { method, headers, body, read, target } = args;
  const needsAll = args.extract !== undefined || args.expect.length > 0 || args.maskResponse;
  // UTF-16 takes up to twice the bytes of the text that it holds.
  const keepBytes = needsAll ? LARGEST_PARSED_BYTES : 2 * LONGEST_RESPONSE_BYTES + 4;
  const call = { method, url: target.url, headers, body, read, attempts, signal };
  const receive: Receive<StoredBody & { rowCount: number | undefined }> = async (chunks, head) => {
    const scanner = isJson(head.headers['content-type'] ?? '') ? createPageScanner() : undefined;
    const stored = await storeBody(file.temporaryPath, keepBytes, scanner?.feed)(chunks, head);
    return { ...stored, rowCount: scanner?.isComplete() && scanner.frame.hasRows ? scanner.frame.rowCount : undefined };
  };
  const answer = await fno.send(call, receive);
  const { start, sizeBytes, rowCount } = answer.body;
  const text = start.length === sizeBytes ? textOf(start, answer.headers) : undefined;
  return { status: answer.status, headers: answer.headers, start, sizeBytes, text, rowCount };
}

export const textOf = (bytes: Buffer, headers: Record<string, string>) =>
  textOfBody(bytes, headers['content-type'] ?? '');

/** The beginning of a body as text, for the sentence of a failure. */
export const excerptOf = ({ text, start }: Reply) => text ?? start.subarray(0, LONGEST_RESPONSE_BYTES).toString('utf8');
