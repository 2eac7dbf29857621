import { isHtml, isJson, isXml } from '../../src/http/content-type.ts';
import { startsLikeHtml } from '../../src/fno/html.ts';
import { asList, asObject, membersOf, parseObject, type JsonObject } from '../../src/json/narrow.ts';
import type { Schema } from './schema.ts';

/** One response of the environment, as far as questions are judged by it. */
export interface Seen {
  status: number;
  /** Names in lower case. */
  headers: Readonly<Record<string, string>>;
  /** Empty where `schema` was read from it. */
  bytes: Buffer;
  schema?: Schema;
  elapsedMs: number;
  /** How far the server's clock (`Date`) is ahead of this machine's. */
  aheadMs: number | undefined;
}

export const contents = ['empty', 'json', 'html', 'xml', 'text'] as const;
export type Content = (typeof contents)[number];

/** What a body is, by its content type and how it begins. */
export function contentOf({ bytes, headers, schema }: Seen): Content {
  const type = headers['content-type'] ?? '';
  if (schema) return 'xml';
  if (bytes.length === 0) return 'empty';
  if (isHtml(type) || startsLikeHtml(bytes)) return 'html';
  if (isJson(type) || /^[[{]/.test(textOf({ bytes }).trimStart())) return 'json';
  return isXml(type) || textOf({ bytes }).trimStart().startsWith('<') ? 'xml' : 'text';
}

export const hasMark = ({ bytes }: Pick<Seen, 'bytes'>): boolean => bytes.subarray(0, 3).toString('hex') === 'efbbbf';

export const textOf = ({ bytes }: Pick<Seen, 'bytes'>): string => bytes.toString('utf8').replace(/^\ufeff/, '');

/** The members of a JSON object; none of anything else. */
export const objectOf = (seen: Seen): JsonObject => parseObject(textOf(seen)) ?? {};

/** What an action returned: some environments put its `value` into another one. */
export function valueOf(seen: Seen): unknown {
  const { value } = objectOf(seen);
  return asObject(value)?.['value'] ?? value;
}

/** The rows of an OData collection; `undefined` if the response has none. */
export const rowsOf = (seen: Seen): JsonObject[] | undefined =>
  isFine(seen) ? asList(objectOf(seen)['value'])?.map(membersOf) : undefined;

export const isFine = ({ status }: Pick<Seen, 'status'>): boolean => status >= 200 && status < 300;

export const isRefusal = ({ status }: Pick<Seen, 'status'>): boolean => status === 401 || status === 403;

/** A response as evidence: `404 json`. */
export const responseText = (seen: Seen): string =>
  `${seen.status >= 100 && seen.status <= 599 ? seen.status : 'other'} ${contentOf(seen)}`;

/** Whether a response comes from F&O itself, and not from what stands before it or refuses everything. */
export function isOfService(seen: Seen): boolean {
  const { status } = seen;
  if (isRefusal(seen) || status === 408 || status === 429 || (status >= 300 && status < 400)) return false;
  const isForeign = isFine(seen) && ['html', 'empty'].includes(contentOf(seen));
  return status <= 501 && !isForeign;
}

export const errorShapes = ['odata', 'odata without innererror', 'web-api', 'other json', ...contents] as const;

/** The shape of an error's body. */
export function errorShapeOf(seen: Seen): (typeof errorShapes)[number] {
  const content = contentOf(seen);
  if (content !== 'json') return content;
  const { error, Message, ExceptionMessage } = objectOf(seen);
  const inner = asObject(error);
  if (inner) return asObject(inner['innererror']) ? 'odata' : 'odata without innererror';
  return typeof Message === 'string' || typeof ExceptionMessage === 'string' ? 'web-api' : 'other json';
}
