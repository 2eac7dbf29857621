import { Failure } from '../errors.ts';
import type { Head, HttpResponse, Receive, Receiver, Request } from './exchange.ts';
import { TransportFault } from './fault.ts';
import { isSuccess } from './status.ts';

/** What is worth a request for the rest of a body: with less, a download starts anew. */
const WORTHWHILE_BYTES = 8 * 1024 * 1024;

/** What the first response says of a body whose rest can be requested. */
export interface Whole {
  etag: string;
  sizeBytes: number;
}

/**
 * @returns the validator and size that a later part must match; nothing if the server does not promise parts of exactly
 *   these bytes. https://www.rfc-editor.org/rfc/rfc9110#section-14
 */
export function wholeOf(request: Omit<Request, 'url' | 'body'>, { status, headers }: Head): Whole | undefined {
  const isOrdinary = request.method === 'GET' && request.asStored === true && status === 200;
  const isConditional = Object.keys(request.headers).some((name) => /^(?:if-|(?:x-ms-)?range$)/.test(name));
  const takesRanges = headers['accept-ranges']?.trim().toLowerCase() === 'bytes' && !('content-encoding' in headers);
  const { etag = '', 'content-length': length = '' } = headers;
  const isExact = /^"[^"]+"$/.test(etag) && /^\d+$/.test(length);
  return isOrdinary && !isConditional && takesRanges && isExact ? { etag, sizeBytes: Number(length) } : undefined;
}

/** What a response to a request for the rest is. `refused` says nothing of the body. */
export type Rest = 'the rest' | 'the whole' | 'changed' | 'something else' | 'refused';

/** @param fromBytes where the rest begins */
export function judgeRest({ status, headers }: Head, { etag, sizeBytes }: Whole, fromBytes: number): Rest {
  // A server that ignores the range sends the same again; whatever has no ETag is of something in between.
  if (status === 200 && headers['etag'] !== undefined) return headers['etag'] === etag ? 'the whole' : 'changed';
  // The precondition comes first, so that 416 is a body that has become shorter behind a server that ignores it.
  if (status === 412 || status === 416) return 'changed';
  if (!isSuccess(status)) return 'refused';
  const [, first, last, size] = /^bytes (\d+)-(\d+)\/(\d+)$/i.exec(headers['content-range']?.trim() ?? '') ?? [];
  if (status !== 206 || size === undefined || headers['etag'] === undefined || 'content-encoding' in headers)
    return 'something else';
  if (headers['etag'] !== etag || Number(size) !== sizeBytes) return 'changed';
  return Number(first) === fromBytes && Number(last) === sizeBytes - 1 ? 'the rest' : 'something else';
}

/** A request whose response body, if it breaks, goes on where it broke. */
export interface Download<T> {
  /** The request, for the rest of the body if some of it has come. */
  next(): Request;
  receive: Receive<T>;
  /** Whether `next` will be for the rest. */
  isUnderWay(): boolean;
  /** Whether the last request brought so much more than all before that it counts as one of its own. */
  hasGained(): boolean;
  /** @returns the response as that of the first request, if its body came in several */
  finish(response: HttpResponse<T>): HttpResponse<T>;
}

interface Part<T> extends Whole {
  head: Head;
  receiver: Receiver<T>;
  bytes: number;
}

/** @param name what is downloaded, in messages */
export function createDownload<T>(request: Request, receive: Receive<T>, name: string): Download<T> {
  let part: Part<T> | undefined;
  let fromBytes = 0;
  let furthestBytes = 0;

  const begin: Receive<T> = (head) => {
    const receiver = receive(head);
    const whole = receiver.mayGoOn ? wholeOf(request, head) : undefined;
    part = whole && { ...whole, head, receiver, bytes: 0 };
    return part ? counted(part, request.url) : receiver;
  };
  const isUnderWay = () => part !== undefined && part.bytes >= WORTHWHILE_BYTES;
  return {
    isUnderWay,
    hasGained: () => part !== undefined && part.bytes - furthestBytes >= WORTHWHILE_BYTES,
    next() {
      furthestBytes = Math.max(furthestBytes, part?.bytes ?? 0);
      if (!part || !isUnderWay()) {
        part = undefined;
        fromBytes = 0;
        return request;
      }
      fromBytes = part.bytes;
      const headers = { ...request.headers, range: `bytes=${fromBytes}-`, 'if-match': part.etag };
      return { ...request, headers };
    },
    receive(head) {
      if (!part) return begin(head);
      switch (judgeRest(head, part, fromBytes)) {
        case 'the rest':
          return counted(part, request.url);
        case 'the whole':
          return begin(head);
        case 'refused':
          return receive(head);
        case 'something else':
          throw otherBytes(request.url, head.status);
        case 'changed':
          throw new Failure(
            `${name} broke after ${fromBytes} of ${part.sizeBytes} bytes, and the file on the server has changed since then, so its rest cannot be added to what has come. Run the step again once nothing writes to the file.`,
          );
      }
    },
    finish: (response) => (part && response.status === 206 ? { ...part.head, body: response.body } : response),
  };
}

/** Counts what has come, over all responses. */
function counted<T>(part: Part<T>, url: URL): Receiver<T> {
  const { receiver } = part;
  return {
    take(piece) {
      part.bytes += piece.length;
      return receiver.take(piece);
    },
    end() {
      if (part.bytes !== part.sizeBytes) throw otherBytes(url, 206);
      return receiver.end();
    },
    [Symbol.asyncDispose]: async () => {
      await receiver[Symbol.asyncDispose]?.();
    },
  };
}

const otherBytes = ({ host }: URL, status: number) =>
  new TransportFault('unreadable', `${host} returned ${status}, but not the rest of the bytes that was requested`, {
    sent: true,
  });
