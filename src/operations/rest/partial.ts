import type { Show } from '../../server-text.ts';
import type { RestArguments } from './arguments.ts';
import { LINK_OF_V2, type RestResponse } from './response.ts';

/** Says of a successful response that it is a part of what was asked for. */
export function partialWarnings(
  { nextLinks, rowCount, counted = 0 }: Pick<RestResponse, 'nextLinks' | 'rowCount' | 'counted'>,
  { extract, expect, method, target }: Pick<RestArguments, 'extract' | 'expect' | 'method' | 'target'>,
  show: Show,
): string[] {
  const warnings: string[] = [];
  if (nextLinks?.ofPage) {
    const rows = rowCount === undefined ? 'one page' : `one page of ${rowCount} rows (\`row-count\`)`;
    const isEvaluated = extract !== undefined || expect.length > 0;
    const remedy = isEvaluated
      ? ' `extract` and `expect` were applied to this page alone: request fewer rows with `$filter`.'
      : method !== 'GET' || target.kind !== 'path'
        ? ''
        : nextLinks.ofPage === LINK_OF_V2
          ? ' `all-pages` does not read OData 2: request the next page with the `path` of that link.'
          : ' To read all rows, set `all-pages: true`.';
    warnings.push(`The response is ${rows}, and there are more rows (\`${nextLinks.ofPage}\`).${remedy}`);
  }
  const isCut = /[?&](?:\$|%24)(?:top|skip)/i.test(target.url.search);
  if (!nextLinks?.ofPage && !isCut && rowCount !== undefined && counted > rowCount)
    warnings.push(
      `The server counts ${counted} rows (\`@odata.count\`), but the response has ${rowCount}, and no link to the others.`,
    );
  if (nextLinks?.inside !== undefined) warnings.push(innerList(show(nextLinks.inside, 100)));
  return warnings;
}

/**
 * Also of the parts of a batch.
 *
 * @param name of the list; empty if it has none
 */
export const innerList = (name: string): string =>
  `${name ? `The list \`${name}\`` : 'A list'} inside the response is incomplete (\`${name}@odata.nextLink\`), and the rest of it was not read. Read that entity on its own, with \`all-pages: true\`.`;
