import { bodyBytes, empty, html, json, text, type SimulatedResponse } from './response.ts';
import { sendCut } from './cut.ts';
import type { Exchange } from './exchange.ts';
import { gatewayPage, signInPage, signInRedirect } from './pages.ts';

type Headers = Record<string, string>;

/** Of `custom`. */
interface OwnResponse {
  status: number;
  headers: Headers;
  body: string;
}

const odata = (message: string): object => ({ error: { code: '', message } });

/** What is returned in place of a response, with the Retry-After of the rule. */
const refusals = {
  throttle: (later) => json(429, odata('Number of requests exceeded the limit of the environment.'), later),
  'signin-redirect': () => signInRedirect(),
  'signin-html': () => signInPage(),
  'redirect-elsewhere': () => empty(302, { location: 'https://attacker.example/collect' }),
  'empty-401': () => empty(401),
  '401-json': () => json(401, { Message: 'Authorization has been denied for this request.' }),
  '401-html': () => gatewayPage(401, 'Unauthorized'),
  '403': () => empty(403),
  '403-html': () => gatewayPage(403, 'Forbidden'),
  '403-json': () => json(403, odata('User does not have the required permissions.')),
  '404-html': () => gatewayPage(404, 'Not Found'),
  '408': () => empty(408),
  '500-odata': () =>
    json(500, {
      error: {
        code: '',
        message: 'An error has occurred.',
        innererror: { message: 'Deadlock, retry.', type: 'System.InvalidOperationException', stacktrace: 'at X' },
      },
    }),
  '500-xpp': () =>
    json(500, {
      Message: 'An exception occured when invoking the operation - Object reference not set to an instance.',
      ExceptionType: 'InvalidOperationException',
      ActivityId: '00000000-0000-4000-8000-000000000001',
    }),
  '502-html': (later) => gatewayPage(502, 'Bad Gateway', later),
  '503-html': (later) => gatewayPage(503, 'Service Unavailable', later),
  '503-json': (later) => json(503, odata('The service is unavailable.'), later),
  '503-empty': (later) => empty(503, later),
  '504-html': (later) => gatewayPage(504, 'Gateway Timeout', later),
  'empty-200': () => empty(200),
  'not-json': () => text(200, '{"value":[{"a":1},', { 'content-type': 'application/json' }),
  'hostile-text': () =>
    json(
      400,
      odata('\u001b[31mred\u001b[0m\n::error::forged\r\n##[error]forged\n::add-mask::e\n%0A::set-output name=x::y'),
    ),
  custom: (later, { status = 200, headers, body = '' }) => {
    const response = html(status, body);
    return { ...response, headers: { ...response.headers, ...later, ...headers } };
  },
} satisfies Record<string, (later: Headers, own: Partial<OwnResponse>) => SimulatedResponse>;

const losses = ['hang', 'delay', 'cut', 'cut-chunked', 'cut-gzip', 'reset'] as const;

export type FaultKind = keyof typeof refusals | (typeof losses)[number];
export const faultKinds = [...losses, ...Object.keys(refusals)] as readonly FaultKind[];

/** One rule: which requests it hits, and what happens to them. The first rule that matches wins. */
export interface Fault extends Partial<OwnResponse> {
  match?: {
    method?: string;
    host?: string;
    /** A part of path and query as sent, or `/…/` as a regular expression. */
    path?: string;
    /** A part of the request's body. */
    body?: string;
    /** The first matching request that is hit, counted from 1. */
    nth?: number;
    /** How many are hit; with `nth` one, without it all. */
    times?: number;
    /** Simulated milliseconds since the start: a window in which the rule holds. */
    fromMs?: number;
    untilMs?: number;
  };
  respond: FaultKind;
  /** Of `throttle` and the 503s; absent sends no Retry-After. */
  retryAfterSeconds?: number;
  retryAfterAs?: 'seconds' | 'date';
  /** Simulated milliseconds before anything happens. */
  delayMs?: number;
  /** The request is carried out all the same, and only its response is lost. Cuts and delays always carry out. */
  carryOut?: boolean;
  /** Of `reset`: so many bytes of the request's body are taken in before. */
  afterBytes?: number;
}

const seenByRule = new WeakMap<Fault, number>();

/** The rule that this request falls under, its count moved on. */
export function faultFor(faults: readonly Fault[], x: Exchange, body: string, sinceStartMs: number): Fault | undefined {
  return faults.find((fault) => {
    const { method, host, path, body: part, nth, times, fromMs, untilMs } = fault.match ?? {};
    if (method !== undefined && method.toUpperCase() !== x.method) return false;
    if (host !== undefined && host !== x.host && host !== x.host.split(':')[0]) return false;
    if (path !== undefined && !matchesPath(path, x.record.url)) return false;
    if (part !== undefined && !body.includes(part)) return false;
    if (sinceStartMs < (fromMs ?? 0) || sinceStartMs >= (untilMs ?? Infinity)) return false;
    const seen = (seenByRule.get(fault) ?? 0) + 1;
    seenByRule.set(fault, seen);
    const first = nth ?? 1;
    return seen >= first && seen < first + (times ?? (nth === undefined ? Infinity : 1));
  });
}

function matchesPath(rule: string, url: string): boolean {
  const expression = /^\/(.+)\/$/.exec(rule)?.[1];
  return url.includes(rule) || (expression !== undefined && new RegExp(expression).test(url));
}

/** Lets the fault happen. `carryOut` is what the request would have got; it runs only where the fault says so. */
export async function happen(
  fault: Fault,
  x: Exchange,
  nowMs: number,
  carryOut: () => Promise<SimulatedResponse>,
): Promise<SimulatedResponse | undefined> {
  const kind = fault.respond;
  if (kind === 'delay') return carryOut();
  if (kind === 'cut' || kind === 'cut-chunked' || kind === 'cut-gzip') {
    const response = await carryOut();
    sendCut(x, { ...response, body: await bodyBytes(response) }, kind);
    return undefined;
  }
  if (fault.carryOut === true) await carryOut();
  if (kind === 'hang') return undefined;
  if (kind === 'reset') {
    await resetAfter(x, fault.afterBytes ?? 0);
    return undefined;
  }
  return refusals[kind](retryAfter(fault, nowMs), fault);
}

/** Resets the connection once so many bytes of the body are in. */
async function resetAfter(x: Exchange, bytes: number): Promise<void> {
  if (x.record.bodyBytes >= bytes) {
    x.reset();
    return;
  }
  try {
    // The loop goes on until the reset breaks it: leaving it early would wait for a socket that nobody reads.
    for await (const chunk of x.stream()) if (chunk.length > 0 && x.record.bodyBytes >= bytes) x.reset();
  } catch {
    // This is the reset itself.
  }
}

function retryAfter({ retryAfterSeconds, retryAfterAs }: Fault, nowMs: number): Headers {
  if (retryAfterSeconds === undefined) return {};
  const value =
    retryAfterAs === 'date' ? new Date(nowMs + retryAfterSeconds * 1000).toUTCString() : String(retryAfterSeconds);
  return { 'retry-after': value };
}
