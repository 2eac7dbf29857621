import { randomUUID } from 'node:crypto';
import type { Bearer } from '../entra/bearer.ts';
import { Outage } from '../errors.ts';
import type { Client } from '../http/client.ts';
import { printable } from '../http/address.ts';
import type { HttpResponse, Body, Head, Receive, Receiver } from '../http/transport.ts';
import { isSuccess } from '../http/status.ts';
import { startsLikeHtml, tellsWhetherHtml } from './html.ts';

export interface Call {
  method: string;
  url: URL;
  /** What is called, in sentences; default is method and URL, whose query can be long. */
  name?: string;
  headers?: Record<string, string>;
  body?: Body | undefined;
  /** May be carried out twice without harm: the retry rule treats it as a read. */
  read: boolean;
  /** `once` leaves repeating to a wait. Default is `retry`. */
  attempts?: 'retry' | 'once';
  /** Cuts the request in flight: the signal of a wait with its deadline. Default is the signal of the run. */
  signal?: AbortSignal;
}

/** The environment, behind its bearer. */
export interface Fno {
  /** The URL of a path below `environment-url`: `/data/BatchJobs`. */
  url(path: string): URL;
  /** A URL as it may be printed. */
  printable(url: URL): string;
  /** Takes the secrets of the run out of a text, which must be done before it is cut. */
  redact: (text: string) => string;
  /**
   * Sends a request, with the bearer where the URL is of the environment; a 401 renews the token once.
   *
   * @returns the answer, whatever its status
   * @throws SignInPage, Outage or Failure where there is none
   */
  send<T>(call: Call, receive: Receive<T>): Promise<HttpResponse<T>>;
}

/** A redirect or an HTML page came where data was asked for: the environment did not take the sign-in, or is starting. */
export class SignInPage extends Outage {
  override name = 'SignInPage';
  readonly head: Head;

  constructor(message: string, head: Head) {
    super(message, { remedy: SIGN_IN_PAGE_REMEDY });
    this.head = head;
  }
}

export interface FnoParts {
  /** `undefined` where every URL is absolute. */
  environment: URL | undefined;
  bearer: Bearer;
  client: Client;
  redact: (text: string) => string;
  signal: AbortSignal;
  timeoutMs: number;
}

export function createFno({ environment, bearer, client, redact, signal, timeoutMs }: FnoParts): Fno {
  const nameOf = ({ name, method, url }: Call) => name ?? `${method} ${printable(url, environment)}`;

  const attempt = async <T>(call: Call, receive: Receive<T>, token: string | undefined): Promise<HttpResponse<T>> => {
    const name = nameOf(call);
    const headers: Record<string, string> = { accept: 'application/json', 'x-ms-client-request-id': randomUUID() };
    for (const [header, value] of Object.entries(call.headers ?? {})) headers[header.toLowerCase()] = value;
    if (token !== undefined) headers['authorization'] = `Bearer ${token}`;
    const wantsHtml = /html/i.test(headers['accept'] ?? '');
    const guarded = token === undefined || wantsHtml ? receive : withoutHtml(receive, name);
    const response = await client.call({ method: call.method, url: call.url, headers, body: call.body }, guarded, {
      name,
      read: call.read,
      attempts: call.attempts ?? 'retry',
      signal: call.signal ?? signal,
      timeoutMs,
    });
    if (token !== undefined && isRedirect(response.status)) throw redirected(response, name);
    return response;
  };

  return {
    url: (path) => new URL(`${(environment?.href ?? '').replace(/\/$/, '')}${path}`),
    printable: (url) => printable(url, environment),
    redact,
    async send(call, receive) {
      // The bearer stays home: it goes to the environment's origin and nowhere else.
      if (call.url.origin !== environment?.origin) return attempt(call, receive, undefined);
      const cut = call.signal ?? signal;
      const token = await bearer.current(cut);
      const response = await attempt(call, receive, token);
      if (token === undefined) return response;
      if (response.status !== 401) {
        bearer.accepted(token);
        return response;
      }
      if (!(await bearer.refused(token, cut))) return response;
      const renewed = await bearer.current(cut);
      const second = await attempt(call, receive, renewed);
      if (renewed !== undefined && second.status !== 401) bearer.accepted(renewed);
      return second;
    },
  };
}

const isRedirect = (status: number) => status >= 300 && status < 400 && status !== 304;

function redirected(head: Head, name: string): SignInPage {
  const location = head.headers['location'] ?? '';
  const target = URL.canParse(location) ? new URL(location).host : 'another page';
  return new SignInPage(
    `${name} was answered with a redirect (${head.status}) to ${target}, which is not followed because the request carries a token.`,
    head,
  );
}

const SIGN_IN_PAGE_REMEDY =
  'F&O answers like this when it does not take the token, or while it is starting: check that `environment-url` is the URL that users open, in the right tenant, and that the environment is up.';

/** Refuses a successful answer that is an HTML page, by its content type or by how it begins. */
function withoutHtml<T>(receive: Receive<T>, name: string): Receive<T> {
  return (head) => {
    if (!isSuccess(head.status)) return receive(head);
    if (isHtml(head)) throw signInPage(name, head);
    return withoutHtmlOpening(receive(head), () => signInPage(name, head));
  };
}

function withoutHtmlOpening<T>(receiver: Receiver<T>, page: () => SignInPage): Receiver<T> {
  let opening: Buffer | undefined = Buffer.alloc(0);
  const passOpening = () => {
    if (!opening) return;
    if (startsLikeHtml(opening)) throw page();
    receiver.take(opening);
    opening = undefined;
  };
  return {
    ...receiver,
    take(piece) {
      if (!opening) {
        receiver.take(piece);
        return;
      }
      opening = Buffer.concat([opening, piece]);
      if (tellsWhetherHtml(opening)) passOpening();
    },
    end() {
      passOpening();
      return receiver.end();
    },
  };
}

function signInPage(name: string, head: Head): SignInPage {
  return new SignInPage(
    `${name} was answered with an HTML page (${head.status}) instead of data: a sign-in page.`,
    head,
  );
}

const isHtml = (head: Head) => /^\s*(text\/html|application\/xhtml\+xml)\b/i.test(head.headers['content-type'] ?? '');
