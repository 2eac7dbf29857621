import type { RestArguments } from './arguments.ts';

const MIB = 1024 * 1024;
const MOST_BLOCKS = 50_000;

/**
 * The largest blob that a store accepts in one request, and a block that it accepts, before 2016-05-31 and since. Later
 * versions accept more of both.
 * https://learn.microsoft.com/rest/api/storageservices/understanding-block-blobs--append-blobs--and-page-blobs
 */
const OLD = { largestPut: 64 * MIB, block: 4 * MIB };
const NEW = { largestPut: 256 * MIB, block: 8 * MIB };

type Upload = Pick<RestArguments, 'anonymous' | 'method' | 'headers' | 'body'> & { target: { url: URL } };

/**
 * Whether a request is the upload of a blob that is too large for one request: a PUT of a file with `x-ms-blob-type:
 * BlockBlob` to a URL that a store has signed (https://learn.microsoft.com/rest/api/storageservices/create-service-sas).
 * A digest or a signature in a header is of one request with the whole.
 *
 * @returns the size of its blocks in bytes; `undefined` if it goes in one request
 */
export function blockBytesFor({ anonymous, method, headers, body, target }: Upload): number | undefined {
  if (!anonymous || method !== 'PUT' || body?.kind !== 'file') return undefined;
  if (headers['x-ms-blob-type']?.toLowerCase() !== 'blockblob') return undefined;
  const query = target.url.searchParams;
  if (!query.has('sig') || query.has('comp')) return undefined;
  if (['authorization', 'content-md5', 'x-ms-content-crc64'].some((name) => name in headers)) return undefined;
  const version = headers['x-ms-version'] ?? query.get('api-version') ?? query.get('sv');
  if (version === null) return undefined;
  const { largestPut, block } = version < '2016-05-31' ? OLD : NEW;
  if (body.sizeBytes <= largestPut) return undefined;
  return Math.max(block, Math.ceil(body.sizeBytes / MOST_BLOCKS / MIB) * MIB);
}

/**
 * The id of a block, by its place and its content: whatever is sent twice is the same, and blocks of a file that has
 * changed are never taken for those of this one. All ids of a blob are equally long.
 *
 * @param digest of the content, in hexadecimal
 */
export const blockId = (index: number, digest: string) =>
  Buffer.from(`${String(index).padStart(5, '0')}-${digest}`).toString('base64');

/** @param comp `block` or `blocklist`; what is there already, signature included, stays as it is */
export function urlOfPart(url: URL, comp: string): URL {
  const part = new URL(url);
  part.search = `${url.search}&comp=${comp}`;
  return part;
}

/** The request body of https://learn.microsoft.com/rest/api/storageservices/put-block-list: sent twice, it says the same. */
export const blockListOf = (ids: readonly string[]) =>
  `<?xml version="1.0" encoding="utf-8"?><BlockList>${ids.map((id) => `<Latest>${id}</Latest>`).join('')}</BlockList>`;

/** What is said of the blob, and not of a request. */
const OF_BLOB =
  /^(?:content-|cache-control$|if-|x-ms-(?:blob-|meta-|tags$|access-tier$|if-tags$|immutability-|legal-hold$))/;
/** What one request says of the blob that it brings has another name in the list of its blocks. */
const OF_CONTENT = /^(?:content-(?:type|encoding|language|disposition)|cache-control)$/;

type Headers = Record<string, string>;

/** @returns the headers of a block, out of those that were given for the blob */
export const headersOfBlock = (given: Headers): Headers =>
  Object.fromEntries(Object.entries(given).filter(([name]) => !OF_BLOB.test(name)));

/** @returns the headers of the list of blocks, which makes the blob */
export function headersOfList(given: Headers): Headers {
  const kept = Object.entries(given).filter(([name]) => name !== 'x-ms-blob-type');
  const renamed = kept.map(([name, value]) => [OF_CONTENT.test(name) ? `x-ms-blob-${name}` : name, value] as const);
  // A name of its own says more than the one of HTTP.
  return {
    ...Object.fromEntries(renamed),
    ...Object.fromEntries(kept.filter(([name]) => !OF_CONTENT.test(name))),
    'content-type': 'application/xml',
  };
}
