import type { Clock, WallTime } from '../clock.ts';
import { Failure, Outage } from '../errors.ts';
import { JSON_CONTENT } from '../http/content-type.ts';
import { intoMemory } from '../http/receive.ts';
import { dateOf, retryAfterOf } from '../http/retry.ts';
import { isSuccess, mayPass } from '../http/status.ts';
import { parseJson } from '../json/parse.ts';
import { asSentence } from '../server-text.ts';
import { explainResponse } from './response-error.ts';
import type { Fno } from './environment.ts';
import { readServerMessage, reportsError } from './server-message.ts';

/** What a read of the environment needs. */
export interface Reader {
  fno: Fno;
  clock: Clock;
  /** Cuts the request in flight: the end of the wait, or of the step. */
  signal: AbortSignal;
  /** `once` leaves retries to a wait. */
  attempts: 'retry' | 'once';
}

export interface ReadRequest {
  method: 'GET' | 'POST';
  path: string;
  /** JSON, for a POST that only asks. */
  body?: string;
  /** Default is `application/json`. */
  accept?: string | undefined;
}

export interface Text {
  status: number;
  text: string;
  /** The environment's clock: the `Date` header, if there is one. */
  date: WallTime | undefined;
  /** What the server says in it of a failure. */
  serverMessage: () => string;
}

/** The name of a request in messages: its path without the query, which may list many RecIds. */
export const nameOf = ({ method, path }: ReadRequest) => `${method} ${path.split('?')[0] ?? path}`;

/** A response that does not fit the request, such as 401, 403, 404 or JSON of another shape. */
export class OddResponse extends Failure {
  override name = 'OddResponse';
}

/** 401 or 403: F&O does not know the application, or its user lacks the role. */
export class Refused extends OddResponse {
  override name = 'Refused';
}

/**
 * Sends a read, and takes the response as text.
 *
 * @param takes whether a response is of use though its status is no success
 * @throws Outage if a later poll may succeed: 408, 429, 5xx, a sign-in page, no response; OddResponse on another status
 */
export async function readText(
  { fno, clock, signal, attempts }: Reader,
  request: ReadRequest,
  takes: (status: number, text: string) => boolean = () => false,
): Promise<Text> {
  const { method, path, body, accept } = request;
  const name = nameOf(request);
  const response = await fno.send(
    {
      method,
      url: fno.url(path),
      name,
      ...(body !== undefined && { body: { kind: 'text', text: body } }),
      headers: { ...(body !== undefined && JSON_CONTENT), ...(accept !== undefined && { accept }) },
      read: true,
      attempts,
      signal,
    },
    intoMemory,
  );
  const text = response.body.toString('utf8');
  const date = dateOf(response);
  if (!isSuccess(response.status) && !takes(response.status, text)) {
    const { failure, remedy } = explainResponse(
      { name, read: true, url: fno.url(path), isPoll: attempts === 'once' },
      response,
      text,
      fno.show,
    );
    const { status } = response;
    if (status === 401 || status === 403) throw new Refused(failure, { remedy });
    if (!mayPass(status)) throw new OddResponse(failure, { remedy });
    throw new Outage(failure, { remedy, retryAfterMs: retryAfterOf(response, clock.wallTime()) });
  }
  return { status: response.status, text, date, serverMessage: () => readServerMessage({}, text, fno.show).text };
}

export const NOT_OF_FNO =
  'Check for a gateway or proxy between the runner and the environment that responds in its place.';

/**
 * @returns the JSON of a successful response, numbers with every digit
 * @throws Outage if it is something else, OddResponse if it is F&O's `error`
 */
export function jsonOf({ text, status, serverMessage }: Text, request: ReadRequest): unknown {
  const name = nameOf(request);
  let json: unknown;
  try {
    json = parseJson(text);
  } catch (thrown) {
    const message =
      text.trim() === '' ? `${name} returned an empty body.` : `${name} returned something that is not JSON.`;
    throw new Outage(message, { cause: thrown, remedy: NOT_OF_FNO });
  }
  if (reportsError(json)) {
    throw new OddResponse(asSentence(`${name} returned ${status}, but reports an error: ${serverMessage()}`));
  }
  return json;
}
