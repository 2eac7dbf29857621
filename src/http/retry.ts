import type { WallTime } from '../clock.ts';
import { type FaultKind, mayGoBetter } from './fault.ts';
import type { Head } from './exchange.ts';

/** Why a request may have to be retried. */
export type Trouble =
  | { kind: 'status'; status: number; askedPauseMs: number | undefined; code?: string | undefined }
  | { kind: 'fault'; fault: FaultKind; sent: boolean; nameHasResolved: boolean };

/** What one call may spend, and what it has spent. */
export interface Effort {
  maxRetries: number;
  retries: number;
  pausedMs: number;
}

export type Decision = { kind: 'retry'; afterMs: number } | { kind: 'give-up'; because: string };

/** What a blob store says with a 500 when it is busy. https://learn.microsoft.com/rest/api/storageservices/common-rest-api-error-codes */
const BUSY_STORE = ['OperationTimedOut', 'InternalError'];
const LONGEST_PAUSE_MS = 10 * 60_000;
const BACKOFF_START_MS = 1_000;
const BACKOFF_LIMIT_MS = 30_000;

/**
 * The one retry rule. Reads are retried on 408, 429, 502, 503, 504, a blob store's passing 500, broken connections and
 * cut bodies; writes only on 429, or if nothing was sent. A pause that the server asks for wins; else 1 s doubling to 30 s with full jitter, and up to 30 s
 * after a 429.
 *
 * @param read whether the request may be carried out twice without harm
 * @param random 0 to 1, for the jitter
 */
export function decide(trouble: Trouble, read: boolean, effort: Effort, random: number): Decision {
  if (!isRetryable(trouble, read)) return { kind: 'give-up', because: '' };
  if (effort.retries >= effort.maxRetries) {
    return { kind: 'give-up', because: effort.retries > 0 ? `It was retried ${times(effort.retries)}.` : '' };
  }
  const asked = trouble.kind === 'status' ? trouble.askedPauseMs : undefined;
  const afterMs = asked ?? backoffMs(trouble, effort.retries, random);
  if (effort.pausedMs + afterMs <= LONGEST_PAUSE_MS) return { kind: 'retry', afterMs };
  const because =
    asked === undefined
      ? 'All retries together may pause for 10 minutes, and that time is used up.'
      : `The server asks for a pause of ${Math.ceil(asked / 1000)} s (Retry-After), which is longer than the 10 minutes that one call may pause.`;
  return { kind: 'give-up', because };
}

function isRetryable(trouble: Trouble, read: boolean): boolean {
  if (trouble.kind === 'status') {
    const { status, code = '' } = trouble;
    const passes = [408, 502, 503, 504].includes(status) || (status === 500 && BUSY_STORE.includes(code));
    return status === 429 || (read && passes);
  }
  return (read || !trouble.sent) && mayGoBetter(trouble.fault, trouble.nameHasResolved) === 'retry';
}

function backoffMs(trouble: Trouble, retries: number, random: number): number {
  const throttled = trouble.kind === 'status' && trouble.status === 429;
  const ceiling = throttled ? BACKOFF_LIMIT_MS : Math.min(BACKOFF_START_MS * 2 ** retries, BACKOFF_LIMIT_MS);
  return Math.round(ceiling * random);
}

/** @returns the pause that a Retry-After header asks for, in milliseconds from now; `undefined` if it is absent or unreadable */
export function parseRetryAfter(header: string | undefined, now: WallTime): number | undefined {
  const value = header?.trim();
  if (!value) return undefined;
  if (/^\d+(\.\d+)?$/.test(value)) return Math.ceil(Number(value) * 1000);
  // Date.parse reads far more than HTTP dates, "-5" as a month for one; an HTTP date begins with the day of the week.
  const atMs = /^[A-Z][a-z]{2}/.test(value) ? Date.parse(value) : NaN;
  return Number.isNaN(atMs) ? undefined : Math.max(0, atMs - now.epochMs);
}

/**
 * @returns how long a response asks to be left alone, in milliseconds: `x-ms-retry-after-ms` before `Retry-After`, as in
 *   https://github.com/Azure/azure-sdk-for-js/blob/main/sdk/core/core-rest-pipeline/src/retryStrategies/throttlingRetryStrategy.ts
 */
export function retryAfterOf({ headers }: Pick<Head, 'headers'>, now: WallTime): number | undefined {
  const inMs = headers['x-ms-retry-after-ms']?.trim() ?? '';
  return /^\d+$/.test(inMs) ? Number(inMs) : parseRetryAfter(headers['retry-after'], dateOf({ headers }) ?? now);
}

/** @returns the server's clock, by the header `Date`; a date in `Retry-After` is of that clock, whatever ours shows */
export function dateOf({ headers }: Pick<Head, 'headers'>): WallTime | undefined {
  const epochMs = Date.parse(headers['date'] ?? '');
  return Number.isNaN(epochMs) ? undefined : { epochMs };
}

export const times = (count: number) => (count === 1 ? 'once' : `${count} times`);
