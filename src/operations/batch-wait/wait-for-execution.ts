import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf } from '../../errors.ts';
import * as dmf from '../../fno/data-management/execution.ts';
import type { ExecutionError } from '../../fno/data-management/execution-errors.ts';
import type { Outputs, Result, Tools, Verdicts } from '../operation.ts';
import type { Args } from './arguments.ts';
import { cutBy, setDeadline } from '../deadline.ts';
import { executionTarget, type Execution, type WantedExecution } from './execution-target.ts';
import { errorLines, nameOf, messageFor } from './execution-words.ts';
import type { BatchWaitOutput } from './outcome.ts';
import { outcomeOf } from './sentence.ts';
import { executionSummary } from './summary.ts';
import { waitFor } from './wait.ts';

/** The end of a wait may be read about, but not for long. */
const READING_MS = 120_000;
const LINES_IN_LOG = 12;
const LINES_IN_SUMMARY = 30;

/** Waits for an execution of data management, and tells what F&O reported of it. */
export async function waitForExecution(
  wanted: WantedExecution,
  args: Omit<Args, 'wanted'>,
  tools: Tools,
  { ok, failed }: Verdicts<BatchWaitOutput>,
): Promise<Result<BatchWaitOutput>> {
  const { fno, clock, log, signal, tempFolder } = tools;
  const startedMs = clock.now();
  const target = executionTarget(wanted, { fno, clock, log });
  const { execution } = target;
  const ending = await waitFor(target, { clock, log, signal, timeoutMs: args.timeoutMs, fixedGapMs: args.fixedGapMs });
  const outcome = outcomeOf(execution, ending);
  const details = ending.kind === 'over' ? await readDetails(execution, tools) : { errors: undefined };
  const hasErrors = outcome === 'error' || outcome === 'partially-succeeded';
  const errors = hasErrors ? details.errors : undefined;

  const outputs: Outputs<BatchWaitOutput> = {
    outcome,
    status: execution.status,
    jobs: '[]',
    'elapsed-seconds': String(Math.round((clock.now() - startedMs) / 1000)),
  };
  if (errors && execution.executionId !== undefined) {
    const file = join(tempFolder, `dmf-errors-${execution.executionId.replace(/[^\w-]/g, '_')}.json`);
    await writeFile(file, `${JSON.stringify(errors, undefined, 1)}\n`);
    outputs['errors-file'] = file;
    outputs['error-count'] = String(errors.length);
    for (const line of errorLines(errors, LINES_IN_LOG)) log.info(line);
  }
  if (outcome === 'finished') outputs['error-count'] = '0';
  const message = messageFor(execution, outcome, ending, args.timeoutMs, errors);
  if (args.accepted.includes(outcome)) log.info(message);
  const lines = errorLines(errors ?? [], LINES_IN_SUMMARY);
  const summary = executionSummary(nameOf(execution), execution.segments, execution.entities, lines);
  return args.accepted.includes(outcome) ? ok(outputs, summary) : failed(message, outputs, summary);
}

/** Reads the last state of the entities, and the errors; neither changes how it ended. */
async function readDetails(
  execution: Execution,
  { fno, clock, log, signal }: Tools,
): Promise<{ errors: ExecutionError[] | undefined }> {
  const { executionId, ended } = execution;
  if (executionId === undefined || ended?.outcome === 'deleted') return { errors: undefined };
  const deadline = setDeadline(clock, clock.now() + READING_MS, signal);
  const reader = { fno, clock, signal: deadline.signal, attempts: 'retry' as const };
  const tried = async <T>(what: string, ask: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await cutBy(deadline.signal, ask());
    } catch (thrown) {
      const tooLate = deadline.signal.aborted && !signal.aborted;
      const reason = tooLate ? `no answer came within ${READING_MS / 1_000} s.` : messageOf(thrown);
      log.info(`${what} could not be read: ${reason}`);
      return undefined;
    }
  };
  try {
    const failed = ended?.outcome === 'error' || ended?.outcome === 'partially-succeeded';
    const errors = failed ? await tried('The errors', () => dmf.executionErrors(reader, executionId)) : undefined;
    execution.entities =
      (await tried('The entities', () => dmf.entityProgress(reader, executionId))) ?? execution.entities;
    return { errors };
  } finally {
    deadline.dispose();
  }
}
