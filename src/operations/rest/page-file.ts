import { createNextLinkFinder } from '../../fno/next-links.ts';
import type { Receive } from '../../http/transport.ts';
import { createFileWriter } from '../../http/file-writer.ts';
import { wholeIntoMemory } from '../../http/receive.ts';
import { isSuccess } from '../../http/status.ts';
import { createPageScanner, type PageFrame, type PageScanner } from '../../json/page-scanner.ts';
import { insideOf } from './response.ts';

/** What came of the request for a page; `why` an unreadable one is no page of OData goes on from "…, but". */
export type Page =
  | { kind: 'page'; nextLink: string | undefined }
  /** `error` is the JSON of what the server reports in place of rows. */
  | { kind: 'unreadable'; why: string; isCut?: boolean; error?: string | undefined }
  | { kind: 'refused'; body: Buffer };

/** One JSON document with the rows of all pages, growing on disk: `{"@odata.context":…,"value":[…]}`. */
export interface PageFile extends AsyncDisposable {
  /** Takes a page. One that comes again after its connection broke replaces what was written of it. */
  receivePage: Receive<Page>;
  /**
   * Rows and bytes until now, the page under way included; how many rows the server said there are; the first list inside
   * rows that is incomplete.
   */
  progress(): { rows: number; bytes: number; announced: number | undefined; inside: string | undefined };
  /** Writes the end of the document. @returns its size in bytes */
  finish(): Promise<number>;
}

export function createPageFile(path: string): PageFile {
  const writer = createFileWriter(path);
  const done = { rows: 0, bytes: 0 };
  let context: string | undefined;
  let announced: number | undefined;
  let current: { frame: Readonly<PageFrame>; bytes: number } | undefined;
  let contextIsWritten = false;
  let inside: string | undefined;

  const openingOf = (contextThere: string | undefined) =>
    Buffer.from(contextThere === undefined ? '{"value":[' : `{"@odata.context":${contextThere},"value":[`);

  const receivePage: Receive<Page> = (head) => {
    if (!isSuccess(head.status)) {
      const memory = wholeIntoMemory();
      return { ...memory, end: async () => ({ kind: 'refused', body: await memory.end() }) };
    }
    let isFresh = false;
    let hasBegun = false;
    const parts: Buffer[] = [];
    /** What was written of a page that comes again goes first. */
    const flush = async (): Promise<void> => {
      if (!isFresh) await writer.truncate(done.bytes);
      isFresh = true;
      await writer.write(parts.splice(0));
    };
    const scanner = createPageScanner((rows) => {
      if (!hasBegun) {
        parts.push(done.rows === 0 ? openingOf(scanner.frame.context) : Buffer.from(',\n'));
        if (done.rows === 0) contextIsWritten = scanner.frame.context !== undefined;
        hasBegun = true;
      }
      parts.push(rows);
    });
    const { frame } = scanner;
    const links = createNextLinkFinder();
    const page = { frame, bytes: 0 };
    current = page;
    return {
      take(piece) {
        scanner.feed(piece);
        links.feed(piece);
        page.bytes += piece.length;
        return flush();
      },
      async end() {
        await flush();
        current = undefined;
        const oddity = oddityOf(scanner);
        if (oddity) return { kind: 'unreadable', ...oddity };
        context ??= frame.context;
        announced ??= frame.count;
        inside ??= insideOf(links.names(), frame.linkName);
        done.rows += frame.rowCount;
        done.bytes = writer.length;
        return { kind: 'page', nextLink: frame.nextLink };
      },
    };
  };

  return {
    receivePage,
    progress: () => ({
      rows: done.rows + (current?.frame.rowCount ?? 0),
      bytes: done.bytes + (current?.bytes ?? 0),
      announced,
      inside,
    }),
    async finish() {
      const opening = done.rows === 0 ? openingOf(context) : Buffer.alloc(0);
      const isMissing = done.rows > 0 && context !== undefined && !contextIsWritten;
      const ending = Buffer.from(isMissing ? `],"@odata.context":${context ?? ''}}` : ']}');
      await writer.write([opening, ending]);
      await writer.flush();
      return writer.length;
    },
    [Symbol.asyncDispose]: () => writer[Symbol.asyncDispose](),
  };
}

/** Why a document is no page of OData; nothing if it is one. */
function oddityOf({ ending, frame, validBytes }: PageScanner): Omit<Page & { kind: 'unreadable' }, 'kind'> | undefined {
  const { error, hasRows, oddity } = frame;
  switch (ending()) {
    case 'empty':
      return { why: 'it is empty' };
    case 'unfinished':
      return { why: 'its JSON ends unfinished', isCut: true };
    case 'invalid':
      return { why: `it is not valid JSON (byte ${validBytes() + 1})` };
    case 'whole':
      if (error !== undefined) return { why: 'it reports an error', error };
      if (!hasRows)
        return { why: 'it has no `value` list, so it is not an OData page: `all-pages` works with entity sets only' };
      return oddity === undefined ? undefined : { why: oddity };
  }
}
