import type { Log } from '../../src/log.ts';
import { systemClock as clock } from '../../src/clock.ts';
import { version } from '../../src/contract.ts';
import { claimsOf } from '../../src/entra/claims.ts';
import { bearerForEnvironment, createBearer } from '../../src/entra/create-bearer.ts';
import { secretInputs } from '../../src/entra/methods/index.ts';
import { parseSignIn } from '../../src/entra/sign-in.ts';
import { Failure } from '../../src/errors.ts';
import { parseEnvironmentUrl } from '../../src/fno/environment-url.ts';
import { createClient } from '../../src/http/client.ts';
import { createTransport, type Transport } from '../../src/http/transport.ts';
import type { Secrets } from '../../src/report/secrets.ts';
import { createShow } from '../../src/server-text.ts';
import { readStepInputs } from '../../src/step-inputs.ts';
import { PROBE_USER_AGENT } from '../../simulator/like.ts';
import { reportOf, type Report } from './report.ts';
import { askAll, withBudget } from './send.ts';
import { watchRun, type Pace } from './watch.ts';

export interface ProbeParts {
  /** Holds the variables `D365FO_…`, or the inputs of a step. */
  env: Record<string, string | undefined>;
  log: Log;
  secrets: Secrets;
  signal: AbortSignal;
  /** A batch job that may be started, to be watched through a run. */
  mayStart?: string | undefined;
  pace?: Pace;
}

/** What is wrong with the inputs, or with the variables in their place; nothing was sent. */
export class WrongInputs extends Failure {
  override name = 'WrongInputs';

  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.problems = problems;
  }
}

const RETRIES = 2;
const SIGN_IN_TIMEOUT_MS = 60_000;

/**
 * Signs in, sends at most 40 requests that change nothing, and judges the responses.
 *
 * @throws WrongInputs; Failure if signing in fails, with the remedy
 */
export async function probe({ env, log, secrets, signal, mayStart, pace }: ProbeParts): Promise<Report> {
  const { inputs, problems, connectionProblems } = readStepInputs(env, secretInputs, { secrets, log });
  for (const problem of connectionProblems) inputs.problem(problem);
  if (mayStart && !/^\d{1,19}$/.test(mayStart))
    inputs.problem('The batch job that may be started is named by its RecId, which has only digits.');
  const environment = parseEnvironmentUrl(inputs);
  if (environment === 'missing') inputs.problem('`D365FO_ENVIRONMENT_URL` has no value: provide the URL of F&O.');
  const url = environment instanceof URL ? environment : undefined;
  const about = { env, environment: url, operation: 'probe', sendsToken: true, wallTime: clock.wallTime(), secrets };
  const signIn = await parseSignIn(inputs, about);
  if (problems.length > 0 || !signIn || !url) throw new WrongInputs(problems);

  const transport = createTransport(`${PROBE_USER_AGENT}${version}`);
  try {
    const clientOver = (way: Transport) =>
      createClient({ transport: way, clock, log, maxRetries: RETRIES, random: Math.random });
    const client = clientOver(withBudget(transport, url.origin));
    const show = createShow((text) => secrets.redact(text));
    const parts = { client, clock, log, secrets, show, signal, timeoutMs: SIGN_IN_TIMEOUT_MS };
    const bearer = bearerForEnvironment(createBearer(signIn, parts), signIn, show);
    const signedInAt = clock.wallTime();
    const token = await bearer.current(signal);
    if (token === undefined) throw new Failure('`D365FO_AUTH` is `none`: the probe needs a token.');
    const current = () => bearer.current(signal);
    const expires = bearer.expiresOn(token);
    const seen = await askAll({ environment: url, token: current, client, clock, signal });
    const run =
      mayStart &&
      (await watchRun(
        mayStart,
        { environment: url, token: current, client: clientOver(transport), clock, signal },
        pace,
      ));
    return reportOf(seen, {
      ...(run && { run }),
      isJwt: claimsOf(token) !== undefined,
      lifetimeMs: expires && expires.epochMs - signedInAt.epochMs,
    });
  } finally {
    transport.close();
  }
}
