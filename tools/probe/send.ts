import { randomUUID } from 'node:crypto';
import type { Clock } from '../../src/clock.ts';
import { msSince } from '../../src/clock.ts';
import { Failure } from '../../src/errors.ts';
import type { Client } from '../../src/http/client.ts';
import { JSON_CONTENT_TYPE } from '../../src/http/content-type.ts';
import { intoMemory } from '../../src/http/receive.ts';
import { dateOf } from '../../src/http/retry.ts';
import type { Receive, Transport } from '../../src/http/transport.ts';
import { requests, type Ask, type Earlier } from './requests.ts';
import { schemaReceiver, type Schema } from './schema.ts';
import { isFine, type Seen } from './seen.ts';

/** The most that an environment is asked, retries included. */
export const MOST_REQUESTS = 40;
const TIMEOUT_MS = 180_000;
/** Nobody's token, in the form of one. */
const WRONG_TOKEN = 'e30.e30.e30';

/** No request is left. */
class BudgetSpent extends Failure {
  override name = 'BudgetSpent';
}

/** A transport that sends so many requests to an origin, and then no more. */
export function withBudget(transport: Transport, origin: string, most = MOST_REQUESTS): Transport {
  let left = most;
  return {
    exchange(request, receive, limits) {
      if (request.url.origin === origin) {
        if (left === 0) throw new BudgetSpent(`${most} requests were sent.`);
        left -= 1;
      }
      return transport.exchange(request, receive, limits);
    },
    close() {
      transport.close();
    },
  };
}

export interface AskParts {
  environment: URL;
  /** The token at this moment: it is renewed while a job is watched. */
  token: () => Promise<string | undefined>;
  client: Client;
  clock: Clock;
  signal: AbortSignal;
}

/** Sends every request in turn. @returns the responses by the names of their requests; some may be missing */
export async function askAll(parts: AskParts): Promise<Earlier> {
  const seen: Record<string, Seen> = {};
  for (const [name, row] of Object.entries(requests) as [string, Ask | ((earlier: Earlier) => Ask | undefined)][]) {
    const ask = typeof row === 'function' ? row(seen) : row;
    if (!ask) continue;
    try {
      seen[name] = await send(ask, parts);
    } catch (thrown) {
      if (thrown instanceof BudgetSpent) break;
      // No response is a response as well: the question stays open.
      if (!(thrown instanceof Failure) || parts.signal.aborted) throw thrown;
    }
  }
  return seen;
}

/** @throws Failure if there is no response */
export async function send(ask: Ask, { environment, token, client, clock, signal }: AskParts): Promise<Seen> {
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
  const startedAt = clock.moment();
  const response = await client.call({ method: ask.method, url, headers, body }, receiveFor(ask), {
    name: `${ask.method} ${ask.path.split('?')[0] ?? ''}`,
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
    elapsedMs: msSince(clock, startedAt),
    aheadMs: date && date.epochMs - clock.wallTime().epochMs,
  };
}

type Read = { bytes: Buffer; schema?: Schema };

const receiveFor =
  ({ takes }: Ask): Receive<Read> =>
  (head) => {
    if (takes === 'schema' && isFine(head)) {
      const receiver = schemaReceiver();
      return { take: receiver.take, end: async () => ({ bytes: Buffer.alloc(0), schema: await receiver.end() }) };
    }
    const receiver = intoMemory(head);
    return { take: receiver.take, end: async () => ({ bytes: await receiver.end() }) };
  };
