import { createNextLinkFinder } from '../../fno/next-links.ts';
import { LONGEST_EXPLAINED } from '../../fno/wire.ts';
import { charsetOfBody, textOfBody } from '../../http/body-text.ts';
import { isJson } from '../../http/content-type.ts';
import { storeBody, type StoredBody } from '../../http/store.ts';
import type { Body, Head, Receive } from '../../http/transport.ts';
import { createPageScanner, type Ending } from '../../json/page-scanner.ts';
import { LARGEST_TEXT_HERE } from '../../json/run-document-task.ts';
import type { Tools } from '../operation.ts';
import type { RestArguments } from './arguments.ts';
import { dropPart, nextPart, type ResponseFile } from './response-file.ts';

/** Whether there is more than a body holds. */
export interface NextLinks {
  /** What the link to the next page is called; `undefined` if there is none. */
  ofPage: string | undefined;
  /** The name of the first list inside that is incomplete, empty if it has none; `undefined` if all are whole. */
  inside: string | undefined;
}

/** A response whose body lies in a file. */
export interface RestResponse extends Head, StoredBody {
  /** The file, which has not been given its name yet. */
  file: ResponseFile;
  /** `undefined` if the body is not text, or longer than what is kept of it. */
  text: string | undefined;
  /** How a body with a JSON type ends. */
  json: Ending | undefined;
  /** Rows of `value`, if the body has them. */
  rowCount: number | undefined;
  /** How many rows the server counts, with `$count=true`. */
  counted?: number | undefined;
  nextLinks?: NextLinks;
  /** Of a part of an upload that was refused: what has become of the whole, as a sentence. */
  ofUpload?: string;
}

/** What makes a request; `name` is what messages call it, by default method and URL. */
export type RequestArguments = Pick<RestArguments, 'method' | 'headers' | 'read'> & {
  body: Body | undefined;
  target: Pick<RestArguments['target'], 'url'>;
  name?: string;
};

/** How a response is fetched: once, or by the retry rule. @throws Outage or Failure if there is none */
export type FetchResponse = (
  args: RestArguments,
  file: ResponseFile,
  tools: Tools,
  attempts: 'retry' | 'once',
) => Promise<RestResponse>;

/** One environment variable holds 128 KiB; above this the next step could not be started. */
export const LONGEST_RESPONSE_BYTES = 96 * 1024;

/** What `extract`, `expect` and `mask-response` read as a whole. */
export const LARGEST_PARSED_BYTES = 64 * 1024 * 1024;

/** What is read into memory here; UTF-16 takes up to twice the bytes of the text that it holds. */
export const KEPT_BYTES = Math.max(LARGEST_TEXT_HERE, 2 * LONGEST_RESPONSE_BYTES + 4);

/**
 * Sends the request once, or by the retry rule.
 *
 * @returns the response, whatever its status
 * @throws Outage or Failure if there is none
 */
export async function fetchResponse(
  args: RequestArguments,
  file: ResponseFile,
  { fno, signal }: Pick<Tools, 'fno' | 'signal'>,
  attempts: 'retry' | 'once',
): Promise<RestResponse> {
  const { method, headers, read, target, name } = args;
  const call = { method, url: target.url, headers, body: args.body, read, attempts, signal, ...(name && { name }) };
  // What has come of a download stays, whatever is said when its rest is requested.
  const ofErrors = nextPart(file.path);
  const receive: Receive<StoredBody & Pick<RestResponse, 'file'> & { found: Found | undefined }> = (head) => {
    const found = method !== 'HEAD' && isJson(typeOf(head)) ? createFound() : undefined;
    const isError = head.status >= 400;
    const part = isError ? ofErrors : file;
    const store = storeBody(part.temporaryPath, isError ? LONGEST_EXPLAINED : KEPT_BYTES, found?.feed)(head);
    return { ...store, end: async () => ({ ...(await store.end()), found, file: part }) };
  };
  const { body, ...head } = await fno.send(call, receive).catch((thrown: unknown) => {
    dropPart(ofErrors);
    throw thrown;
  });
  const { found, ...stored } = body;
  dropPart(stored.file === ofErrors ? file : ofErrors);
  const text = stored.start.length === stored.sizeBytes ? textOf(stored.start, head) : undefined;
  const response = { ...head, ...stored, text, json: undefined, rowCount: undefined };
  if (!found) return response;
  // JSON in UTF-16 is checked as the text that it is, if that is at hand.
  const isWide = /^utf-?16/i.test(charsetOfBody(stored.start, typeOf(head)));
  if (!isWide) return { ...response, ...found.verdict() };
  if (text === undefined) return response;
  const ofText = createFound();
  ofText.feed(Buffer.from(text));
  return { ...response, ...ofText.verdict() };
}

/** What OData 2 calls it, in `{"d":{"results":[…],"__next":"…"}}`. https://www.odata.org/documentation/odata-version-2-0/json-format/ */
export const LINK_OF_V2 = '__next';

/** What is found out about JSON as it passes. */
interface Found {
  feed: (piece: Buffer) => void;
  verdict: () => Pick<RestResponse, 'json' | 'rowCount' | 'counted' | 'nextLinks'>;
}

function createFound(): Found {
  const { frame, feed, ending } = createPageScanner();
  const links = createNextLinkFinder();
  const linksOfV2 = createNextLinkFinder(LINK_OF_V2);
  let isV2: boolean | undefined;
  return {
    feed(piece) {
      feed(piece);
      links.feed(piece);
      isV2 ??= /^[\s\ufeff]*\{\s*"d"\s*:/.test(piece.toString('utf8', 0, 100));
      if (isV2) linksOfV2.feed(piece);
    },
    verdict() {
      const json = ending();
      // Without rows, `nextLink` can be anything.
      const named = frame.hasRows || frame.linkName !== 'nextLink' ? frame.linkName : undefined;
      const ofPage = named ?? (linksOfV2.names().includes('') ? LINK_OF_V2 : undefined);
      return {
        json,
        rowCount: json === 'whole' && frame.hasRows && !frame.oddity ? frame.rowCount : undefined,
        counted: frame.count,
        nextLinks: { ofPage, inside: insideOf(links.names(), ofPage) },
      };
    },
  };
}

/** @param names of all links that were found, that of the page itself among them if it is called like those */
export const insideOf = (names: readonly string[], ofPage: string | undefined): string | undefined =>
  names.find(Boolean) ?? (names.length > Number(ofPage === '@odata.nextLink') ? '' : undefined);

export const typeOf = ({ headers }: Pick<Head, 'headers'>) => headers['content-type'] ?? '';

export const textOf = (bytes: Buffer, head: Pick<Head, 'headers'>) => textOfBody(bytes, typeOf(head));

/** The beginning of a body as text, for the message of a failure. */
export const excerptOf = ({ text, start }: RestResponse) => text ?? start.toString('utf8');
