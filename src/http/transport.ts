import type { Readable } from 'node:stream';
import { HttpClient } from '@actions/http-client';
import { LONGEST_TIMER_MS } from '../clock.ts';
import { handOn } from './response-body.ts';
import { type BodyMemory, createBodyMemory } from './body-memory.ts';
import { faultOf, TransportFault } from './fault.ts';
import { openFileBody, type FileBody } from './file-body.ts';

export type Body = { kind: 'text'; text: string } | FileBody;

export interface Request {
  method: string;
  url: URL;
  headers: Record<string, string>;
  body?: Body | undefined;
}

/** Header names are in lower case; of a repeated header the values are joined by a comma. */
export interface Head {
  status: number;
  headers: Record<string, string>;
  /** Why it was not asked again, as a sentence, where it could have been. */
  givenUp?: string;
}

export interface HttpResponse<T> extends Head {
  body: T;
}

/** Takes the body of one answer, decompressed, in pieces. Nothing is read meanwhile, so it is done at once. */
export interface Receiver<T> extends Partial<Disposable> {
  /** The memory of the piece is used again behind this: what is to be kept must be copied. */
  take: (piece: Buffer) => void;
  /** Called behind the last piece, and only where the body is whole. */
  end: () => T;
}
export type Receive<T> = (head: Head) => Receiver<T>;

export interface Limits {
  /** How long head and body may take together; 0 is no limit. */
  timeoutMs: number;
  /** Cuts the request in flight; its reason is thrown. */
  signal: AbortSignal;
}

/** The one door to the network: proxies of the environment hold, no redirect is followed, nothing is repeated. */
export interface Transport {
  /** @throws TransportFault where no complete answer came, Failure where the file to be sent changed, the signal's reason */
  exchange<T>(request: Request, receive: Receive<T>, limits: Limits): Promise<HttpResponse<T>>;
  close(): void;
}

/** The client of one origin, which keeps its connections alive. */
interface Connection {
  client: HttpClient;
  memory: BodyMemory;
  usedAtMs: number;
  inFlight: number;
}

/** An idle connection may have been closed at the other end; a write must not be the one to find out. */
const FRESH_FOR_WRITES_MS = 4_000;

/** @param userAgent the product's name and version, as servers log it */
export function createTransport(userAgent: string): Transport {
  const connections = new Map<string, Connection>();

  const connectionFor = ({ url, method }: Request): Connection => {
    const kept = connections.get(url.origin);
    if (kept) {
      const isRead = method === 'GET' || method === 'HEAD';
      if (isRead || kept.inFlight > 0 || monotonicMs() - kept.usedAtMs < FRESH_FOR_WRITES_MS) return kept;
      retire(url.origin, kept);
    }
    const client = new HttpClient(userAgent, [], {
      allowRedirects: false,
      allowRetries: false,
      keepAlive: true,
      socketTimeout: LONGEST_TIMER_MS,
    });
    const memory = createBodyMemory(client.getAgent(url.href));
    const connection = { client, memory, usedAtMs: monotonicMs(), inFlight: 0 };
    connections.set(url.origin, connection);
    return connection;
  };

  /** No further request gets it, and those that it still carries are not disturbed. */
  const retire = (origin: string, connection: Connection) => {
    if (connections.get(origin) === connection) connections.delete(origin);
    if (connection.inFlight === 0) connection.client.dispose();
  };

  return {
    async exchange(request, receive, { timeoutMs, signal }) {
      signal.throwIfAborted();
      const { promise: cut, reject } = Promise.withResolvers<never>();
      const onAbort = () => {
        reject(signal.reason);
      };
      signal.addEventListener('abort', onAbort, { once: true });
      const seconds = Math.round(timeoutMs / 100) / 10;
      const timer =
        timeoutMs > 0 && timeoutMs <= LONGEST_TIMER_MS
          ? setTimeout(() => {
              reject(new TransportFault('timeout', `${request.url.host} did not answer within ${seconds} seconds`));
            }, timeoutMs)
          : undefined;
      const connection = connectionFor(request);
      connection.inFlight += 1;
      let complete = false;
      try {
        const response = await Promise.race([cut, carryOut(connection, request, receive)]);
        complete = true;
        return response;
      } finally {
        clearTimeout(timer);
        signal.removeEventListener('abort', onAbort);
        connection.inFlight -= 1;
        connection.usedAtMs = monotonicMs();
        if (!complete || connections.get(request.url.origin) !== connection) retire(request.url.origin, connection);
      }
    },
    close() {
      for (const { client } of connections.values()) client.dispose();
      connections.clear();
    },
  };
}

/** `performance.now()` would do as well, but loading it takes 2 % of a short run. */
const monotonicMs = () => Number(process.hrtime.bigint()) / 1e6;

async function carryOut<T>(connection: Connection, request: Request, receive: Receive<T>): Promise<HttpResponse<T>> {
  const { client, memory } = connection;
  const { url, body } = request;
  const headers: Record<string, string> = { 'accept-encoding': 'gzip', ...request.headers };
  let data: string | Readable | null = null;
  const { promise: unreadable, reject } = Promise.withResolvers<never>();
  if (body?.kind === 'text') data = body.text;
  if (body?.kind === 'file') {
    headers['content-length'] = String(body.sizeBytes);
    data = openFileBody(body).on('error', reject);
  }
  const sending = client.request(request.method, url.href, data, headers).catch((thrown: unknown) => {
    throw faultOf(thrown, url);
  });
  const { message } = await Promise.race([unreadable, sending]);
  // The client's own timer has no part here, and to restart it with every chunk takes 2 % of a large download.
  message.socket.setTimeout(0);
  const head = { status: message.statusCode ?? 0, headers: flatten(message.headers) };
  const receiver = receive(head);
  try {
    await handOn(message, { host: url.host, encoding: encodingOf(request.method, head), memory }, receiver.take);
    return { ...head, body: receiver.end() };
  } finally {
    receiver[Symbol.dispose]?.();
  }
}

function flatten(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value].flat().join(', ')]));
}

function encodingOf(method: string, { status, headers }: Head): 'gzip' | 'identity' {
  const hasBody = method !== 'HEAD' && status !== 204 && status !== 304 && headers['content-length'] !== '0';
  return hasBody && /^(x-)?gzip$/i.test(headers['content-encoding'] ?? '') ? 'gzip' : 'identity';
}
