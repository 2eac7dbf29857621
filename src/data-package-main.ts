import './node-version.ts';
import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import * as core from '@actions/core';
import { parseArguments } from './data-package/arguments.ts';
import { inputDefaults } from './data-package/contract.ts';
import { Refused } from './data-package/refused.ts';
import { run, type Outputs } from './data-package/run.ts';
import { removeTemporaryFolders } from './data-package/temporary.ts';
import { causeChain, Failure, messageOf } from './errors.ts';
import { checkNames, readInputsOf } from './inputs.ts';
import { leave } from './leave.ts';
import { createLog } from './log.ts';
import { driftBlocks } from './report/drift-summary.ts';
import type { Block } from './report/markdown.ts';
import { complain, report, type Complaint, type Ended, type Ways } from './report/report.ts';
import { stepWays } from './report/step-ways.ts';
import { blocksMarkdown } from './report/summary.ts';
import { createShow } from './server-text.ts';

/** Until the last word is written the step counts as failed, however the process ends. */
process.exitCode = 1;

/** Nothing here is a secret of the action: no input is, and no credential is read. */
const show = createShow((text) => text);
const { info, notice, warning, debug } = core;
const log = createLog({ info, notice, warning, debug }, show, () => OPERATION);
const temp = resolve(process.env['RUNNER_TEMP'] || tmpdir());
const OPERATION = 'data-package';
/** GitHub takes 1 MiB of a summary, and a chain has more to say. */
const SUMMARY_FILE_BYTES = 900_000;
let mode: string | undefined;
let summary = Boolean(process.env['GITHUB_STEP_SUMMARY']);
const ways: Ways = {
  ...stepWays(core, log, () => OPERATION),
  shows: { value: show, message: show },
  post: () => Promise.resolve(),
};

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    removeTemporaryFolders();
    breakOff(endedBy(`The step was interrupted (${signal}); nothing was written.`));
  });
}
process.on('uncaughtException', (thrown) => {
  breakOff(faultOf(thrown));
});
void main().then(end, (thrown: unknown) => end(faultOf(thrown)));

async function main(): Promise<Ended> {
  const { inputs, problems } = readInputsOf(inputDefaults, process.env);
  checkNames(process.env, inputs, Object.keys(inputDefaults));
  const workspace = process.env['GITHUB_WORKSPACE'] ?? process.cwd();
  const args = parseArguments(inputs, { workspace, temp });
  mode = args?.mode;
  summary &&= inputs.flag('summary');
  if (problems.length > 0) return endedBy(complain('with the inputs; nothing was done', problems, log));
  if (!args) throw new Error('an input was refused without a reason');
  try {
    const { outputs, drift } = await run(args, temp, log);
    if (args.mode !== 'compare')
      return { error: undefined, outputs, story: { about: mode, blocks: countBlocks(outputs) } };
    const blocks = driftBlocks(drift, args.hideValues);
    const file = join(temp, `d365fo-drift-${randomUUID()}.md`);
    await writeFile(file, blocksMarkdown(blocks, ways.shows, SUMMARY_FILE_BYTES));
    return { error: undefined, outputs: { ...outputs, 'summary-file': file }, story: { about: mode, blocks } };
  } catch (thrown) {
    if (!(thrown instanceof Failure) && !isOfSystem(thrown)) throw thrown;
    for (const line of causeChain(thrown)) log.debug(line);
    if (thrown instanceof Refused && thrown.problems.length > 1) {
      for (const problem of thrown.problems) log.info(`- ${problem}`);
      return endedBy({ first: `${thrown.what}: ${thrown.problems.length} problems.`, each: thrown.problems });
    }
    return endedBy(messageOf(thrown));
  }
}

/** A file that cannot be read or written, a full disk: the system's own text says it best. */
const isOfSystem = (thrown: unknown): boolean => thrown instanceof Error && 'syscall' in thrown;

function faultOf(thrown: unknown): Ended {
  for (const line of causeChain(thrown)) log.debug(line);
  const error = `The step ended because of a bug in d365fo-action (${messageOf(thrown)}). Please report it, with the log of a run with debug logging.`;
  return endedBy(error);
}

function endedBy(error: Complaint): Ended {
  return { error, outputs: {}, story: { about: mode, blocks: [] } };
}

const countBlocks = (outputs: Outputs): Block[] => [
  {
    kind: 'table',
    head: ['Entities', 'Rows'],
    rows: [[outputs['entity-count'] ?? '', outputs['row-count'] ?? '']],
  },
];

let hasEnded = false;

/** Ends at once, since the work would go on. */
function breakOff(ended: Ended): void {
  if (!hasEnded) void end(ended).then(() => process.exit(1));
}

async function end(ended: Ended): Promise<void> {
  if (hasEnded) return;
  hasEnded = true;
  const asked = { operation: OPERATION, environment: undefined, summary, callbackUrl: undefined };
  const verdict = await report(ended, asked, ways);
  await leave(verdict === 'ok' ? 0 : 1);
}
