import { readFile, writeFile } from 'node:fs/promises';
import { Failure } from '../../errors.ts';
import { describeResponse } from '../../fno/response-error.ts';
import type { Head } from '../../http/transport.ts';
import { withHeartbeat } from '../../report/heartbeat.ts';
import type { Tools } from '../operation.ts';
import type { RestArguments } from './arguments.ts';
import { LONGEST_RESPONSE_BYTES } from './body-text.ts';
import { HIDDEN_BODY } from './mask.ts';
import { createPageFile, type PageFile } from './page-file.ts';
import { LARGEST_PARSED_BYTES, type RestResponse, textOf } from './response.ts';
import type { ResponseFile } from './response-file.ts';

const PROGRESS_MS = 15_000;

/**
 * Follows `@odata.nextLink` from page to page, and writes every row into one document.
 *
 * @param attempts of the first page; the others are repeated by the retry rule
 * @returns the last answer with the whole document as its body; the first one where that has no page
 * @throws Failure where a later page fails for good, is no page, leads to another origin or back to a page seen before
 */
export async function fetchPages(
  args: RestArguments,
  file: ResponseFile,
  tools: Pick<Tools, 'fno' | 'signal' | 'log' | 'clock'>,
  attempts: 'retry' | 'once',
): Promise<RestResponse> {
  const { clock, log } = tools;
  await using pages = createPageFile(file.temporaryPath);
  const startedMs = clock.now();
  const progress = () => {
    const { rows, bytes } = pages.progress();
    const seconds = Math.max(0.001, (clock.now() - startedMs) / 1000);
    const rate = `${Math.round(rows / seconds)} rows/s, ${(bytes / seconds / 1e6).toFixed(1)} MB/s`;
    log.info(`${rows} rows, ${(bytes / 1e6).toFixed(1)} MB so far (${rate}).`);
  };
  return await withHeartbeat(PROGRESS_MS, progress, () => followLinks(args, file, pages, tools, attempts));
}

async function followLinks(
  args: RestArguments,
  file: ResponseFile,
  pages: PageFile,
  { fno, signal }: Pick<Tools, 'fno' | 'signal'>,
  attempts: 'retry' | 'once',
): Promise<RestResponse> {
  const first = args.target.url;
  const seen = new Set<string>();
  for (let url = first, number = 1; ; number += 1) {
    seen.add(url.href);
    const call = {
      method: 'GET',
      url,
      headers: args.headers,
      read: true,
      attempts: number === 1 ? attempts : 'retry',
      signal,
    } as const;
    const { body: page, ...head } = await fno.send(call, pages.receivePage);
    const name = `Page ${number} (GET ${fno.printable(url)})`;
    if (page.kind === 'refused') {
      if (number === 1) return refusedResponse(head, page.body, file);
      const text = args.maskResponse ? HIDDEN_BODY : page.body.toString('utf8');
      const called = { name, read: true, elsewhere: !args.isInEnvironment };
      throw new Failure(`${describeResponse(called, head, text, fno.redact)} ${INCOMPLETE}`);
    }
    if (page.kind === 'unreadable') {
      throw new Failure(
        `${name} was answered ${head.status} without a \`value\` list, so it is no OData page: \`all-pages\` is for entity sets. ${INCOMPLETE}`,
      );
    }
    if (page.nextLink === undefined) {
      const keepBytes = args.maskResponse ? LARGEST_PARSED_BYTES : LONGEST_RESPONSE_BYTES;
      return completeResponse(head, pages, file, keepBytes);
    }
    url = nextUrl(page.nextLink, url, seen, name);
  }
}

const INCOMPLETE = 'The rows until then are not handed on.';

function nextUrl(link: string, current: URL, seen: ReadonlySet<string>, name: string): URL {
  const next = URL.canParse(link, current.href) ? new URL(link, current) : undefined;
  if (!next) throw new Failure(`${name} gives a next link that is no URL. ${INCOMPLETE}`);
  if (next.origin !== current.origin) {
    throw new Failure(
      `${name} gives a next link to ${next.origin}, which is not the origin of the request, so it is not followed. ${INCOMPLETE}`,
    );
  }
  next.hash = '';
  if (seen.has(next.href))
    throw new Failure(`${name} gives a next link to a page seen before, which would never end. ${INCOMPLETE}`);
  return next;
}

async function refusedResponse(head: Head, body: Buffer, file: ResponseFile): Promise<RestResponse> {
  await writeFile(file.temporaryPath, body);
  return { ...head, file, start: body, sizeBytes: body.length, text: textOf(body, head.headers), rowCount: undefined };
}

async function completeResponse(
  head: Head,
  pages: PageFile,
  file: ResponseFile,
  keepBytes: number,
): Promise<RestResponse> {
  const { rows } = pages.progress();
  const sizeBytes = await pages.finish();
  const start = sizeBytes <= keepBytes ? await readFile(file.temporaryPath) : Buffer.alloc(0);
  const text = start.length === sizeBytes ? textOf(start, head.headers) : undefined;
  return { ...head, file, start, sizeBytes, text, rowCount: rows };
}
