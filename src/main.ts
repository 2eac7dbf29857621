import './node-version.ts';
import { tmpdir } from 'node:os';
import { resolve } from 'node:path';
import { debug, error, info, notice, setOutput, setSecret, summary, warning } from '@actions/core';
import { systemClock as clock } from './clock.ts';
import { version } from './contract.ts';
import { bearerForEnvironment, createBearer } from './entra/create-bearer.ts';
import { secretInputs } from './entra/methods/index.ts';
import { causeChain, Interrupted, messageOf } from './errors.ts';
import { createFno } from './fno/environment.ts';
import { createClient, type Client } from './http/client.ts';
import { createTransport } from './http/transport.ts';
import { checkNames } from './inputs.ts';
import { leave } from './leave.ts';
import { createLog } from './log.ts';
import { verdicts, type Outputs, type Result } from './operations/operation.ts';
import { chooseOperation, findCallbackUrl, prepare, type Prepared } from './prepare.ts';
import { postCallback } from './report/callback.ts';
import { complain, report, type Asked, type Ways } from './report/report.ts';
import { createSecrets } from './report/secrets.ts';
import { stepWays } from './report/step-ways.ts';
import { createShow } from './server-text.ts';
import { readStepInputs } from './step-inputs.ts';

/** Until the last word is written the step counts as failed, however the process ends. */
process.exitCode = 1;

/** After a signal the runner waits 7.5 s for the next one; the promise is to be done within two. */
const RESULT_AFTER_SIGNAL_MS = 1_300;
const CALLBACK_AFTER_SIGNAL_MS = 500;
const DEFAULT_RETRIES = 5;

const secrets = createSecrets(setSecret);
const redact = (value: string) => secrets.redact(value);
const shows = { value: createShow(redact), message: createShow((message) => secrets.redactMessage(message)) };
const log = createLog({ info, notice, warning, debug }, shows.message, () => step.operation);
const transport = createTransport(`d365fo-action/${version}`);
const interruption = new AbortController();

/** What a fault needs to know of the step at any moment. */
interface Step extends Asked {
  maxRetries: number;
  outputsOfFailure: (thrown: unknown) => Outputs;
}
const step: Step = {
  operation: 'd365fo-action',
  environment: undefined,
  summary: false,
  callbackUrl: undefined,
  maxRetries: DEFAULT_RETRIES,
  outputsOfFailure: () => ({}),
};

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (interruption.signal.aborted) process.exit(1);
    interruption.abort(
      new Interrupted(`The step was interrupted (${signal}). Anything already started in F&O continues there.`),
    );
  });
}
process.on('beforeExit', () => {
  if (!hasEnded) endByFault(new Error('the work stopped without a result'));
});
process.on('uncaughtException', endByFault);
main().catch(endByFault);

async function main(): Promise<void> {
  const { env } = process;
  const secretNames = [...secretInputs, 'callback-url'] as const;
  const { inputs, problems, connectionProblems } = readStepInputs(env, secretNames, { secrets, log });

  step.summary = inputs.flag('summary') && Boolean(env['GITHUB_STEP_SUMMARY']);
  checkNames(env, inputs);
  for (const problem of connectionProblems) inputs.problem(problem);
  const chosen = await chooseOperation(inputs);
  if (chosen) {
    step.operation = chosen.name;
    step.outputsOfFailure = (thrown) => chosen.operation.outputsOfFailure(thrown);
  }
  step.callbackUrl = await findCallbackUrl(inputs, chosen);
  secrets.add(step.callbackUrl?.href);
  const prepared = await prepare(inputs, chosen, { env, now: clock.wallTime(), secrets });
  if (problems.length > 0)
    return end(verdicts.failed(complain('with the inputs; nothing was sent', problems, log), { outcome: 'failed' }));
  if (!prepared) throw new Error('an input was refused without a reason');

  step.maxRetries = prepared.maxRetries;
  step.environment = prepared.environment?.host;
  return end(await settle(run(prepared)));
}

function run({ signIn, environment, requestTimeoutMs: timeoutMs, maxRetries, run }: Prepared): Promise<Result> {
  const { signal } = interruption;
  const client = newClient(maxRetries);
  const bearer = createBearer(signIn, { client, clock, log, secrets, show: shows.value, signal, timeoutMs });
  const guarded = bearerForEnvironment(bearer, signIn, shows.value);
  const fno = createFno({ environment, bearer: guarded, client, show: shows.value, signal, timeoutMs });
  return run({ fno, bearer, log, clock, secrets, signal, tempFolder: resolve(process.env['RUNNER_TEMP'] || tmpdir()) });
}

const newClient = (maxRetries: number): Client =>
  createClient({ transport, clock, log, maxRetries, random: Math.random });

/** Maps what was thrown to a failed result, and gives up on an operation that a signal does not end in time. */
async function settle(running: Promise<Result>): Promise<Result> {
  const { promise: overdue, reject } = Promise.withResolvers<never>();
  interruption.signal.addEventListener('abort', () => {
    const giveUp = () => {
      isGivenUp = true;
      reject(interruption.signal.reason);
    };
    setTimeout(giveUp, RESULT_AFTER_SIGNAL_MS).unref();
  });
  try {
    return await Promise.race([running, overdue]);
  } catch (thrown) {
    for (const line of causeChain(thrown)) log.debug(line);
    return verdicts.failed(messageOf(thrown), step.outputsOfFailure(thrown));
  }
}

let isGivenUp = false;
let isEndedByFault = false;
let hasEnded = false;

function endByFault(thrown: unknown): void {
  // The verdict is told, and what breaks as connections are closed changes nothing of it.
  if (hasEnded) return;
  if (isEndedByFault) process.exit(1);
  isEndedByFault = true;
  for (const line of causeChain(thrown)) log.debug(line);
  const error = `The step ended because of a bug in d365fo-action (${messageOf(thrown)}), so what F&O did is not known. Please report it, with the log of a run with debug logging.`;
  end(verdicts.failed(error, step.outputsOfFailure(thrown))).catch(() => process.exit(1));
}

async function end(result: Result): Promise<void> {
  const error = result.verdict === 'failed' ? result.error : undefined;
  const verdict = await report({ error, outputs: result.outputs, story: result.story }, step, ways);
  hasEnded = true;
  transport.close();
  // An operation that did not end would go on.
  await leave(verdict === 'ok' && !isEndedByFault ? 0 : 1, isEndedByFault || isGivenUp ? 'at once' : 'when done');
}

const ways: Ways = {
  ...stepWays({ setOutput, error, summary }, log, () => step.operation),
  shows,
  post(url, body) {
    const cut = new AbortController();
    const cutSoon = () => {
      setTimeout(() => {
        cut.abort(interruption.signal.reason);
      }, CALLBACK_AFTER_SIGNAL_MS).unref();
    };
    if (interruption.signal.aborted) cutSoon();
    else interruption.signal.addEventListener('abort', cutSoon);
    return postCallback(url, body, { client: newClient(step.maxRetries), log, signal: cut.signal });
  },
};
