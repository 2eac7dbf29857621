/** The step of the chain probe-environment: its table goes into the job summary, and its report into a file. */
import '../../src/node-version.ts';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as core from '@actions/core';
import { causeChain, Interrupted, messageOf } from '../../src/errors.ts';
import { createLog } from '../../src/log.ts';
import { complain, report, type Ended } from '../../src/report/report.ts';
import { createSecrets } from '../../src/report/secrets.ts';
import { stepWays } from '../../src/report/step-ways.ts';
import { createShow } from '../../src/server-text.ts';
import { probe, WrongInputs } from './probe.ts';
import { columns, rowsOf } from './report.ts';
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
  process.once(signal, () => {
    interruption.abort(new Interrupted(`The step was interrupted (${signal}).`));
  });
}

await end(await run());

async function run(): Promise<Ended> {
  try {
    const found = await probe({
      env: process.env,
      log,
      secrets,
      signal: interruption.signal,
      mayStart: process.env['INPUT_MAY-START-BATCH-JOB']?.trim(),
      pace: { ...PACE, longestMs: Number(process.env['INPUT_WAIT-TIMEOUT-MINUTES']) * 60_000 },
    });
    const folder = await mkdtemp(join(process.env['RUNNER_TEMP'] ?? tmpdir(), 'd365fo-probe-'));
    const file = join(folder, 'probe-report.json');
    await writeFile(file, `${JSON.stringify(found, undefined, 2)}\n`);
    const table = { kind: 'table', head: columns, rows: rowsOf(found) } as const;
    return { error: undefined, outputs: { 'report-file': file }, story: { blocks: [table] } };
  } catch (thrown) {
    for (const line of causeChain(thrown)) log.debug(line);
    const problems = thrown instanceof WrongInputs ? thrown.problems : [];
    const isList = problems.length > 1;
    const error = isList ? complain('with the inputs; nothing was sent', problems, log) : messageOf(thrown);
    return { error, outputs: {}, story: { blocks: [] } };
  }
}

async function end(ended: Ended): Promise<void> {
  const summary = Boolean(process.env['GITHUB_STEP_SUMMARY']);
  const asked = { operation: OPERATION, environment: undefined, summary, callbackUrl: undefined };
  const ways = { ...stepWays(core, log, () => OPERATION), shows, post: () => Promise.resolve() };
  const verdict = await report(ended, asked, ways);
  process.exitCode = verdict === 'ok' ? 0 : 1;
}
