import { createHash } from 'node:crypto';
import { isLoopback } from '../http/address.ts';

const MOST_PAGES = 100_000;

/** Follows the links of one list from page to page. */
export interface PageLinks {
  /**
   * @param link `@odata.nextLink`, which a server chose; what it leaves out is the affair of the server, but that all legal
   *   entities were asked for is put back: without it the rows of the others would be missing
   * @returns the URL of the next page, on the host of the first one, or the end of a sentence about the link
   */
  next(link: string): URL | { problem: string };
}

/** @param first the page that was asked for */
export function createPageLinks(first: URL, mostPages = MOST_PAGES): PageLinks {
  // Links can be long: of each page a digest is remembered.
  const seen = new Set([digestOf(first)]);
  const [[, crossCompany] = []] = [...first.searchParams].filter(isCrossCompany);
  let current = first;
  return {
    next(link) {
      const url = resolveLink(link, current);
      if (!(url instanceof URL)) return url;
      if (crossCompany !== undefined && ![...url.searchParams].some(isCrossCompany))
        url.search += `${url.search ? '&' : ''}cross-company=${crossCompany}`;
      const digest = digestOf(url);
      if (seen.has(digest)) return { problem: 'to a page seen before, which would never end' };
      if (seen.size >= mostPages) return { problem: `to page ${mostPages + 1}, and no list has so many pages` };
      seen.add(digest);
      current = url;
      return url;
    },
  };
}

const isCrossCompany = ([name]: readonly [string, string]) => name.toLowerCase() === 'cross-company';

const digestOf = ({ pathname, search }: URL) =>
  createHash('sha256')
    .update(pathname + search)
    .digest('base64');

/**
 * A link from a server, of which only path and query are taken: the request goes to where the page came from.
 *
 * @returns the URL, or the end of a sentence about a link that leads anywhere else
 */
export function resolveLink(link: string, current: URL): URL | { problem: string } {
  const url = URL.canParse(link, current.href) ? new URL(link, current) : undefined;
  if (!url) return { problem: 'that is not a URL' };
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return { problem: `that begins with ${url.protocol}` };
  if (url.username || url.password) return { problem: 'with a user name or password' };
  // Gateways end TLS, and F&O then writes http; the default port goes with it.
  const isRaised = url.protocol === 'http:' && !isLoopback(url);
  if (isRaised) url.protocol = 'https:';
  if (url.host !== current.host) return { problem: `to ${url.host}, which is not the host of the request` };
  return new URL(`${current.origin}${url.pathname}${url.search}`);
}
