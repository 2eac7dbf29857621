import { Failure } from '../errors.ts';
import { askText, fieldsOf, jsonOf, nameOf, type Asker, type Question } from './ask.ts';

/**
 * Reads the rows of an entity set, page after page.
 *
 * @throws Failure where a page link leads elsewhere or in a circle; what `askText` throws
 */
export async function readRows(asker: Asker, path: string): Promise<{ rows: unknown[]; serverNowMs: number }> {
  const rows: unknown[] = [];
  const seen = new Set<string>();
  const origin = asker.fno.url('/').origin;
  for (let question: Question = { method: 'GET', path }; ;) {
    const answer = await askText(asker, question);
    const page = fieldsOf(jsonOf(answer, question));
    if (!Array.isArray(page['value']))
      throw new Failure(`${nameOf(question)} was answered with JSON that has no rows.`);
    rows.push(...(page['value'] as unknown[]));
    const link = page['@odata.nextLink'];
    if (typeof link !== 'string') return { rows, serverNowMs: answer.serverNowMs };
    const next = URL.canParse(link, origin) ? new URL(link, origin) : undefined;
    if (next?.origin !== origin || seen.has(next.href)) {
      throw new Failure(`${nameOf(question)} was answered with a page link that leads elsewhere or in a circle.`);
    }
    seen.add(next.href);
    question = { method: 'GET', path: pathBelow(asker, next) };
  }
}

/** The path as `fno.url` takes it: what `environment-url` has of a path is not repeated. */
function pathBelow({ fno }: Asker, url: URL): string {
  const base = fno.url('/').pathname.replace(/\/$/, '');
  return `${url.pathname.startsWith(base) ? url.pathname.slice(base.length) : url.pathname}${url.search}`;
}
