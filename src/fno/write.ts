import { DeadlinePassed, Failure, Interrupted, SignInOutage } from '../errors.ts';
import { JSON_CONTENT } from '../http/content-type.ts';
import { TransportFault } from '../http/fault.ts';
import { intoMemory } from '../http/receive.ts';
import { isSuccess } from '../http/status.ts';
import type { Reader } from './read.ts';
import { describeResponse } from './response-error.ts';
import { bodyReportsError } from './server-message.ts';

/** What came of a write: a response, or none, and then whether F&O may have seen the request. */
export type Written =
  | {
      kind: 'response';
      status: number;
      text: string;
      /** What F&O refused, as a sentence; `''` if it did not. */
      refusal: string;
    }
  | { kind: 'none'; mayHaveArrived: boolean; message: string };

export interface WriteRequest {
  method: 'POST' | 'DELETE';
  path: string;
  /** JSON. */
  body?: string;
  /** A DELETE may be carried out twice; anything else is sent once. */
  read?: boolean;
}

const PASSED_ON = [DeadlinePassed, Interrupted, SignInOutage];

/**
 * Sends a write that is not repeated once F&O may have seen it.
 *
 * @throws SignInOutage if nothing was sent and a later attempt may succeed; the signal's reason if it was cut
 */
export async function write({ fno, signal }: Reader, request: WriteRequest): Promise<Written> {
  const { method, path, body, read = false } = request;
  const name = `${method} ${path}`;
  const sent = body === undefined ? {} : { headers: JSON_CONTENT, body: { kind: 'text', text: body } as const };
  try {
    const response = await fno.send({ method, url: fno.url(path), name, ...sent, read, signal }, intoMemory);
    const text = response.body.toString('utf8');
    const isRefused = !isSuccess(response.status) || bodyReportsError(text);
    const refusal = isRefused ? describeResponse({ name, read }, response, text, fno.show) : '';
    return { kind: 'response', status: response.status, text, refusal };
  } catch (thrown) {
    if (!(thrown instanceof Failure) || PASSED_ON.some((kind) => thrown instanceof kind)) throw thrown;
    const mayHaveArrived = thrown.cause instanceof TransportFault && thrown.cause.sent;
    return { kind: 'none', mayHaveArrived, message: thrown.message };
  }
}
