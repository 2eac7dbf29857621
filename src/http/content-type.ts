/** What a request with JSON says of its body. */
export const JSON_CONTENT_TYPE = 'application/json; charset=utf-8';
export const JSON_CONTENT = { 'content-type': JSON_CONTENT_TYPE } as const;

/** `application/json`, with or without parameters, and `application/….+json`. */
export const isJson = (contentType: string) => /^[\w.-]+\/(?:[\w.-]+\+)?json$/.test(mediaTypeOf(contentType));

export const isHtml = (contentType: string) =>
  ['text/html', 'application/xhtml+xml'].includes(mediaTypeOf(contentType));

/** `application/xml`, `text/xml` and `application/….+xml`. */
export const isXml = (contentType: string) => /^[\w.-]+\/(?:[\w.-]+\+)?xml$/.test(mediaTypeOf(contentType));

/** Whether a header can carry it, and it has the form of a content type: `text/csv; header=present`. */
export const isContentType = (text: string) => /^[\w!#$&^.+-]+\/[\w!#$&^.+-]+[ \t]*(?:;[\t\x20-\x7e]*)?$/.test(text);

/** The charset that a content type names. */
export function charsetOf(contentType: string): string | undefined {
  for (const parameter of contentType.slice(0, LONGEST).split(';').slice(1)) {
    const [name = '', value = ''] = parameter.split('=');
    if (name.trim().toLowerCase() === 'charset') return value.trim().replaceAll('"', '') || undefined;
  }
  return undefined;
}

/** A longer header names no type that anybody knows. */
const LONGEST = 1_000;

/** `text/plain` of `Text/Plain; charset=utf-8`. */
export const mediaTypeOf = (contentType: string) =>
  (contentType.slice(0, LONGEST).split(';')[0] ?? '').trim().toLowerCase();
