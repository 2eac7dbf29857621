/** `npm run probe`: what the environment of the `D365FO_…` variables returns, as a table and as a report. */
import { access, constants, mkdir, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { parseArgs, styleText } from 'node:util';
import { setSecret } from '@actions/core';
import { systemClock as clock } from '../../src/clock.ts';
import { bearerForEnvironment, createBearer } from '../../src/entra/create-bearer.ts';
import { credentialRules, secretInputs } from '../../src/entra/methods/index.ts';
import { parseSignIn } from '../../src/entra/sign-in.ts';
import { Failure, Interrupted, messageOf } from '../../src/errors.ts';
import { parseEnvironmentUrl } from '../../src/fno/environment-url.ts';
import { EMPTY_HINT } from '../../src/inputs.ts';
import { createClient } from '../../src/http/client.ts';
import { createLog } from '../../src/log.ts';
import { createSecrets } from '../../src/report/secrets.ts';
import { createShow } from '../../src/server-text.ts';
import { readStepInputs } from '../../src/step-inputs.ts';
import { jobInputs, variableOf } from '../../src/variables.ts';
import { createProbeTransport, parseMayStart, probe, type Probed } from './probe.ts';
import { countOf, tableOf } from './report.ts';

const usage = `npm run probe -- [options]
  --report FILE                 where to write the report; probe-report.json without it
  --may-start-batch-job RECID   also starts this batch job, and watches it through one run
  --help

Reads the variables of docs/SETUP.md (D365FO_ENVIRONMENT_URL, D365FO_TENANT_ID, D365FO_CLIENT_ID, D365FO_CLIENT_SECRET …),
and sends the environment at most 40 requests, none of which changes anything. If it may start a batch job, it also starts
that job, and reads its status every ten seconds until the run has ended.`;

const SIGN_IN_TIMEOUT_MS = 60_000;

// On a runner the log is masked as well; elsewhere the command would show what it masks.
const isOnRunner = process.env['GITHUB_ACTIONS'] === 'true';
const secrets = createSecrets(isOnRunner ? setSecret : () => undefined);
const show = createShow((text) => secrets.redactMessage(text));
const write = (line: string) => {
  console.error(line);
};
const log = createLog({ info: write, notice: write, warning: write, debug: () => undefined }, show, () => 'probe');
const interruption = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => {
    interruption.abort(new Interrupted('The probe was interrupted.'));
  });

try {
  const { values } = parseArgs({
    options: {
      report: { type: 'string', default: 'probe-report.json' },
      'may-start-batch-job': { type: 'string' },
      help: { type: 'boolean' },
    },
  });
  if (values.help === true) console.log(usage);
  else await run(values.report, values['may-start-batch-job']);
} catch (thrown) {
  fail(messageOf(thrown));
  if (thrown instanceof TypeError && 'code' in thrown) console.error(`\n${usage}`);
}

async function run(file: string, mayStart: string | undefined): Promise<void> {
  await checkFile(file);
  const { report, notes, error } = await signInAndProbe(mayStart);
  console.log(tableOf(report));
  console.log(`\n${countOf(report)}`);
  for (const note of notes) console.log(show(note));
  await writeFile(file, `${JSON.stringify(report, undefined, 2)}\n`);
  console.log(`Written to ${file}. It holds no names, IDs, URLs or data. Read it before you send it.`);
  if (error !== undefined) fail(error);
}

/** @throws Failure if the report cannot be written, before anything is sent */
async function checkFile(file: string): Promise<void> {
  try {
    await mkdir(dirname(file), { recursive: true });
    const found = await stat(file).catch(() => undefined);
    if (file === '' || found?.isDirectory()) throw new Error('it is no name of a file');
    await access(found ? file : dirname(file), constants.W_OK);
  } catch (thrown) {
    throw new Failure(`The report cannot be written to "${file}" (${messageOf(thrown)}), so nothing was sent.`);
  }
}

/** @throws Failure with all that is wrong with the variables, if signing in fails, or if nothing responds like F&O */
async function signInAndProbe(given: string | undefined): Promise<Probed> {
  const { env } = process;
  const { signal } = interruption;
  const { inputs, problems, connectionProblems } = readStepInputs(env, secretInputs, { secrets, log });
  for (const problem of connectionProblems) inputs.problem(problem);
  if (given?.trim() === '') inputs.problem('`--may-start-batch-job` is empty: is the variable set that it comes from?');
  const mayStart = parseMayStart(given, inputs.problem);
  const url = parseEnvironmentUrl(inputs);
  if (url === 'missing') inputs.problem('`D365FO_ENVIRONMENT_URL` has no value: provide the URL of F&O.');
  const environment = url instanceof URL ? url : undefined;
  const about = { env, environment, operation: 'probe', sendsToken: true, wallTime: clock.wallTime(), secrets };
  const isBare = !isOnRunner && [...credentialRules.credentials, 'auth' as const].every((name) => !inputs.text(name));
  if (isBare)
    inputs.problem('No credential is set: set `client-secret`, `certificate` or `refresh-token` (docs/SETUP.md).');
  const signIn = isBare ? undefined : await parseSignIn(inputs, about);
  if (problems.length > 0 || !signIn || !environment) throw new Failure(problems.map(ofVariables).join('\n'));

  const transport = createProbeTransport();
  try {
    const client = createClient({ transport, clock, log, maxRetries: 2, random: Math.random });
    const showValue = createShow((text) => secrets.redact(text));
    const parts = { client, clock, log, secrets, show: showValue, signal, timeoutMs: SIGN_IN_TIMEOUT_MS };
    const bearer = bearerForEnvironment(createBearer(signIn, parts), signIn, showValue);
    const token = async () => {
      const current = await bearer.current(signal);
      if (current === undefined) throw new Failure('`D365FO_AUTH` is `none`: the probe needs a token.');
      return current;
    };
    const expiresOnMs = bearer.expiresOn(await token())?.epochMs;
    return await probe({ environment, token, expiresOnMs, transport, log, signal, mayStart });
  } finally {
    transport.close();
  }
}

/** A problem of an input as one of its variable, which is all that this command reads. */
function ofVariables(problem: string): string {
  const plain = isOnRunner ? problem : problem.replace(` ${EMPTY_HINT}`, '');
  return [...jobInputs, ...credentialRules.readBy('auto')].reduce((text, name) => {
    const variable = `\`${variableOf(name)}\``;
    return text.replace(`\`${name}\` (variable ${variable})`, variable).replaceAll(`\`${name}\``, variable);
  }, plain);
}

function fail(message: string): void {
  for (const line of message.split('\n')) console.error(styleText('red', show(line)));
  process.exitCode = 1;
}
