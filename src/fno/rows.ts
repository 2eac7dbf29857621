import type { WallTime } from '../clock.ts';
import { Failure } from '../errors.ts';
import { asList, asText, membersOf } from '../json/narrow.ts';
import { ServerText } from '../server-text.ts';
import type { Fno } from './environment.ts';
import { createPageLinks } from './page-links.ts';
import { readText, jsonOf, nameOf, OddResponse, type Reader, type ReadRequest } from './read.ts';

/**
 * Reads the rows of an entity set, page after page.
 *
 * @param accept the media type that is asked for, if not plain JSON
 * @throws Failure if a page link leads elsewhere or in a circle; what `readText` throws
 */
export async function readRows(
  reader: Reader,
  path: string,
  accept?: string,
): Promise<{ rows: unknown[]; date: WallTime | undefined }> {
  const rows: unknown[] = [];
  const links = createPageLinks(reader.fno.url(path));
  for (let request: ReadRequest = { method: 'GET', path, accept }; ;) {
    const response = await readText(reader, request);
    const page = membersOf(jsonOf(response, request));
    const more = asList(page['value']);
    if (!more) throw new OddResponse(`${nameOf(request)} returned JSON without rows.`);
    for (const row of more) rows.push(row);
    const link = page['@odata.nextLink'];
    if (link === undefined) return { rows, date: response.date };
    const next = links.next(asText(link) ?? '');
    if (!(next instanceof URL)) throw new Failure(`${nameOf(request)} returned a next link ${next.problem}.`);
    request = { method: 'GET', path: pathBelow(reader.fno, next), accept };
  }
}

/** A text of a row; empty if the row lacks it. */
export const textIn = (value: unknown) => new ServerText(asText(value)?.trim() ?? '');

/** The path as `fno.url` takes it: what `environment-url` has of a path is not repeated. */
export function pathBelow(fno: Fno, url: URL): string {
  const base = fno.url('').pathname.replace(/\/$/, '');
  return `${url.pathname.startsWith(`${base}/`) ? url.pathname.slice(base.length) : url.pathname}${url.search}`;
}
