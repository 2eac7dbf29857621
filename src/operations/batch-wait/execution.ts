import { wallTimeOf, type Clock } from '../../clock.ts';
import { DeadlinePassed, Failure, messageOf } from '../../errors.ts';
import * as dmf from '../../fno/data-management/execution.ts';
import { executionStanding, rowsFailed } from '../../fno/data-management/status.ts';
import type { Reader } from '../../fno/read.ts';
import type { Tools } from '../operation.ts';
import type { Args } from './arguments.ts';
import { within } from '../deadline.ts';
import { drive, type Wait } from './drive.ts';
import { beginExecution, stepExecution } from './execution-machine.ts';
import type {
  ExecutionObservation,
  ExecutionRead,
  ExecutionRules,
  ExecutionState,
  WantedExecution,
} from './execution-state.ts';
import { errorLines, messageFor, nameOf, progressLine } from './execution-messages.ts';
import { render, type Message } from './message.ts';
import type { Waited } from './outcome.ts';
import { executionSummary } from './summary.ts';
import { writeJson } from './write-json.ts';

/** The end of a wait may be read about, but not for long. */
const READING_MS = 120_000;
/** What only informs must not hold up the wait. */
const INFORMING_MS = 10_000;
const LINES_IN_LOG = 12;
const LINES_IN_SUMMARY = 30;

/** Waits for an execution of data management, and tells what F&O says about it. */
export async function waitForExecution(
  wanted: WantedExecution,
  { rules, accepted, timeoutMs }: Args,
  tools: Tools,
): Promise<Waited> {
  const { fno, clock, log } = tools;
  const wallTime = wallTimeOf(clock);
  const text = (message: Message) => render(message, fno.show);
  let state = await drive(executionWait(wanted, rules, tools), tools, timeoutMs);
  if (isOver(state)) state = stepExecution(state, await readDetails(state, tools), rules, clock.moment()).state;

  const { errors, executionId = '', segments, entities } = state;
  const outcome = state.ended?.outcome ?? 'failed';
  const isWritten = errors && (errors.length > 0 || outcome !== 'finished');
  const errorsFile = isWritten ? await writeJson(`dmf-errors-${executionId}`, errors, 'errors-file', tools) : undefined;
  for (const line of errorLines(errors ?? [], LINES_IN_LOG)) log.info(text(line));
  const isAccepted = accepted.includes(outcome);
  const message = text(messageFor(state, timeoutMs ?? 0, isAccepted));
  if (isAccepted) log.info(message);
  const lines = errorLines(errors ?? [], LINES_IN_SUMMARY).map(text);
  const name = text(nameOf(state));
  return {
    outcome,
    status: state.status?.wire ?? '',
    jobs: [],
    errorsFile,
    errorCount: errors?.length,
    error: isAccepted ? undefined : message,
    story: {
      about: entities.length === 0 ? name : aboutEntities(entities),
      blocks: executionSummary(name, { segments, entities, errorLines: lines }, wallTime),
    },
  };
}

const NAMED = 3;

function aboutEntities(entities: readonly dmf.EntityProgress[]): string {
  const more = entities.length > NAMED ? ` and ${entities.length - NAMED} more` : '';
  return `${entities
    .slice(0, NAMED)
    .map(({ entity }) => entity.wire)
    .join(', ')}${more}`;
}

function executionWait(
  wanted: WantedExecution,
  rules: ExecutionRules,
  { clock, log }: { clock: Clock; log: Tools['log'] },
): Wait<ExecutionState, ExecutionObservation, ExecutionRead> {
  return {
    begun: beginExecution(wanted, rules, clock.moment()),
    step: (state, observation, now) => stepExecution(state, observation, rules, now),
    progress: progressLine,
    async read(read, reader): Promise<ExecutionObservation> {
      if (read.kind === 'message') {
        // In this order: a message that is processed has its execution by then, if it has one at all.
        const seen = await dmf.messageStatus(reader, read.messageId);
        const executionId = await dmf.executionOfMessage(reader, read.messageId);
        const [status, said] = seen.kind === 'status' ? [seen.status, ''] : [undefined, seen.message];
        return { kind: 'message', executionId, status, said };
      }
      const seen = await dmf.executionStatus(reader, read.executionId);
      if (seen.kind === 'not-found') return seen;
      const informs = read.informs && executionStanding(seen.status.wire).kind !== 'ended';
      if (!informs) return { ...seen, entities: undefined };
      const entities = await within(clock, INFORMING_MS, reader.signal, (signal) =>
        dmf.entityProgress({ ...reader, signal }, read.executionId),
      ).catch((thrown: unknown) => {
        reader.signal.throwIfAborted();
        if (!(thrown instanceof Failure)) throw thrown;
        log.debug(thrown.message);
        return undefined;
      });
      return { ...seen, entities };
    },
    act: (none) => none,
  };
}

const isOver = ({ ended, executionId, segments }: ExecutionState) =>
  executionId !== undefined &&
  segments.length > 0 &&
  ['finished', 'partially-succeeded', 'error', 'canceled'].includes(ended?.outcome ?? '');

/** Reads the last state of the entities, and the errors. */
async function readDetails(
  { executionId = '', ended }: ExecutionState,
  { fno, clock, log, signal }: Tools,
): Promise<Extract<ExecutionObservation, { kind: 'details' }>> {
  const read = async <T>(what: string, ask: (reader: Reader) => Promise<T>): Promise<T | undefined> => {
    try {
      return await within(clock, READING_MS, signal, (cut) => ask({ fno, clock, signal: cut, attempts: 'retry' }));
    } catch (thrown) {
      const isTooLate = thrown instanceof DeadlinePassed && !signal.aborted;
      const reason = isTooLate ? `F&O did not respond within ${READING_MS / 1_000} s.` : messageOf(thrown);
      const doubt = what === 'entities' && ended?.outcome === 'finished' && !signal.aborted;
      const line = `The ${what} could not be read${doubt ? ', so rows that failed would not be noticed' : ''}: ${reason}`;
      if (doubt) log.warning(line);
      else log.info(line);
      return undefined;
    }
  };
  // The verdict hangs on the entities, so they come first.
  const entities = await read('entities', (reader) => dmf.entityProgress(reader, executionId));
  // Only where it matters: the rows of an export need not be counted as written.
  const suspect =
    ended?.outcome === 'finished'
      ? entities?.find((entity) => rowsFailed(entity) > 0 && entity.created + entity.updated === 0)
      : undefined;
  const isExport =
    suspect !== undefined &&
    (await read('data project', (reader) => dmf.isExport(reader, suspect.definitionGroup))) === true;
  const errors = await read('errors', (reader) => dmf.executionErrors(reader, executionId));
  return { kind: 'details', isCut: signal.aborted, errors, entities, isExport };
}
