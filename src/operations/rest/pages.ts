import { readFile, writeFile } from 'node:fs/promises';
import { msSince } from '../../clock.ts';
import { Failure, Outage } from '../../errors.ts';
import { createPageLinks } from '../../fno/page-links.ts';
import { explainResponse } from '../../fno/response-error.ts';
import { readServerMessage } from '../../fno/server-message.ts';
import type { Head } from '../../http/transport.ts';
import { withHeartbeat } from '../../report/heartbeat.ts';
import { asSentence } from '../../server-text.ts';
import type { Tools } from '../operation.ts';
import type { RestArguments } from './arguments.ts';
import { HIDDEN_BODY } from './mask.ts';
import { createPageFile, type PageFile } from './page-file.ts';
import { KEPT_BYTES, type RestResponse, textOf } from './response.ts';
import type { ResponseFile } from './response-file.ts';

const PROGRESS_MS = 15_000;

/**
 * Follows `@odata.nextLink` from page to page, and writes every row into one document.
 *
 * @param attempts of the first page; the others are retried by the retry rule
 * @returns the last response with the whole document as its body; the first one if that is refused
 * @throws Failure if a later page fails for good, is no page, leads elsewhere or back to a page seen before
 */
export async function fetchPages(
  args: RestArguments,
  file: ResponseFile,
  tools: Pick<Tools, 'fno' | 'signal' | 'log' | 'clock'>,
  attempts: 'retry' | 'once',
): Promise<RestResponse> {
  const { clock, log } = tools;
  await using pages = createPageFile(file.temporaryPath);
  const started = clock.moment();
  const progress = () => {
    const { rows, bytes } = pages.progress();
    const seconds = Math.max(0.001, msSince(clock, started) / 1000);
    const rate = `${Math.round(rows / seconds)} rows/s, ${(bytes / seconds / 1e6).toFixed(1)} MB/s`;
    log.info(`${rows} rows, ${(bytes / 1e6).toFixed(1)} MB so far (${rate}).`);
  };
  const response = await withHeartbeat(PROGRESS_MS, progress, () => followLinks(args, file, pages, tools, attempts));
  const { rows, announced = 0 } = pages.progress();
  const isPart = ['$top', '$skip', '$skiptoken'].some((option) => args.target.url.searchParams.has(option));
  if (announced > rows && !isPart && response.rowCount !== undefined) {
    log.warning(`The server counts ${announced} rows (\`@odata.count\`), but its pages held ${rows}.`);
  }
  return response;
}

async function followLinks(
  args: RestArguments,
  file: ResponseFile,
  pages: PageFile,
  { fno, signal }: Pick<Tools, 'fno' | 'signal'>,
  attempts: 'retry' | 'once',
): Promise<RestResponse> {
  const links = createPageLinks(args.target.url);
  for (let url = args.target.url, number = 1; ; number += 1) {
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
      const called = { name, read: true, elsewhere: !args.isInEnvironment, url, isPathGiven: true };
      const { failure, remedy } = explainResponse(called, head, text, fno.show);
      // The link came from the server, so that nothing in it can be corrected.
      const isOfLink = [400, 403, 404, 410].includes(head.status);
      throw new Failure(`${failure} ${INCOMPLETE}`, { remedy: isOfLink ? OWN_LINK : remedy });
    }
    if (page.kind === 'unreadable') {
      const thrown = page.isCut ? Outage : Failure;
      const isShown = page.error !== undefined && !args.maskResponse;
      const said = isShown ? readServerMessage(head.headers, `{"error":${page.error}}`, fno.show).text : '';
      throw new thrown(
        `${asSentence(`${name} returned ${head.status}, but ${page.why}${said && `: ${said}`}`)} ${INCOMPLETE}`,
      );
    }
    if (page.nextLink === undefined) return completeResponse(head, pages, file);
    const next = links.next(page.nextLink);
    if (!(next instanceof URL)) {
      throw new Failure(
        `${name} returned a next link ${fno.show(next.problem)}, so it was not followed. ${INCOMPLETE}`,
      );
    }
    url = next;
  }
}

const OWN_LINK =
  'The server itself returned the link to this page: run the step again, with fewer rows (`$filter`) if it happens each time.';
const INCOMPLETE = 'The rows read until then were discarded.';

async function refusedResponse(head: Head, body: Buffer, file: ResponseFile): Promise<RestResponse> {
  await writeFile(file.temporaryPath, body, { mode: 0o600 });
  const kept = { start: body, sizeBytes: body.length, text: textOf(body, head) };
  return { ...head, ...kept, file, json: undefined, rowCount: undefined };
}

async function completeResponse(head: Head, pages: PageFile, file: ResponseFile): Promise<RestResponse> {
  const { rows, inside } = pages.progress();
  const nextLinks = { ofPage: undefined, inside };
  const sizeBytes = await pages.finish();
  const start = sizeBytes <= KEPT_BYTES ? await readFile(file.temporaryPath) : Buffer.alloc(0);
  const text = start.length === sizeBytes ? textOf(start, head) : undefined;
  return { ...head, start, sizeBytes, text, file, json: 'whole', rowCount: rows, nextLinks };
}
