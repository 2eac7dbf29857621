import { randomUUID } from 'node:crypto';
import { msSince, systemClock as clock } from '../../src/clock.ts';
import { Failure } from '../../src/errors.ts';
import { createClient } from '../../src/http/client.ts';
import { isHtml, JSON_CONTENT_TYPE } from '../../src/http/content-type.ts';
import { intoMemory } from '../../src/http/receive.ts';
import { dateOf } from '../../src/http/retry.ts';
import type { Receive, Transport } from '../../src/http/transport.ts';
import type { Log } from '../../src/log.ts';
import { requests, type Ask, type Earlier, type RequestName } from './requests.ts';
import { schemaReceiver, type Schema } from './schema.ts';
import { isFine, isOfService, isRefusal, responseText, type Seen } from './seen.ts';

/** The most that an environment is asked, retries included. Signing in goes elsewhere, and does not count. */
export const MOST_REQUESTS = 40;
const RETRIES = 2;
const TIMEOUT_MS = 180_000;
/** Nobody's token, in the form of one. */
const WRONG_TOKEN = 'e30.e30.e30';

/** No request is left. */
class BudgetSpent extends Failure {
  override name = 'BudgetSpent';
}

/** A transport that sends so many requests, and then no more. */
export function withBudget(transport: Transport, most = MOST_REQUESTS): Transport {
  let left = most;
  return {
    ...transport,
    exchange(request, receive, limits) {
      if (left === 0) throw new BudgetSpent(`${most} requests were sent.`);
      left -= 1;
      return transport.exchange(request, receive, limits);
    },
  };
}

export interface AskParts {
  environment: URL;
  /** The token at this moment: it may be renewed, or expire, while a job is watched. */
  token: () => Promise<string>;
  transport: Transport;
  log: Log;
  signal: AbortSignal;
}

export interface Asked {
  /** By the names of their requests; some may be missing. */
  seen: Earlier;
  /** Why the rest was not asked, as a sentence. */
  open: string | undefined;
}

/**
 * Sends every request in turn, for so long at most.
 *
 * @throws Failure if nothing responds like F&O
 */
export async function askAll(parts: AskParts, longestMs: number): Promise<Asked> {
  const seen: Record<string, Seen> = {};
  const timeUp = AbortSignal.timeout(longestMs);
  const signal = AbortSignal.any([parts.signal, timeUp]);
  let open: string | undefined;
  let noResponse: Failure | undefined;
  for (const [name, row] of Object.entries(requests) as [string, Ask | ((earlier: Earlier) => Ask | undefined)][]) {
    const ask = typeof row === 'function' ? row(seen) : row;
    if (!ask) continue;
    try {
      seen[name] = await send(ask, { ...parts, signal });
    } catch (thrown) {
      if (parts.signal.aborted) open = 'The probe was interrupted, so the questions that it had not asked stay open.';
      else if (timeUp.aborted)
        open = `The environment took longer than ${longestMs / 60_000} minutes to respond to all requests, so some questions stay open. Probe it again when it is less busy.`;
      else if (thrown instanceof BudgetSpent)
        open = `${MOST_REQUESTS} requests were sent, retries included, so some questions stay open. Probe the environment again when it is less busy.`;
      else if (!(thrown instanceof Failure)) throw thrown;
      else noResponse ??= thrown;
    }
    if (open !== undefined || (isSilent(seen) && (name === LAST_OF_ACCESS || (name === 'companies' && noResponse))))
      break;
  }
  if (isSilent(seen) && !parts.signal.aborted) throw silence(Object.values(seen)[0], noResponse);
  const lost =
    noResponse &&
    `Some requests had no response, so questions about them stay open. The first: ${noResponse.withoutRemedy}`;
  return { seen, open: open ?? lost };
}

/** By then each of the four rights was asked for, and what is silent until there would only take its time. */
const LAST_OF_ACCESS: RequestName = 'unknown execution';

/** Whether nothing of F&O was seen, not even a refusal. */
const isSilent = (seen: Earlier): boolean =>
  !Object.values(seen).some((each) => each && (isOfService(each) || isRefusal(each)));

function silence(first: Seen | undefined, noResponse: Failure | undefined): Failure {
  if (!first) return noResponse ?? new Failure('The environment did not respond in time. Is it starting?');
  return new Failure(
    `Nothing responded like F&O: ${responseText(first)} in place of a response. The environment may be starting or in maintenance, or a proxy stands between. No report was written.`,
  );
}

/** @throws Failure if there is no response */
export async function send(ask: Ask, { environment, token, transport, log, signal }: AskParts): Promise<Seen> {
  const home = `${environment.origin}${environment.pathname.replace(/\/$/, '')}`;
  const url = new URL(`${home}${ask.path}`);
  // A path of ours cannot leave the environment; the token depends on nothing else.
  const isHome = url.origin === environment.origin && ask.bearer !== 'none';
  const bearer = !isHome ? undefined : ask.bearer === 'wrong' ? WRONG_TOKEN : await token();
  const headers: Record<string, string> = {
    'x-ms-client-request-id': randomUUID(),
    ...(ask.accept !== 'none' && { accept: 'application/json' }),
    ...(ask.body !== undefined && { 'content-type': ask.contentType ?? JSON_CONTENT_TYPE }),
    ...(bearer !== undefined && { authorization: `Bearer ${bearer}` }),
  };
  const body = ask.body === undefined ? undefined : ({ kind: 'text', text: ask.body } as const);
  // Of the last attempt: what came before it, and the pauses, say nothing of how fast the environment is.
  let sentAt = clock.moment();
  const timed: Transport = {
    ...transport,
    exchange(...exchanged) {
      sentAt = clock.moment();
      return transport.exchange(...exchanged);
    },
  };
  const client = createClient({ transport: timed, clock, log, maxRetries: RETRIES, random: Math.random });
  const response = await client.call({ method: ask.method, url, headers, body }, receiveFor(ask), {
    // A key may be data, and a log is read by many.
    name: `${ask.method} ${ask.path.split(/[?(]/)[0] ?? ''}`,
    read: !ask.isWrite,
    attempts: 'retry',
    signal,
    timeoutMs: TIMEOUT_MS,
    addressInput: 'environment-url',
  });
  const date = dateOf(response);
  return {
    status: response.status,
    headers: response.headers,
    ...response.body,
    elapsedMs: msSince(clock, sentAt),
    aheadMs: date && date.epochMs - clock.wallTime().epochMs,
  };
}

type Read = { bytes: Buffer; schema?: Schema };

const receiveFor =
  ({ takes }: Ask): Receive<Read> =>
  (head) => {
    if (takes === 'schema' && isFine(head) && !isHtml(head.headers['content-type'] ?? '')) {
      const receiver = schemaReceiver();
      return { take: receiver.take, end: async () => ({ bytes: Buffer.alloc(0), schema: await receiver.end() }) };
    }
    const receiver = intoMemory(head);
    return { take: receiver.take, end: async () => ({ bytes: await receiver.end() }) };
  };
