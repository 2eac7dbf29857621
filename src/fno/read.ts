import type { Clock } from '../clock.ts';
import { Failure, Outage } from '../errors.ts';
import type { HttpResponse } from '../http/transport.ts';
import { JSON_CONTENT } from '../http/content-type.ts';
import { intoMemory } from '../http/receive.ts';
import { retryAfterOf } from '../http/retry.ts';
import { isSuccess, mayPass } from '../http/status.ts';
import { parseLossless } from '../json/lossless.ts';
import { describeResponse } from './response-error.ts';
import type { Fno } from './environment.ts';

/** What a look at the environment needs. */
export interface Reader {
  fno: Fno;
  clock: Clock;
  /** Cuts the request in flight: the end of the wait, or of the step. */
  signal: AbortSignal;
  /** `once` leaves repeating to a wait. */
  attempts: 'retry' | 'once';
}

export interface ReadRequest {
  method: 'GET' | 'POST';
  path: string;
  /** JSON, for a POST that only asks. */
  body?: string;
}

export interface Text {
  status: number;
  text: string;
  /** The server's clock; ours where it does not tell. */
  serverNowMs: number;
}

/** The name of a question in sentences: its path without the query, which may list many RecIds. */
export const nameOf = ({ method, path }: ReadRequest) => `${method} ${path.split('?')[0] ?? path}`;

/**
 * Asks, as a read, and takes the answer as text.
 *
 * @param takes whether an answer is of use though its status is no success
 * @throws Outage where a later look may succeed: 408, 429, 5xx, a sign-in page, no answer; Failure for any other answer
 */
export async function readText(
  { fno, clock, signal, attempts }: Reader,
  request: ReadRequest,
  takes: (status: number, text: string) => boolean = () => false,
): Promise<Text> {
  const { method, path, body } = request;
  const name = nameOf(request);
  const response = await fno.send(
    {
      method,
      url: fno.url(path),
      name,
      ...(body !== undefined && { body: { kind: 'text', text: body }, headers: JSON_CONTENT }),
      read: true,
      attempts,
      signal,
    },
    intoMemory,
  );
  const text = response.body.toString('utf8');
  if (!isSuccess(response.status) && !takes(response.status, text)) {
    throw refusal(response, describeResponse({ name, read: true }, response, text, fno.redact), clock.now());
  }
  return { status: response.status, text, serverNowMs: serverNowMs(response, clock.now()) };
}

/** @returns the JSON of an answer, numbers with every digit; throws Outage where it is something else */
export function jsonOf({ text }: Text, request: ReadRequest): unknown {
  try {
    return parseLossless(text);
  } catch (thrown) {
    throw new Outage(`${nameOf(request)} was answered with something that is not JSON.`, { cause: thrown });
  }
}

/** The environment answered 401 or 403: it does not know the application, or its user lacks the role. */
export class Refused extends Failure {
  override name = 'Refused';
}

function refusal(response: HttpResponse<Buffer>, message: string, nowMs: number): Failure {
  const { status } = response;
  if (status === 401 || status === 403) return new Refused(message);
  return mayPass(status) ? new Outage(message, { retryAfterMs: retryAfterOf(response, nowMs) }) : new Failure(message);
}

function serverNowMs({ headers }: HttpResponse<Buffer>, nowMs: number): number {
  const ms = Date.parse(headers['date'] ?? '');
  return Number.isNaN(ms) ? nowMs : ms;
}

/** An object's fields; none where it is no object. */
export const fieldsOf = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
