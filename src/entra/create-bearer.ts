import { Failure, Outage, SignInOutage } from '../errors.ts';
import type { Log } from '../log.ts';
import type { Acquire } from './acquire.ts';
import type { Bearer } from './bearer.ts';
import { claimsOf, timeClaimMs } from './claims.ts';
import type { SignInParts } from './parts.ts';
import { isFresh, onRefusal, renewalTime, type HeldToken } from './renewal.ts';
import type { CredentialSignIn, SignIn } from './sign-in.ts';

export interface BearerParts extends SignInParts {
  log: Log;
}

/** @returns the token of the run, as `signIn` says how to come by it */
export function createBearer(signIn: SignIn, parts: BearerParts): Bearer {
  switch (signIn.kind) {
    case 'none':
      return NO_BEARER;
    case 'token':
      return fixedBearer(signIn.token, parts);
    case 'credential':
      return renewingBearer(signIn, parts);
  }
}

const NO_BEARER: Bearer = {
  current: () => Promise.resolve(undefined),
  accepted: () => undefined,
  refused: () => Promise.resolve(false),
  expiresAtMs: () => undefined,
};

/** A token alone: it is used until it expires, and nothing can renew it. */
function fixedBearer(token: string, { clock, secrets }: SignInParts): Bearer {
  secrets.add(token);
  const held = heldFromInput(token);
  const unexpired = <T>(value: T): T => {
    if (held.expiresAtMs === undefined || clock.now() < held.expiresAtMs) return value;
    throw new Failure(
      `The token in \`token\` expired at ${isoTime(held.expiresAtMs)}, and there is nothing to renew it with. Give a credential beside it (\`client-secret\`, \`certificate\` or \`refresh-token\`, or \`auth: oidc\`, with \`tenant-id\` and \`client-id\`): it takes over when the token ends.`,
    );
  };
  return {
    current: () => Promise.try(unexpired, token),
    accepted: () => undefined,
    refused: () => Promise.try(unexpired, false),
    expiresAtMs: (asked) => (asked === token ? held.expiresAtMs : undefined),
  };
}

/** A credential: a given token is used first, and every token is renewed shortly before it expires, or after a 401. */
function renewingBearer(signIn: CredentialSignIn, parts: BearerParts): Bearer {
  const { clock, log, secrets } = parts;
  secrets.add(signIn.token);
  if (signIn.credential.kind === 'oidc' && signIn.credential.chosenBy === 'auto') {
    log.info('No credential input has a value, so OIDC is tried.');
  }
  const expiries = new Map<string, number | undefined>();
  let acquirer: Promise<Acquire> | undefined;
  let held: HeldToken | undefined;
  let pending: { renewal: Promise<HeldToken>; signal: AbortSignal } | undefined;

  const hold = (next: HeldToken): HeldToken => {
    expiries.set(next.token, next.expiresAtMs);
    held = next;
    return next;
  };
  if (signIn.token !== undefined) hold(heldFromInput(signIn.token));

  const acquireAnew = async (signal: AbortSignal): Promise<HeldToken> => {
    const issuedAtMs = clock.now();
    acquirer ??= loadAcquirer(signIn, parts);
    const acquire = await acquirer;
    const { token, expiresAtMs } = await acquire(signal).catch(rethrowAsSignIn);
    const until = expiresAtMs === undefined ? '' : `, valid until ${isoTime(expiresAtMs)}`;
    log.info(`Signed in at ${new URL(signIn.authority.origin).host}: token for ${signIn.scope}${until}.`);
    const renewAtMs = renewalTime(issuedAtMs, expiresAtMs);
    return hold({ token, source: 'acquired', expiresAtMs, renewAtMs, accepted: false });
  };
  // Requests that run side by side share one renewal; one that was cut is of no use to those that still have time.
  const renew = (signal: AbortSignal): Promise<HeldToken> => {
    if (pending && !pending.signal.aborted) return pending.renewal;
    const renewal = acquireAnew(signal).finally(() => {
      if (pending?.renewal === renewal) pending = undefined;
    });
    pending = { renewal, signal };
    return renewal;
  };

  return {
    async current(signal = parts.signal) {
      if (held && isFresh(held, clock.now())) return held.token;
      if (held?.source === 'given') log.info('The token in `token` ends now: the credential beside it takes over.');
      return (await renew(signal)).token;
    },
    accepted(token) {
      if (held?.token === token) held.accepted = true;
    },
    async refused(token, signal = parts.signal) {
      switch (onRefusal(held, token)) {
        case 'newer':
          return true;
        case 'fail':
          return false;
        case 'renew':
          if (!pending) log.info('The environment refused the token (401): it is renewed.');
          return (await renew(signal)).token !== token;
      }
    },
    expiresAtMs: (token) => expiries.get(token),
  };
}

/** With MSAL, which takes a third of a short run, and which a given token that lasts makes needless. */
async function loadAcquirer(signIn: CredentialSignIn, parts: SignInParts): Promise<Acquire> {
  const { createAcquirer } = await import('./acquire.ts');
  return createAcquirer(signIn, parts);
}

function heldFromInput(token: string): HeldToken {
  const claims = claimsOf(token);
  const expiresAtMs = timeClaimMs(claims, 'exp');
  const issuedAtMs = timeClaimMs(claims, 'iat') ?? timeClaimMs(claims, 'nbf');
  const renewAtMs = renewalTime(issuedAtMs, expiresAtMs);
  return { token, source: 'given', expiresAtMs, renewAtMs, accepted: false };
}

/** Whoever waits must know that the environment has seen nothing of the request that needs the token. */
function rethrowAsSignIn(thrown: unknown): never {
  if (!(thrown instanceof Outage)) throw thrown;
  throw new SignInOutage(thrown.message, { cause: thrown.cause, retryAfterMs: thrown.retryAfterMs });
}

const isoTime = (ms: number) => new Date(ms).toISOString();
