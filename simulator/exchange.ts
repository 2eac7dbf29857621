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

export const header = (x: Exchange, name: string): string => String(x.request.headers[name] ?? '');
