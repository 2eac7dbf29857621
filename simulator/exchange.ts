import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RecordedRequest } from './record.ts';

/** One request on its way through the simulator. */
export interface Exchange {
  request: IncomingMessage;
  response: ServerResponse;
  record: RecordedRequest;
  method: string;
  /** Host header, lower case, with its port where one is given. */
  host: string;
  /** Decoded path. */
  path: string;
  /** Query parameters in order. */
  query: URLSearchParams;
  /** Resets the connection. */
  reset(): void;
  /** The whole body, read and recorded at the first call. */
  body(): Promise<Buffer>;
  /** The body in pieces, recorded as they pass: for uploads that do not fit in memory. */
  stream(): AsyncGenerator<Buffer>;
}

/** The text with its percent-encoding read, or as it is where that is broken. */
export function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** How paths on premises begin. */
export const onPremises = /^\/namespaces\/AXSF(?=\/|$)/;

/** Where the services of the environment are, under the name and prefix that the request has: `https://ax.contoso.com/namespaces/AXSF`. */
export const rootOf = (x: Exchange): string => `https://${x.host}${onPremises.exec(x.path)?.[0] ?? ''}`;

/** Marks a request that the simulator has no part for, and names the part of it that is meant. */
export function markUnknown({ record }: Exchange, part?: string): void {
  const path = record.url.split('?')[0] ?? '';
  record.unknown = `${record.method} ${path}${part === undefined ? '' : ` (${part})`}`;
}

export const header = (x: Exchange, name: string): string => String(x.request.headers[name] ?? '');
