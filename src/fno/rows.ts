import type { WallTime } from '../clock.ts';
import { Failure } from '../errors.ts';
import { readText, fieldsOf, jsonOf, nameOf, OddResponse, type Reader, type ReadRequest } from './read.ts';

/**
 * Reads the rows of an entity set, page after page.
 *
 * @throws Failure where a page link leads elsewhere or in a circle; what `askText` throws
 */
export async function readRows(reader: Reader, path: string): Promise<{ rows: unknown[]; date: WallTime | undefined }> {
  const rows: unknown[] = [];
  const seen = new Set<string>();
  const origin = reader.fno.url('/').origin;
  for (let request: ReadRequest = { method: 'GET', path }; ;) {
    const response = await readText(reader, request);
    const page = fieldsOf(jsonOf(response, request));
    if (!Array.isArray(page['value'])) throw new OddResponse(`${nameOf(request)} returned JSON without rows.`);
    rows.push(...(page['value'] as unknown[]));
    const link = page['@odata.nextLink'];
    if (typeof link !== 'string') return { rows, date: response.date };
    const next = URL.canParse(link, origin) ? new URL(link, origin) : undefined;
    if (next?.origin !== origin || seen.has(next.href)) {
      throw new Failure(`${nameOf(request)} was answered with a page link that leads elsewhere or in a circle.`);
    }
    seen.add(next.href);
    request = { method: 'GET', path: pathBelow(reader, next) };
  }
}

/** The path as `fno.url` takes it: what `environment-url` has of a path is not repeated. */
function pathBelow({ fno }: Reader, url: URL): string {
  const base = fno.url('/').pathname.replace(/\/$/, '');
  return `${url.pathname.startsWith(base) ? url.pathname.slice(base.length) : url.pathname}${url.search}`;
}
