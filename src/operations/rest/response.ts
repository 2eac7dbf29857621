import type { Head, Receive } from '../../http/transport.ts';
import { storeBody, type StoredBody } from '../../http/store.ts';
import { createPageScanner } from '../../json/page-scanner.ts';
import type { Tools } from '../operation.ts';
import type { RestArguments } from './arguments.ts';
import { LONGEST_RESPONSE_BYTES, textOfBody } from './body-text.ts';
import { isJson } from '../../http/content-type.ts';
import type { ResponseFile } from './response-file.ts';

/** An answer whose body lies in a file. */
export interface RestResponse extends Head, StoredBody {
  /** The file, which has not been given its name yet. */
  file: ResponseFile;
  /** `undefined` where the body is no text, or longer than was to be kept. */
  text: string | undefined;
  /** Rows of `value`, where the body has such. */
  rowCount: number | undefined;
}

/** What `extract`, `expect` and `mask-response` read as a whole. */
export const LARGEST_PARSED_BYTES = 64 * 1024 * 1024;

/**
 * Sends the request once, or by the retry rule.
 *
 * @returns the answer, whatever its status
 * @throws Outage or Failure where there is none
 */
export async function fetchResponse(
  args: RestArguments,
  file: ResponseFile,
  { fno, signal }: Pick<Tools, 'fno' | 'signal'>,
  attempts: 'retry' | 'once',
): Promise<RestResponse> {
  const { method, headers, body, read, target } = args;
  const needsAll = args.extract !== undefined || args.expect.length > 0 || args.maskResponse;
  const call = { method, url: target.url, headers, body, read, attempts, signal };
  const receive: Receive<StoredBody & { rowCount: number | undefined }> = (head) => {
    const scanner = isJson(head.headers['content-type'] ?? '') ? createPageScanner() : undefined;
    // What is said of a failure is read as a whole. UTF-16 takes up to twice the bytes of the text that it holds.
    const keepBytes = needsAll || head.status >= 400 ? LARGEST_PARSED_BYTES : 2 * LONGEST_RESPONSE_BYTES + 4;
    const store = storeBody(file.temporaryPath, keepBytes, scanner?.feed)(head);
    const rowCount = () => (scanner?.isComplete() && scanner.frame.hasRows ? scanner.frame.rowCount : undefined);
    return { ...store, end: () => ({ ...store.end(), rowCount: rowCount() }) };
  };
  const { body: stored, ...head } = await fno.send(call, receive);
  const text = stored.start.length === stored.sizeBytes ? textOf(stored.start, head.headers) : undefined;
  return { ...head, ...stored, file, text };
}

export const textOf = (bytes: Buffer, headers: Record<string, string>) =>
  textOfBody(bytes, headers['content-type'] ?? '');

/** The beginning of a body as text, for the sentence of a failure. */
export const excerptOf = ({ text, start }: RestResponse) =>
  text ?? start.subarray(0, LONGEST_RESPONSE_BYTES).toString('utf8');
