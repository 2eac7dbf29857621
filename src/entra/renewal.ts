import { momentAfter, msBetween, type Moment, type WallTime } from '../clock.ts';
import { claimsOf, timeClaimMs } from './claims.ts';

/** The life of a token by the clock that nobody sets; `expiresOn` is for readers alone. */
export interface Life {
  renewAt: Moment;
  expiresAt: Moment;
  expiresOn: WallTime;
}

/** A token of the run, and what is known of it. */
export interface HeldToken {
  token: string;
  /** `given` came with the inputs, `acquired` was issued to this run. */
  source: 'given' | 'acquired';
  /** `undefined` where nobody says when it ends. */
  life: Life | undefined;
  /** Whether the environment has accepted it. */
  accepted: boolean;
}

/** Both clocks, read at once. */
export interface Now {
  moment: Moment;
  wallTime: WallTime;
}

const MARGIN_MS = 5 * 60_000;
const MARGIN_SHARE = 0.1;

/**
 * When a token is renewed: five minutes before it expires, so that a request under way and a clock that is wrong do no
 * harm; of a token that lives less than 50 minutes, a tenth of its life.
 *
 * @param leftMs from `now` until it expires
 * @param wholeMs from its issue until it expires; `undefined` where that is not known
 */
export function lifeFrom(now: Now, leftMs: number, wholeMs: number | undefined, expiresOnMs?: number): Life {
  const marginMs = Math.min(MARGIN_MS, Math.max(0, wholeMs ?? Infinity) * MARGIN_SHARE);
  return {
    renewAt: momentAfter(now.moment, leftMs - marginMs),
    expiresAt: momentAfter(now.moment, leftMs),
    expiresOn: { epochMs: expiresOnMs ?? now.wallTime.epochMs + leftMs },
  };
}

/** The life of a token of an earlier step: its `exp` is compared with the wall clock this once. */
export function lifeOfGiven(token: string, now: Now): Life | undefined {
  const { expiresMs, wholeMs } = timesOf(token);
  return expiresMs === undefined ? undefined : lifeFrom(now, expiresMs - now.wallTime.epochMs, wholeMs, expiresMs);
}

/**
 * The life of a token that was just issued; the wall clock counts only where nothing else tells how long it lives.
 *
 * @param expiresInMs as the response says it
 * @param now when it was requested
 */
export function lifeOfAcquired(token: string, expiresInMs: number | undefined, now: Now): Life | undefined {
  const { expiresMs, wholeMs } = timesOf(token);
  const untilExpiryMs = expiresMs === undefined ? undefined : expiresMs - now.wallTime.epochMs;
  const leftMs = expiresInMs ?? wholeMs ?? untilExpiryMs;
  return leftMs === undefined ? undefined : lifeFrom(now, leftMs, leftMs, expiresMs);
}

function timesOf(token: string): { expiresMs: number | undefined; wholeMs: number | undefined } {
  const claims = claimsOf(token);
  const expiresMs = timeClaimMs(claims, 'exp');
  const issuedMs = timeClaimMs(claims, 'iat') ?? timeClaimMs(claims, 'nbf');
  return { expiresMs, wholeMs: expiresMs === undefined || issuedMs === undefined ? undefined : expiresMs - issuedMs };
}

/**
 * Whether a token is used as it is, is to be renewed although it is still valid (`due`), or is of no more use. One whose
 * end nobody knows is used until it is refused.
 */
export function phaseOf({ life }: Pick<HeldToken, 'life'>, now: Moment): 'fresh' | 'due' | 'expired' {
  if (!life || msBetween(now, life.renewAt) > 0) return 'fresh';
  return msBetween(now, life.expiresAt) > 0 ? 'due' : 'expired';
}

/** A renewal that failed is tried again with one of the next requests, but not with every page of a long list. */
const SHORTEST_PAUSE_MS = 10_000;

/**
 * The life of a token whose renewal failed while it was still valid: it is used on.
 *
 * @param pauseMs how long the service asked to be left alone; `until expiry` after a refusal, which no retry changes
 */
export function postponed(life: Life, now: Moment, pauseMs: number | 'until expiry'): Life {
  const leftMs = msBetween(now, life.expiresAt);
  const afterMs = pauseMs === 'until expiry' ? leftMs : Math.min(leftMs, Math.max(pauseMs, SHORTEST_PAUSE_MS));
  return { ...life, renewAt: momentAfter(now, afterMs) };
}

/**
 * What a 401 to a token calls for. `newer`: the run holds another one already. `renew`: the token was worth something
 * once, or was given. `fail`: it was issued to this run and never accepted, so that the next one would fare no better.
 */
export function onRefusal(held: HeldToken | undefined, refused: string): 'newer' | 'renew' | 'fail' {
  if (!held) return 'renew';
  if (held.token !== refused) return 'newer';
  return held.source === 'given' || held.accepted ? 'renew' : 'fail';
}
