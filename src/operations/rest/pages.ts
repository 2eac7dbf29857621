import { readFile, writeFile } from 'node:fs/promises';
import { Failure } from '../../errors.ts';
import { describeAnswer } from '../../fno/answer-error.ts';
import type { Answer } from '../../http/door.ts';
import { withHeartbeat } from '../../report/heartbeat.ts';
import type { Tools } from '../operation.ts';
import type { RestArguments } from './arguments.ts';
import { LONGEST_RESPONSE_BYTES } from './body-text.ts';
import { createPageFile, type Page, type PageFile } from './page-file.ts';
import { type Reply, type ResponseFile, textOf } from './reply.ts';

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
): Promise<Reply> {
  const { clock, log } = tools;
  using pages = createPageFile(file.temporaryPath);
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
): Promise<Reply> {
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
    const answer = await fno.send(call, pages.receivePage);
    const name = `Page ${number} (GET ${fno.printable(url)})`;
    const page = answer.body;
    if (page.kind === 'refused') {
      if (number === 1) return refusedReply(answer, page.body, file);
      throw new Failure(`${describeAnswer(name, answer, page.body.toString('utf8'), true)} ${INCOMPLETE}`);
    }
    if (page.kind === 'unreadable') {
      throw new Failure(
        `${name} was answered ${answer.status} without a \`value\` list, so it is no OData page: \`all-pages\` is for entity sets. ${INCOMPLETE}`,
      );
    }
    if (page.nextLink === undefined) return completeReply(answer, pages, file);
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

async function refusedReply(answer: Answer<Page>, body: Buffer, { temporaryPath }: ResponseFile): Promise<Reply> {
  await writeFile(temporaryPath, body);
  const { status, headers } = answer;
  return { status, headers, start: body, sizeBytes: body.length, text: textOf(body, headers), rowCount: undefined };
}

async function completeReply(answer: Answer<Page>, pages: PageFile, { temporaryPath }: ResponseFile): Promise<Reply> {
  const { rows } = pages.progress();
  const sizeBytes = pages.finish();
  const { status, headers } = answer;
  const start = sizeBytes <= LONGEST_RESPONSE_BYTES ? await readFile(temporaryPath) : Buffer.alloc(0);
  return {
    status,
    headers,
    start,
    sizeBytes,
    text: start.length === sizeBytes ? textOf(start, headers) : undefined,
    rowCount: rows,
  };
}
