import { msBetween, msSince } from '../clock.ts';
import { Failure, Outage, SignInOutage } from '../errors.ts';
import type { Log } from '../log.ts';
import type { Show } from '../server-text.ts';
import { audienceProblem } from './audience.ts';
import type { Bearer } from './bearer.ts';
import { claimsOf } from './claims.ts';
import type { SignInParts } from './method.ts';
import { lifeOfAcquired, lifeOfGiven, onRefusal, phaseOf, postponed, type HeldToken, type Life } from './renewal.ts';
import type { CredentialSignIn, SignIn } from './sign-in.ts';
import { ExpiredAssertion, postToTokenEndpoint, type TokenResponse } from './token-endpoint.ts';

/** The shortest life of an assertion is five minutes, that of a job's ID token. One that is refused sooner meets a wrong clock. */
const YOUNGEST_EXPIRED_MS = 60_000;

/** How long a renewal may take while there is still a valid token, unless requests have no limit (0) at all. */
const LONGEST_EARLY_RENEWAL_MS = 30_000;

export interface BearerParts extends Omit<SignInParts, 'attempts'> {
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

/**
 * The bearer as requests to the environment use it: a token that was acquired for another environment is not sent. What
 * AD FS issues names its resource in ways of its own, and is not compared.
 *
 * @returns a bearer whose `current` throws Failure for such a token
 */
export function bearerForEnvironment(bearer: Bearer, signIn: SignIn, show: Show): Bearer {
  if (signIn.kind !== 'credential' || signIn.target.authority.kind === 'adfs') return bearer;
  const { expected, target } = signIn;
  return {
    ...bearer,
    async current(signal) {
      const token = await bearer.current(signal);
      const problem = token === undefined ? '' : audienceProblem(claimsOf(token), expected);
      if (!problem) return token;
      throw new Failure(
        `The token acquired with the scope ${target.scope} ${show(problem)} Nothing was sent to the environment. Check \`environment-url\` and \`scope\` (or \`D365FO_SCOPE\`).`,
      );
    },
  };
}

const NO_BEARER: Bearer = {
  current: () => Promise.resolve(undefined),
  accepted: () => undefined,
  refused: () => Promise.resolve(false),
  expiresOn: () => undefined,
};

/** A token alone: it is used until it expires, and nothing can renew it. */
function fixedBearer(token: string, parts: BearerParts): Bearer {
  const { clock, secrets } = parts;
  secrets.add(token);
  const { life } = heldFromInput(token, parts);
  const unexpired = <T>(value: T): T => {
    if (!life || msBetween(clock.moment(), life.expiresAt) > 0) return value;
    throw new Failure(
      `The token in \`token\` expired at ${isoTime(life)}, and there is nothing to renew it with. Provide a credential as well (\`client-secret\`, \`certificate\` or \`refresh-token\`, or \`auth: oidc\`, with \`tenant-id\` and \`client-id\`): it takes over when the token expires.`,
    );
  };
  return {
    current: () => Promise.try(unexpired, token),
    accepted: () => undefined,
    refused: () => Promise.try(unexpired, false),
    expiresOn: (asked) => (asked === token ? life?.expiresOn : undefined),
  };
}

/**
 * A credential: a given token is used first, and every token is renewed shortly before it expires, or after a 401. Where
 * that fails before it has expired, it is used on.
 */
function renewingBearer(signIn: CredentialSignIn, parts: BearerParts): Bearer {
  const { clock, log, secrets } = parts;
  const { target, token: given } = signIn;
  secrets.add(given);
  for (const note of signIn.notes) log.info(note);
  const lives = new Map<string, Life | undefined>();
  let held: HeldToken | undefined;
  let usedOn: HeldToken | undefined;
  let pending: { renewal: Promise<HeldToken>; signal: AbortSignal } | undefined;

  const hold = (next: HeldToken): HeldToken => {
    lives.set(next.token, next.life);
    held = next;
    return next;
  };
  if (given !== undefined) hold(heldFromInput(given, parts));

  const acquireAnew = async (limits: Pick<SignInParts, 'signal' | 'timeoutMs' | 'attempts'>): Promise<HeldToken> => {
    const begun = clock.moment();
    const next = await acquireToken(signIn, { ...parts, ...limits })
      // With an assertion that is new: pauses between retries can outlive one.
      .catch((thrown: unknown) => {
        if (!(thrown instanceof ExpiredAssertion) || msSince(clock, begun) < YOUNGEST_EXPIRED_MS) throw thrown;
        return acquireToken(signIn, { ...parts, ...limits });
      })
      .catch(rethrowAsSignIn);
    const until = next.life ? `, valid until ${isoTime(next.life)}` : '';
    log.info(`Signed in at ${new URL(target.authority.origin).host}: token for ${target.scope}${until}.`);
    return hold(next);
  };
  // Requests that run side by side share one renewal; one that was cut is of no use to those that still have time.
  const renew = (signal: AbortSignal, isEarly = false): Promise<HeldToken> => {
    if (pending && !pending.signal.aborted) return pending.renewal;
    const { timeoutMs } = parts;
    const limits = isEarly
      ? { timeoutMs: Math.min(timeoutMs, LONGEST_EARLY_RENEWAL_MS), attempts: 'once' as const }
      : { timeoutMs, attempts: 'retry' as const };
    const renewal = acquireAnew({ signal, ...limits }).finally(() => {
      if (pending?.renewal === renewal) pending = undefined;
    });
    pending = { renewal, signal };
    return renewal;
  };

  /** @returns the token whose renewal failed, if it is still valid */
  const useOn = (failure: Failure): string | undefined => {
    const now = clock.moment();
    if (!held?.life || phaseOf(held, now) === 'expired') return undefined;
    const isOutage = failure instanceof Outage;
    held.life = postponed(held.life, now, isOutage ? (failure.retryAfterMs ?? 0) : 'until expiry');
    const goesOn = `The current token is valid until ${isoTime(held.life)}, so the run continues with it`;
    if (!isOutage) log.warning(`${failure.message} ${goesOn}.`);
    else if (usedOn !== held) log.info(`${failure.withoutRemedy} ${goesOn} and tries again later.`);
    usedOn = held;
    return held.token;
  };

  return {
    async current(signal = parts.signal) {
      const phase = held ? phaseOf(held, clock.moment()) : 'expired';
      if (held && phase === 'fresh') return held.token;
      if (held?.source === 'given' && usedOn !== held)
        log.info(
          `The token in \`token\` ${phase === 'due' ? 'is about to expire' : 'has expired'}: the credential takes over.`,
        );
      if (phase === 'due') {
        try {
          return (await renew(signal, true)).token;
        } catch (thrown) {
          if (signal.aborted || !(thrown instanceof Failure)) throw thrown;
          const stillValid = useOn(thrown);
          if (stillValid !== undefined) return stillValid;
        }
      }
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
          if (!pending) log.info('The environment rejected the token (401): acquiring a new one.');
          return (await renew(signal)).token !== token;
      }
    },
    expiresOn: (token) => lives.get(token)?.expiresOn,
  };
}

/** Acquires a new token by the credential of the run; what it throws says what was refused, and the remedy. */
async function acquireToken({ credential, target }: CredentialSignIn, parts: SignInParts): Promise<HeldToken> {
  const grant = await credential.authenticate(target, parts);
  const requestedAt = { moment: parts.clock.moment(), wallTime: parts.clock.wallTime() };
  // It takes a third of a short run, and a given token that lasts makes it needless.
  const { acquireByMsal } = await import('./msal.ts');
  let response: TokenResponse | undefined;
  const token = await acquireByMsal({
    ...target,
    scopes: target.scope.split(/\s+/),
    grant,
    async post(form) {
      response = await postToTokenEndpoint(form, target, () => credential.describe(target), parts);
      if (response.refreshToken !== undefined) credential.rotated?.(response.refreshToken);
      return response;
    },
  });
  const life = lifeOfAcquired(token, response?.expiresInMs, requestedAt);
  return { token, source: 'acquired', life, accepted: false };
}

function heldFromInput(token: string, { clock }: Pick<SignInParts, 'clock'>): HeldToken {
  const life = lifeOfGiven(token, { moment: clock.moment(), wallTime: clock.wallTime() });
  return { token, source: 'given', life, accepted: false };
}

/** Whoever waits must know that the environment has seen nothing of the request that needs the token. */
function rethrowAsSignIn(thrown: unknown): never {
  if (!(thrown instanceof Outage)) throw thrown;
  const { withoutRemedy, remedy, cause, retryAfterMs } = thrown;
  throw new SignInOutage(withoutRemedy, { remedy, cause, retryAfterMs });
}

const isoTime = ({ expiresOn }: Life) => new Date(expiresOn.epochMs).toISOString();
