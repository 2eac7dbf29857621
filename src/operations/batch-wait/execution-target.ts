import type { Clock } from '../../clock.ts';
import { Failure } from '../../errors.ts';
import type { Reader } from '../../fno/read.ts';
import * as dmf from '../../fno/data-management/execution.ts';
import { executionStanding, isFailedMessage } from '../../fno/data-management/status.ts';
import type { Fno } from '../../fno/environment.ts';
import type { Log } from '../../log.ts';
import { isCut } from '../deadline.ts';
import type { Ended, Segment } from './item.ts';
import type { Next, Target } from './wait.ts';
import * as words from './execution-words.ts';

export type WantedExecution = { kind: 'execution'; executionId: string } | { kind: 'message'; messageId: string };

/** A data management execution as what is waited for. */
export interface Execution {
  wanted: WantedExecution;
  /** `undefined` while the message waits in its queue. */
  executionId: string | undefined;
  /** F&O's own word; empty before the first answer. */
  status: string;
  ended: Ended | undefined;
  segments: Segment[];
  entities: dmf.EntityProgress[];
}

/** "Were not found" is F&O's answer to a new execution for a while. */
const NEW_FOR_MS = 5 * 60_000;
/** How often what only the heartbeat tells is read. */
const ASIDE_MS = 50_000;

export function executionTarget(
  wanted: WantedExecution,
  { fno, clock, log }: { fno: Fno; clock: Clock; log: Log },
): Target & { execution: Execution } {
  const begunMs = clock.now();
  const execution: Execution = {
    wanted,
    executionId: wanted.kind === 'execution' ? wanted.executionId : undefined,
    status: '',
    ended: undefined,
    segments: [],
    entities: [],
  };
  let knownMs = begunMs;
  let asideMs = begunMs;
  let missingSinceMs: number | undefined;
  let saidQueued = false;

  const aside = async (ask: () => Promise<void>) => {
    if (clock.now() - asideMs < ASIDE_MS) return;
    asideMs = clock.now();
    try {
      await ask();
    } catch (thrown) {
      // What it tells is a courtesy: only the status decides.
      if (!(thrown instanceof Failure) || isCut(thrown)) throw thrown;
      log.debug(thrown.message);
    }
  };

  const lookForExecution = async (reader: Reader, messageId: string, say: (line: string) => void) => {
    execution.executionId = await dmf.executionOfMessage(reader, messageId);
    if (execution.executionId !== undefined) {
      knownMs = clock.now();
      say(`Message ${messageId} is processed by execution ${execution.executionId}.`);
      return;
    }
    if (!saidQueued) say(`Message ${messageId} still waits in its queue.`);
    saidQueued = true;
    await aside(async () => {
      const status = await dmf.messageStatus(reader, messageId);
      if (status && status !== execution.status) say(`Message ${messageId}: ${status}`);
      execution.status = status;
      if (isFailedMessage(status)) execution.ended = { outcome: 'error', because: words.messageFailed(status) };
    });
  };

  const notFound = (said: string, say: (line: string) => void) => {
    const now = clock.now();
    if (missingSinceMs === undefined) say(words.notFoundYet(execution));
    missingSinceMs ??= now;
    if (execution.status && execution.executionId) {
      if (now - missingSinceMs >= NEW_FOR_MS) execution.ended = { outcome: 'deleted', because: '' };
    } else if (now - knownMs >= NEW_FOR_MS) throw new Failure(words.noSuchExecution(execution, said));
  };

  const noteStatus = (status: string, say: (line: string) => void) => {
    const now = clock.now();
    missingSinceMs = undefined;
    const current = execution.segments.at(-1);
    if (current) current.toMs = now;
    if (current?.status !== status) {
      execution.status = status;
      execution.segments.push({ status, fromMs: now, toMs: now });
      say(words.statusLine(execution));
      if (executionStanding(status).kind === 'unknown') log.warning(words.unknownStatus(execution));
    }
    const standing = executionStanding(status);
    if (standing.kind === 'ended') execution.ended = { outcome: standing.outcome, because: '' };
  };

  return {
    execution,
    progress: () => words.progressLine(execution, clock.now() - begunMs),
    async poll(signal, say): Promise<Next> {
      const reader: Reader = { fno, clock, signal, attempts: 'once' };
      if (wanted.kind === 'message' && execution.executionId === undefined) {
        await lookForExecution(reader, wanted.messageId, say);
      }
      const { executionId } = execution;
      if (executionId !== undefined) {
        const seen = await dmf.executionStatus(reader, executionId);
        signal.throwIfAborted();
        if (seen.kind === 'not-found') notFound(seen.said, say);
        else noteStatus(seen.status, say);
        if (!execution.ended && seen.kind === 'status') {
          await aside(async () => {
            execution.entities = await dmf.entityProgress(reader, executionId);
          });
        }
      }
      if (execution.ended) return { kind: 'over' };
      return { kind: 'again', restartedAtMs: undefined, expectedEnds: [], wakeAtMs: undefined };
    },
  };
}
