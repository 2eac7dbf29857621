import { DeadlinePassed, Failure, Interrupted, SignInOutage } from '../errors.ts';
import { JSON_CONTENT } from '../http/content-type.ts';
import { TransportFault } from '../http/fault.ts';
import { intoMemory } from '../http/receive.ts';
import { isSuccess } from '../http/status.ts';
import type { Head } from '../http/transport.ts';
import { SignInPage } from './environment.ts';
import type { Reader } from './read.ts';
import { explainResponse } from './response-error.ts';
import { bodyReportsError } from './server-message.ts';

/** What came of a write: a response, or none, and then whether F&O may have seen the request. */
export type Written =
  | {
      kind: 'response';
      head: Head;
      text: string;
      /** What F&O refused, as a sentence, and what to do about it; `''` if it did not. */
      refusal: string;
      /** The same without what to do. */
      failure: string;
    }
  /** `head` is that of a sign-in page. */
  | { kind: 'none'; head: Head | undefined; mayHaveArrived: boolean; message: string };

export interface WriteRequest {
  method: 'POST' | 'PATCH' | 'DELETE';
  path: string;
  /** JSON. */
  body?: string;
  /** A DELETE may be carried out twice; anything else is sent once. */
  read?: boolean;
  /** `once` also where nothing was carried out. Default is `retry`. */
  attempts?: 'retry' | 'once';
}

const PASSED_ON = [DeadlinePassed, Interrupted, SignInOutage];

/**
 * Sends a write that is not repeated once F&O may have seen it.
 *
 * @throws SignInOutage if nothing was sent and a later attempt may succeed; the signal's reason if it was cut
 */
export async function write({ fno, signal }: Pick<Reader, 'fno' | 'signal'>, request: WriteRequest): Promise<Written> {
  const { method, path, body, read = false, attempts = 'retry' } = request;
  const [name, url] = [`${method} ${path}`, fno.url(path)];
  const sent = body === undefined ? {} : { headers: JSON_CONTENT, body: { kind: 'text', text: body } as const };
  try {
    const head = await fno.send({ method, url, name, ...sent, read, attempts, signal }, intoMemory);
    const text = head.body.toString('utf8');
    if (isSuccess(head.status) && !bodyReportsError(text))
      return { kind: 'response', head, text, refusal: '', failure: '' };
    const { failure, remedy } = explainResponse({ name, read, url }, head, text, fno.show);
    return { kind: 'response', head, text, refusal: [failure, remedy].filter(Boolean).join(' '), failure };
  } catch (thrown) {
    if (!(thrown instanceof Failure) || PASSED_ON.some((kind) => thrown instanceof kind)) throw thrown;
    const head = thrown instanceof SignInPage ? thrown.head : undefined;
    const fault = thrown.cause instanceof TransportFault && thrown.cause.sent ? thrown.cause : undefined;
    // What to do about it is for whoever knows what was sent.
    const message = fault ? `${name} failed: ${fault.message}.` : thrown.message;
    return { kind: 'none', head, mayHaveArrived: fault !== undefined, message };
  }
}
