import type { FileBody } from './file-body.ts';

export type Body = { kind: 'text'; text: string } | { kind: 'bytes'; bytes: Buffer } | FileBody;

export interface Request {
  method: string;
  /** https, or http on loopback: nothing is sent to any other. */
  url: URL;
  headers: Record<string, string>;
  body?: Body | undefined;
  /** The body is handed on byte for byte, whatever its Content-Encoding is: what was stored so is wanted so. */
  asStored?: boolean;
}

/** Header names are in lower case; of a repeated header the values are joined by a comma. */
export interface Head {
  status: number;
  headers: Record<string, string>;
  /** The body has neither a length nor chunks: that it ended in order proves nothing. */
  lengthUnstated?: boolean;
  /** Why it was not retried, as a sentence, if it could have been. */
  givenUp?: string;
  /** What came of the first attempt before this one that may have been carried out, as a predicate: `returned 503`. */
  inDoubt?: string | undefined;
}

export interface HttpResponse<T> extends Head {
  body: T;
}

/** What a receiver says of a piece: a promise holds the next one back, `enough` ends the body here. */
export type Taken = Promise<void> | 'enough' | undefined;

/** Takes the body of one response, decompressed, in pieces. */
export interface Receiver<T> extends Partial<AsyncDisposable> {
  take: (piece: Buffer) => Taken;
  /** Called behind the last piece, and only if the body is whole, or was enough. */
  end: () => T | Promise<T>;
  /** After the disposal, `take` may go on with the rest of the body, from another response. */
  mayGoOn?: true;
}
export type Receive<T> = (head: Head) => Receiver<T>;

export interface Limits {
  /** How long head and body may take together; 0 is no limit. */
  timeoutMs: number;
  /** Cuts the request in flight; its reason is thrown. */
  signal: AbortSignal;
}

/** The one way to the network: proxies of the environment hold, no redirect is followed, nothing is retried. */
export interface Transport {
  /** @throws TransportFault if there is no whole response, Failure if the file to be sent changed, the signal's reason */
  exchange<T>(request: Request, receive: Receive<T>, limits: Limits): Promise<HttpResponse<T>>;
  close(): void;
}
