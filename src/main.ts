import './node-version.ts';
import { tmpdir } from 'node:os';
import * as core from '@actions/core';
import { systemClock as clock } from './clock.ts';
import { version } from './contract.ts';
import { createBearer } from './entra/create-bearer.ts';
import { secretInputs } from './entra/sign-in.ts';
import { causeChain, Interrupted, messageOf } from './errors.ts';
import { createFno } from './fno/environment.ts';
import { createClient } from './http/client.ts';
import { createTransport } from './http/transport.ts';
import { readInputs } from './inputs.ts';
import { verdicts, type Result } from './operations/operation.ts';
import { prepare, type Preparation, type Prepared } from './prepare.ts';
import { callbackBody, postCallback } from './report/callback.ts';
import { createLog } from './report/log.ts';
import { neutralise, shorten } from './report/neutralise.ts';
import { createSecrets } from './report/secrets.ts';
import { summaryOf } from './report/summary.ts';
import { createShow } from './server-text.ts';

/** Until the last word is written the step counts as failed, however the process ends. */
process.exitCode = 1;

/** An annotation holds 4,096 characters, and the output `error` promises 4 KiB. */
const ERROR_LIMIT_BYTES = 4_096;

/** After a signal the runner waits 7.5 s for the next one; the promise is to be done within two. */
const RESULT_AFTER_SIGNAL_MS = 1_300;
const CALLBACK_AFTER_SIGNAL_MS = 500;

const secrets = createSecrets((value) => {
  core.setSecret(value);
});
const redact = (text: string) => secrets.redact(text);
const log = createLog({ info: core.info, notice: core.notice, warning: core.warning, debug: core.debug }, redact);
const transport = createTransport(`d365fo-action/${version}`);
const interruption = new AbortController();

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (interruption.signal.aborted) process.exit(1);
    interruption.abort(
      new Interrupted(`The step was interrupted (${signal}); what F&O was asked to do before goes on there.`),
    );
  });
}
process.on('beforeExit', () => {
  endByFault(new Error('the work came to a stop without an end'));
});
process.on('uncaughtException', endByFault);

/** What is known of the step, for a fault that ends it at any moment. */
let preparation: Preparation | undefined;
let isEndedByFault = false;

main().catch(endByFault);

async function main(): Promise<void> {
  const { inputs } = readInputs(process.env);
  for (const name of [...secretInputs, 'callback-url'] as const) secrets.add(inputs.raw(name));
  preparation = await prepare({ env: process.env, nowMs: clock.now(), secrets });
  const { prepared } = preparation;
  const result = 'problems' in prepared ? invalid(prepared.problems) : await settle(run(prepared), preparation);
  await report(result, preparation);
  // Where standard output is a pipe it may be written behind, and exiting would lose its end.
  await new Promise((written) => process.stdout.write('', written));
  process.exit(result.verdict === 'ok' ? 0 : 1);
}

function endByFault(thrown: unknown): void {
  if (isEndedByFault) process.exit(1);
  isEndedByFault = true;
  for (const line of causeChain(thrown)) log.debug(line);
  const error = `The step ended by a fault of d365fo-action (${messageOf(thrown)}): what F&O did is not known. Please report it with the log of a run with debug logging.`;
  const outputs = preparation?.operation?.outputsOfFailure(thrown) ?? {};
  const known = preparation ?? {
    operationName: '',
    operation: undefined,
    callbackUrl: undefined,
    writesSummary: false,
  };
  report(verdicts.failed(error, outputs), { ...known, prepared: { problems: [] } })
    .catch(() => undefined)
    .finally(() => process.exit(1));
}

async function run({ signIn, environment, requestTimeoutMs: timeoutMs, maxRetries, run }: Prepared): Promise<Result> {
  const { signal } = interruption;
  const client = createClient({ transport, clock, log, maxRetries, random: Math.random });
  const bearer = createBearer(signIn, { client, clock, log, secrets, signal, timeoutMs });
  const fno = createFno({ environment, bearer, client, show: createShow(redact), signal, timeoutMs });
  const tempFolder = process.env['RUNNER_TEMP'] ?? tmpdir();
  return run({ fno, bearer, log, clock, secrets, signal, tempFolder });
}

/** Maps what was thrown to a failed result, and gives up on an operation that a signal does not end in time. */
async function settle(running: Promise<Result>, { operation }: Preparation): Promise<Result> {
  const { promise: overdue, reject } = Promise.withResolvers<never>();
  interruption.signal.addEventListener('abort', () => {
    setTimeout(reject, RESULT_AFTER_SIGNAL_MS, interruption.signal.reason);
  });
  try {
    return await Promise.race([running, overdue]);
  } catch (thrown) {
    for (const line of causeChain(thrown)) log.debug(line);
    return verdicts.failed(messageOf(thrown), operation?.outputsOfFailure(thrown) ?? {});
  }
}

function invalid(problems: string[]): Result {
  const count = problems.length === 1 ? 'One problem' : `${problems.length} problems`;
  const error = `${count} with the inputs; nothing was sent. ${problems.join(' ')}`;
  return verdicts.failed(error, { outcome: 'failed' });
}

/** Outputs, then summary, then annotation, then callback: what the next step needs comes first. */
async function report(result: Result, preparation: Preparation): Promise<void> {
  const error = result.verdict === 'ok' ? '' : shorten(neutralise(redact(result.error)), ERROR_LIMIT_BYTES);
  for (const [name, value] of Object.entries({ ...result.outputs, error })) setOutput(name, value);
  if (error) annotate(error);
  if (preparation.writesSummary && process.env['GITHUB_STEP_SUMMARY']) {
    const summary = redact(summaryOf(subjectOf(preparation), result, error));
    await core.summary
      .addRaw(summary, true)
      .write()
      .catch((thrown: unknown) => {
        log.warning(`The job summary could not be written: ${messageOf(thrown)}.`);
      });
  }
  if (preparation.callbackUrl) {
    const body = redact(callbackBody(result, error));
    const signal = interruption.signal.aborted ? AbortSignal.timeout(CALLBACK_AFTER_SIGNAL_MS) : interruption.signal;
    const { prepared } = preparation;
    const maxRetries = 'maxRetries' in prepared ? prepared.maxRetries : 5;
    const client = createClient({ transport, clock, log, maxRetries, random: Math.random });
    await postCallback(preparation.callbackUrl, body, { client, log, signal });
  }
}

function subjectOf({ operationName, prepared }: Preparation): string {
  const host = 'environment' in prepared ? prepared.environment?.host : undefined;
  return [operationName || 'd365fo-action', host].filter(Boolean).join(' · ');
}

/** Run by hand there is no file for outputs, and the toolkit would print them, the token among them. */
function setOutput(name: string, value: string): void {
  if (process.env['GITHUB_OUTPUT']) core.setOutput(name, value);
  else log.info(`Output ${name}: ${value}`);
}

function annotate(message: string): void {
  core.error(neutralise(redact(message)));
}
