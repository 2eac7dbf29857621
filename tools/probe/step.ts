/** The step of the chain probe-environment: its table goes into the job summary, and its report into a file. */
import '../../src/node-version.ts';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as core from '@actions/core';
import { momentAfter, msBetween, systemClock as clock } from '../../src/clock.ts';
import { originOfScope } from '../../src/entra/audience.ts';
import { checkGivenToken } from '../../src/entra/methods/token.ts';
import { causeChain, Failure, Interrupted, messageOf } from '../../src/errors.ts';
import { parseEnvironmentUrl } from '../../src/fno/environment-url.ts';
import { parseConnectionVariables } from '../../src/http/connection-variables.ts';
import { nameProxy } from '../../src/http/proxy.ts';
import { readInputs } from '../../src/inputs.ts';
import { leave } from '../../src/leave.ts';
import { createLog } from '../../src/log.ts';
import { complain, report, type Ended } from '../../src/report/report.ts';
import { createSecrets } from '../../src/report/secrets.ts';
import { stepWays } from '../../src/report/step-ways.ts';
import { createShow } from '../../src/server-text.ts';
import { overlayVariables } from '../../src/variables.ts';
import { createProbeTransport, parseMayStart, probe } from './probe.ts';
import { columns, countOf, rowsOf } from './report.ts';
import { PACE } from './watch.ts';

/** Until the last word is written the step counts as failed, however the process ends. */
process.exitCode = 1;

const OPERATION = 'probe';
const secrets = createSecrets(core.setSecret);
const { info, notice, warning, debug } = core;
const shows = {
  value: createShow((value) => secrets.redact(value)),
  message: createShow((message) => secrets.redactMessage(message)),
};
const log = createLog({ info, notice, warning, debug }, shows.message, () => OPERATION);
const interruption = new AbortController();

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (interruption.signal.aborted) process.exit(1);
    interruption.abort(new Interrupted(`The step was interrupted (${signal}).`));
  });
}

await end(await run());

async function run(): Promise<Ended> {
  const { env } = process;
  const connections = parseConnectionVariables(env);
  for (const secret of connections.secrets) secrets.add(secret);
  nameProxy(env, connections);
  // An earlier step of the chain has signed in, and has said what is to be said of the variables.
  const variables = overlayVariables(env, { credentials: [], readBy: () => [] });
  const { inputs, problems } = readInputs(variables.env, variables);
  const given = inputs.text('token');
  secrets.add(given);
  for (const problem of connections.problems) inputs.problem(problem);
  const mayStart = parseMayStart(env['INPUT_MAY-START-BATCH-JOB'], inputs.problem);
  const longestMs = (inputs.number('wait-timeout-minutes', { above: 0 }) ?? 60) * 60_000;
  const url = parseEnvironmentUrl(inputs);
  if (url === 'missing') inputs.problem('`environment-url` has no value: provide the URL of F&O.');
  if (given === undefined) inputs.problem('`token` has no value.');
  const origins = url instanceof URL ? [originOfScope(inputs.identifier('scope')), url.origin] : [];
  // What AD FS issues names its resource in ways of its own.
  const isAdfs = inputs.text('tenant-id')?.toLowerCase() === 'adfs';
  const expected = isAdfs ? [] : origins.filter((origin) => origin !== undefined);
  checkGivenToken(inputs, { expected, wallTime: clock.wallTime(), renewable: false });
  if (problems.length > 0 || !(url instanceof URL) || given === undefined)
    return endedBy(complain('with the inputs; nothing was sent', problems, log));

  const expiresOn = env['INPUT_EXPIRES-ON'] ?? '';
  const expiresOnMs = Date.parse(expiresOn) || undefined;
  const expiresAt = expiresOnMs && momentAfter(clock.moment(), expiresOnMs - clock.wallTime().epochMs);
  const token = () => {
    if (expiresAt && msBetween(clock.moment(), expiresAt) <= 0)
      return Promise.reject(new Failure(`The token expired at ${expiresOn}, and the chain signs in only once.`));
    return Promise.resolve(given);
  };
  const transport = createProbeTransport();
  try {
    const pace = { ...PACE, longestMs };
    const { signal } = interruption;
    const probed = await probe({ environment: url, token, expiresOnMs, transport, log, signal, mayStart, pace });
    for (const note of probed.notes) log.warning(note);
    const folder = await mkdtemp(join(env['RUNNER_TEMP'] || tmpdir(), 'd365fo-probe-'));
    const file = join(folder, 'probe-report.json');
    await writeFile(file, `${JSON.stringify(probed.report, undefined, 2)}\n`);
    const table = { kind: 'table', head: columns, rows: rowsOf(probed.report) } as const;
    const blocks = [{ kind: 'list', items: [countOf(probed.report), ...probed.notes] } as const, table];
    return { error: probed.error, outputs: { 'report-file': file }, story: { blocks } };
  } catch (thrown) {
    for (const line of causeChain(thrown)) log.debug(line);
    return endedBy(messageOf(thrown));
  } finally {
    transport.close();
  }
}

function endedBy(error: Ended['error']): Ended {
  return { error, outputs: {}, story: { blocks: [] } };
}

async function end(ended: Ended): Promise<void> {
  const summary = Boolean(process.env['GITHUB_STEP_SUMMARY']);
  const asked = { operation: OPERATION, environment: undefined, summary, callbackUrl: undefined };
  const ways = { ...stepWays(core, log, () => OPERATION), shows, post: () => Promise.resolve() };
  const verdict = await report(ended, asked, ways);
  await leave(verdict === 'ok' ? 0 : 1);
}
