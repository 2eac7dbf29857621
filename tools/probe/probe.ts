import { systemClock as clock } from '../../src/clock.ts';
import { version } from '../../src/contract.ts';
import { claimsOf, timeClaimMs } from '../../src/entra/claims.ts';
import { causeChain, Failure, messageOf } from '../../src/errors.ts';
import { createTransport, type Transport } from '../../src/http/transport.ts';
import type { JsonObject } from '../../src/json/narrow.ts';
import type { Log } from '../../src/log.ts';
import { PROBE_USER_AGENT } from '../../simulator/like.ts';
import { allRights } from './questions-access.ts';
import { reportOf, type Report } from './report.ts';
import type { Earlier, RequestName } from './requests.ts';
import { responseText, type Seen } from './seen.ts';
import { askAll, withBudget } from './send.ts';
import { watchRun, PACE, type Pace, type Run } from './watch.ts';

/** Of a healthy environment it takes less than one. */
const LONGEST_ASKING_MS = 10 * 60_000;

/** The requests that are to be refused. */
const WITHOUT_TOKEN: readonly string[] = ['wrong token', 'no token'] satisfies RequestName[];

export const createProbeTransport = () => createTransport(`${PROBE_USER_AGENT}${version}`);

export interface ProbeParts {
  environment: URL;
  /** @throws Failure if there is none any more */
  token: () => Promise<string>;
  /** When the token expires, by the wall clock; `undefined` if nobody says so. */
  expiresOnMs: number | undefined;
  transport: Transport;
  log: Log;
  signal: AbortSignal;
  /** A batch job that may be started, to be watched through a run. */
  mayStart?: string | undefined;
  pace?: Pace;
}

export interface Probed {
  report: Report;
  /** Why questions stay open, and which rights the user lacks, as sentences. */
  notes: string[];
  /** Why not all was done that was to be done. */
  error: string | undefined;
}

/** @returns the RecId of the batch job that may be started; nothing if there is none, or after noting a problem */
export function parseMayStart(given: string | undefined, problem: (message: string) => void): string | undefined {
  const recId = given?.trim();
  if (!recId || /^[1-9]\d{0,18}$/.test(recId)) return recId;
  problem('The batch job that may be started is named by its RecId, which has only digits.');
  return undefined;
}

/**
 * Sends at most 40 requests that change nothing, and judges the responses; then it watches the job that it may start.
 *
 * @throws Failure if nothing responds like F&O
 */
export async function probe(parts: ProbeParts): Promise<Probed> {
  const { environment, token, expiresOnMs, transport, log, signal, mayStart, pace = PACE } = parts;
  const about = { environment, token, signal, log };
  const claims = claimsOf(await token());
  const facts = { isJwt: claims !== undefined, lifetimeMs: lifetimeOf(claims, expiresOnMs) };
  const { seen, open } = await askAll({ ...about, transport: withBudget(transport) }, LONGEST_ASKING_MS);
  let run: Run | undefined;
  let error = signal.aborted ? messageOf(signal.reason) : undefined;
  try {
    if (mayStart && !signal.aborted) run = await watchRun(mayStart, { ...about, transport }, pace);
  } catch (thrown) {
    if (!(thrown instanceof Failure)) throw thrown;
    for (const line of causeChain(thrown)) log.debug(line);
    error = thrown.message;
  }
  if (signal.aborted) error = messageOf(signal.reason);
  const report = reportOf(seen, { ...facts, run });
  const notes = [...notesOf(report, seen), open, run?.open].filter((note) => note !== undefined);
  return { report, notes, error };
}

/** A token may be older than this probe, so its claims come first. */
function lifetimeOf(claims: JsonObject | undefined, expiresOnMs: number | undefined): number | undefined {
  const issuedMs = timeClaimMs(claims, 'iat') ?? timeClaimMs(claims, 'nbf') ?? clock.wallTime().epochMs;
  const untilMs = timeClaimMs(claims, 'exp') ?? expiresOnMs;
  return untilMs && untilMs - issuedMs;
}

function notesOf({ findings }: Report, seen: Earlier): string[] {
  const registered = String(findings['registered']?.answer);
  if (registered.startsWith('refused'))
    return [
      `F&O ${registered.replace('with', 'every request with')}: register the application in F&O (System administration > Setup > Microsoft Entra ID applications), with a user that has a role, then probe the environment again.`,
    ];
  const lacking = allRights.filter(([, id]) => findings[id]?.answer === 'refused').map(([, , what]) => what);
  return [
    ...lacking.map((what) => `The user may not ${what}: F&O refused it with 403, so questions about it stay open.`),
    ...passingNote(seen),
  ];
}

/** What another probe may not get: the environment throttles, is restarting, or accepts the token no more. */
function passingNote(seen: Earlier): string[] {
  const counts = new Map<string, number>();
  for (const [name, each] of Object.entries(seen))
    if (each && isPassing(each) && !WITHOUT_TOKEN.includes(name))
      counts.set(responseText(each), (counts.get(responseText(each)) ?? 0) + 1);
  if (counts.size === 0) return [];
  const listed = [...counts].map(([what, count]) => `${what}${count === 1 ? '' : ` (${count} times)`}`).join(', ');
  const isThrottled = Object.values(seen).some((each) => each?.status === 429);
  const when = isThrottled ? 'F&O is throttling: probe it again when it is less busy.' : 'Probe it again later.';
  return [`Some requests got ${listed}, so questions about them stay open. ${when}`];
}

const isPassing = (seen: Seen): boolean => [401, 408, 429].includes(seen.status) || seen.status > 501;
