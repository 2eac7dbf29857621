import { HttpClient } from '@actions/http-client';
import { LONGEST_TIMER_MS, type Moment, msSince, systemClock as clock } from '../clock.ts';
import { isLoopback } from './address.ts';
import { TransportFault } from './fault.ts';
import type { Head, HttpResponse, Limits, Receive, Request, Transport } from './exchange.ts';
import { planBody } from './framing.ts';
import { refuseUnreachable } from './proxy.ts';
import { readBody } from './response-body.ts';
import { send, type Sending } from './send.ts';
import { isSuccess } from './status.ts';

export type * from './exchange.ts';

/** The client of one origin, which keeps its connections alive. */
interface Connection {
  client: HttpClient;
  usedAt: Moment;
  inFlight: number;
}

/** An idle connection may have been closed at the other end; a write must not be the one to find out. */
const FRESH_FOR_WRITES_MS = 4_000;

/** How long a receiver has to close its file behind a cut: a disk that hangs must not hold up the end of the step. */
const CLOSING_MS = 500;

/** @param userAgent the product's name and version, as servers log it */
export function createTransport(userAgent: string): Transport {
  const connections = new Map<string, Connection>();

  const connectionFor = ({ url, method }: Request): Connection => {
    const kept = connections.get(url.origin);
    if (kept) {
      const isRead = method === 'GET' || method === 'HEAD';
      if (isRead || kept.inFlight > 0 || msSince(clock, kept.usedAt) < FRESH_FOR_WRITES_MS) return kept;
      retire(url.origin, kept);
    }
    const connection = {
      client: new HttpClient(userAgent, [], { keepAlive: true }),
      usedAt: clock.moment(),
      inFlight: 0,
    };
    connections.set(url.origin, connection);
    return connection;
  };

  /** No further request gets it, and those that it still carries are not disturbed. */
  const retire = (origin: string, connection: Connection) => {
    if (connections.get(origin) === connection) connections.delete(origin);
    if (connection.inFlight === 0) connection.client.dispose();
  };

  return {
    async exchange(request, receive, limits) {
      const { origin } = request.url;
      limits.signal.throwIfAborted();
      refuseUnsafe(request.url);
      refuseUnreachable(request.url);
      const connection = connectionFor(request);
      connection.inFlight += 1;
      let isWhole = false;
      try {
        const response = await withinLimits(send(request, connection.client), request, receive, limits);
        isWhole = true;
        return response;
      } finally {
        connection.inFlight -= 1;
        connection.usedAt = clock.moment();
        if (!isWhole || connections.get(origin) !== connection) retire(origin, connection);
      }
    },
    close() {
      for (const { client } of connections.values()) client.dispose();
      connections.clear();
    },
  };
}

function refuseUnsafe(url: URL): void {
  if (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url))) return;
  const message = `nothing is sent to a ${url.protocol} URL: only https is allowed (http for loopback alone)`;
  throw new TransportFault('invalid-request', message, { sent: false });
}

async function withinLimits<T>(
  sending: Sending,
  request: Request,
  receive: Receive<T>,
  { timeoutMs, signal }: Limits,
): Promise<HttpResponse<T>> {
  const { promise: overdue, reject } = Promise.withResolvers<never>();
  const timers: NodeJS.Timeout[] = [];
  const cut = (reason: Error) => {
    sending.cut(reason);
    timers.push(setTimeout(reject, CLOSING_MS, reason));
  };
  const onAbort = () => {
    cut(errorOf(signal.reason));
  };
  const seconds = Math.round(timeoutMs / 100) / 10;
  const onTimeout = () => {
    const { host } = request.url;
    const message = sending.hasResponse()
      ? `the response from ${host} did not end within ${seconds} s`
      : sending.isSent()
        ? `${host} did not respond within ${seconds} s`
        : `no connection to ${host} could be set up within ${seconds} s`;
    cut(new TransportFault('timeout', message, { sent: sending.isSent() }));
  };
  signal.addEventListener('abort', onAbort, { once: true });
  if (timeoutMs > 0 && timeoutMs <= LONGEST_TIMER_MS) timers.push(setTimeout(onTimeout, timeoutMs));
  try {
    return await Promise.race([overdue, carryOut(sending, request, receive)]);
  } finally {
    for (const timer of timers) clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
  }
}

async function carryOut<T>(sending: Sending, request: Request, receive: Receive<T>): Promise<HttpResponse<T>> {
  const { host } = request.url;
  try {
    const message = await sending.response;
    const head: Head = { status: message.statusCode ?? 0, headers: flatten(message.headers) };
    const plan = planBody(request, head);
    if ('problem' in plan) throw new TransportFault('unreadable', `${host} returned ${plan.problem}`, { sent: true });
    if (plan.endsWithConnection && !plan.gzip) head.lengthUnstated = true;
    const receiver = receive(head);
    try {
      const body = await readBody(message, receiver, { host, plan, trouble: sending.trouble });
      // A success that came before the whole request was out may be none: it is sent to its end.
      if (isSuccess(head.status)) await sending.whole;
      else sending.stop();
      return { ...head, body };
    } finally {
      await receiver[Symbol.asyncDispose]?.();
    }
  } catch (thrown) {
    sending.cut(errorOf(thrown));
    throw thrown;
  }
}

const errorOf = (thrown: unknown) => (thrown instanceof Error ? thrown : new Error(String(thrown)));

function flatten(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value].flat().join(', ')]));
}
