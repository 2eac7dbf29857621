/** A token of the run, and what is known of it. Times in milliseconds since 1970. */
export interface HeldToken {
  token: string;
  /** `given` came with the inputs, `acquired` was issued to this run. */
  source: 'given' | 'acquired';
  expiresAtMs: number | undefined;
  renewAtMs: number | undefined;
  /** Whether the environment has taken it. */
  accepted: boolean;
}

const MARGIN_MS = 5 * 60_000;
const MARGIN_SHARE = 0.1;

/**
 * When a token is renewed: five minutes before it expires, so that a request under way and a clock that is wrong do no
 * harm; of a token that lives less than 50 minutes, a tenth of its life.
 *
 * @param issuedAtMs `undefined` where it is not known
 */
export function renewalTime(issuedAtMs: number | undefined, expiresAtMs: number | undefined): number | undefined {
  if (expiresAtMs === undefined) return undefined;
  const lifeMs = issuedAtMs === undefined ? Infinity : Math.max(0, expiresAtMs - issuedAtMs);
  return expiresAtMs - Math.min(MARGIN_MS, lifeMs * MARGIN_SHARE);
}

/** Whether a token is still to be used. One whose end nobody knows is, until it is refused. */
export const isFresh = ({ renewAtMs }: HeldToken, nowMs: number) => renewAtMs === undefined || nowMs < renewAtMs;

/**
 * What a 401 to a token calls for. `newer`: the run holds another one already. `renew`: the token was worth something
 * once, or was given. `fail`: it was issued to this run and never accepted, so that the next one would fare no better.
 */
export function onRefusal(held: HeldToken | undefined, refused: string): 'newer' | 'renew' | 'fail' {
  if (!held) return 'renew';
  if (held.token !== refused) return 'newer';
  return held.source === 'given' || held.accepted ? 'renew' : 'fail';
}
