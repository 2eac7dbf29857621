import { claimsOf } from '../entra/claims.ts';
import { causeChain, DeadlinePassed, Failure, Outage } from '../errors.ts';
import { Refused, type Reader } from '../fno/read.ts';
import { verifyAccess, type Session } from '../fno/user-session.ts';
import { formatDuration } from '../report/duration.ts';
import { cutBy } from './deadline.ts';
import { operation, requireEnvironment, type Tools } from './operation.ts';
import { pollUntil } from './poll-until.ts';

const DEFAULT_POLL_SECONDS = 15;

/** Signs in and hands on a masked token; with `verify` it checks that the environment accepts the token. */
export const token = operation({
  inputs: ['verify', 'wait-timeout-minutes', 'poll-seconds'],
  outputs: ['token', 'expires-on', 'claims'],
  requestTimeoutSeconds: 300,
  sendsToken: (inputs) => inputs.flag('verify'),
  parse(inputs, context) {
    requireEnvironment(inputs, context);
    const verify = inputs.flag('verify');
    const waitMs = (inputs.number('wait-timeout-minutes', { min: 0 }) ?? 0) * 60_000;
    const pollMs = (inputs.number('poll-seconds', { above: 0 }) ?? DEFAULT_POLL_SECONDS) * 1000;
    if (!verify) {
      for (const name of ['wait-timeout-minutes', 'poll-seconds'] as const) {
        if (inputs.isGiven(name)) inputs.problem(`\`${name}\` goes with \`verify: true\`: give both, or neither.`);
      }
    }
    return { verify, waitMs, pollMs };
  },
  async run({ verify, waitMs, pollMs }, tools, { ok, failed }) {
    const { bearer, log } = tools;
    const acquired = await bearer.current();
    if (acquired === undefined) throw new Failure('There is no token: `auth` is `none`.');
    const outputsOf = (token: string) => {
      const expires = bearer.expiresOn(token);
      const expiresOn = expires === undefined ? '' : new Date(expires.epochMs).toISOString();
      return { token, 'expires-on': expiresOn, claims: JSON.stringify(claimsOf(token) ?? {}) };
    };
    let session: Session | undefined;
    try {
      if (verify) session = await waitForSession(waitMs, pollMs, tools);
    } catch (thrown) {
      if (!(thrown instanceof Failure)) throw thrown;
      for (const line of causeChain(thrown)) log.debug(line);
      const held = await bearer.current().catch(() => acquired);
      return failed(thrown.message, outputsOf(held ?? acquired));
    }
    // Verifying can renew the token: the one handed on is the one that was accepted.
    const given = outputsOf((await bearer.current()) ?? acquired);
    if (!given['expires-on']) log.info('The token does not say when it expires.');
    if (session) log.info(`F&O accepts the token: ${describeSession(session)}.`);
    const facts = [['Valid until', given['expires-on'] || 'unknown'], ...(session ? factsOf(session) : [])] as const;
    const rows = facts.map(([label, value]) => [{ label }, value]);
    return ok(given, { blocks: [{ kind: 'table', head: ['Token', ''], rows }] });
  },
});

const factsOf = ({ user, company, version }: Session) =>
  (
    [
      ['User', user],
      ['Company', company],
      ['Application version', version],
    ] as const
  ).filter(([, value]) => value);

const describeSession = (session: Session) =>
  [
    ...(session.user ? [] : ['a user that F&O does not name']),
    ...factsOf(session).map(([label, value]) => `${label.toLowerCase()} ${value}`),
  ].join(', ');

/** Polls while the environment is starting, not while it says no. */
async function waitForSession(waitMs: number, pollMs: number, tools: Tools): Promise<Session> {
  const { fno, clock, log, signal } = tools;
  const poll = async (reader: Reader) => {
    try {
      return await cutBy(reader.signal, verifyAccess(reader));
    } catch (thrown) {
      throw thrown instanceof Refused ? await withClientId(thrown, tools) : thrown;
    }
  };
  const ended = await pollUntil<Session>({
    clock,
    log,
    signal,
    timeoutMs: waitMs === 0 ? undefined : waitMs,
    unended: () => fno.unended(),
    progress: (waitedMs) => `Still waiting for the environment, ${formatDuration(waitedMs)} so far.`,
    async poll(cut) {
      try {
        const attempts = waitMs === 0 ? 'retry' : 'once';
        return { kind: 'over', value: await poll({ fno, clock, signal: cut, attempts }) };
      } catch (thrown) {
        if (waitMs === 0 || !(thrown instanceof Outage)) throw thrown;
        return { kind: 'again', gapMs: pollMs, steady: true, obstacle: thrown };
      }
    },
  });
  if (ended.kind === 'over') return ended.value;
  const seen = ended.last ? `The last poll: ${ended.last.message}` : 'There was no response at all.';
  throw new DeadlinePassed(
    `The environment was not ready within ${formatDuration(waitMs)} (\`wait-timeout-minutes\`). ${seen}`,
    { cause: ended.last },
  );
}

/** Whoever registers the application needs its id, which the token knows. */
async function withClientId(refused: Refused, { bearer }: Tools): Promise<Failure> {
  const token = await bearer.current();
  const claims = token === undefined ? undefined : claimsOf(token);
  const clientId = claims?.['appid'] ?? claims?.['azp'];
  if (typeof clientId !== 'string') return refused;
  return new Refused(`${refused.message} The client ID is ${clientId}.`, { cause: refused });
}
