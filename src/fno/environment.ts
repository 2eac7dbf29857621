import { randomUUID } from 'node:crypto';
import type { Bearer } from '../entra/bearer.ts';
import { Outage } from '../errors.ts';
import type { Client, Unended } from '../http/client.ts';
import { printable } from '../http/address.ts';
import type { HttpResponse, Body, Head, Receive, Receiver } from '../http/transport.ts';
import { isHtml, isXml } from '../http/content-type.ts';
import { isSuccess } from '../http/status.ts';
import type { Show } from '../server-text.ts';
import { createHtmlDetector, type HtmlDetector } from './html.ts';

export interface Call {
  method: string;
  url: URL;
  /** What is called, in messages; default is method and URL, whose query can be long. */
  name?: string;
  headers?: Record<string, string>;
  body?: Body | undefined;
  /** May be carried out twice without harm: the retry rule treats it as a read. */
  read: boolean;
  /** `once` leaves retries to a wait. Default is `retry`. */
  attempts?: 'retry' | 'once';
  /** Cuts the request in flight: the signal of a wait with its deadline. Default is the signal of the run. */
  signal?: AbortSignal;
}

/** The environment, behind its bearer. */
export interface Fno {
  /** The URL of a path below `environment-url`: `/data/BatchJobs`. It is always on the environment's host. */
  url(path: string): URL;
  /** A URL as it may be printed. */
  printable(url: URL): string;
  /** The one way of a text of the environment into a message. */
  show: Show;
  /**
   * Sends a request, with the bearer if the URL is of the environment; a 401 renews the token once.
   *
   * @returns the response, whatever its status
   * @throws SignInPage, Outage or Failure if there is none
   */
  send<T>(call: Call, receive: Receive<T>): Promise<HttpResponse<T>>;
  /** What a request that has not ended, one of the sign-in included, has come to until now. */
  unended(): Unended | undefined;
}

/** A redirect or an HTML page came in place of data: the environment did not accept the token, or is starting. */
export class SignInPage extends Outage {
  override name = 'SignInPage';
  readonly head: Head;

  constructor(message: string, head: Head) {
    super(message, { remedy: SIGN_IN_PAGE_REMEDY });
    this.head = head;
  }
}

export interface FnoParts {
  /** `undefined` if every URL is absolute. */
  environment: URL | undefined;
  bearer: Bearer;
  client: Client;
  show: Show;
  signal: AbortSignal;
  timeoutMs: number;
}

export function createFno({ environment, bearer, client, show, signal, timeoutMs }: FnoParts): Fno {
  const shown = (url: URL) => show(printable(url, environment));
  const home = environment && `${environment.origin}${environment.pathname.replace(/\/$/, '')}`;
  const nameOf = ({ name, method, url }: Call) => name ?? `${method} ${shown(url)}`;

  const attempt = async <T>(call: Call, receive: Receive<T>, token: string | undefined): Promise<HttpResponse<T>> => {
    const name = nameOf(call);
    const headers: Record<string, string> = { accept: 'application/json', 'x-ms-client-request-id': randomUUID() };
    for (const [header, value] of Object.entries(call.headers ?? {})) headers[header.toLowerCase()] = value;
    if (token !== undefined) headers['authorization'] = `Bearer ${token}`;
    const guarded = token === undefined || asksForHtml(headers['accept'] ?? '') ? receive : withoutHtml(receive, name);
    const request = { method: call.method, url: call.url, headers, body: call.body, asStored: token === undefined };
    const response = await client.call(request, guarded, {
      name,
      read: call.read,
      attempts: call.attempts ?? 'retry',
      signal: call.signal ?? signal,
      timeoutMs,
      ...(call.url.origin === environment?.origin && { addressInput: 'environment-url' }),
    });
    if (token !== undefined && isRedirect(response.status)) throw redirected(response, name, show);
    return response;
  };

  return {
    url: (path) => new URL(`${home ?? ''}${path.startsWith('/') ? '' : '/'}${path}`),
    printable: shown,
    show,
    unended: () => client.unended(),
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

function redirected(head: Head, name: string, show: Show): SignInPage {
  const location = head.headers['location'] ?? '';
  const target = URL.canParse(location) ? show(new URL(location).host) : 'another page';
  return new SignInPage(
    `${name} returned a redirect (${head.status}) to ${target}, which is not followed because the request carries a token.`,
    head,
  );
}

const SIGN_IN_PAGE_REMEDY =
  'F&O does this when it does not accept the token, or while it is starting: check that `environment-url` is the URL that users open, in the right tenant, and that the environment is up.';

/** What an `Accept` header names, and does not refuse by `q=0`. */
const asksForHtml = (accept: string) =>
  accept.split(',').some((range) => isHtml(range) && !/;[ \t]*q=0(?:\.0*)?[ \t]*$/i.test(range));

/** Refuses a successful response that is an HTML page, by its content type or by how it begins. */
function withoutHtml<T>(receive: Receive<T>, name: string): Receive<T> {
  return (head) => {
    if (!isSuccess(head.status)) return receive(head);
    const type = head.headers['content-type'] ?? '';
    if (isHtml(type) && head.status !== 204) throw signInPage(name, head);
    return withoutHtmlOpening(receive(head), createHtmlDetector(isXml(type)), () => signInPage(name, head));
  };
}

function withoutHtmlOpening<T>(receiver: Receiver<T>, detector: HtmlDetector, page: () => SignInPage): Receiver<T> {
  return {
    ...receiver,
    take(piece) {
      if (detector.feed(piece)) throw page();
      return receiver.take(piece);
    },
    end() {
      if (detector.end()) throw page();
      return receiver.end();
    },
  };
}

const signInPage = (name: string, head: Head) =>
  new SignInPage(`${name} returned an HTML page (${head.status}) instead of data: a sign-in page.`, head);
