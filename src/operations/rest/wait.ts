import { DeadlinePassed, Outage } from '../../errors.ts';
import { retryAfterOf } from '../../http/retry.ts';
import { formatDuration } from '../../report/duration.ts';
import { withHeartbeat } from '../../report/heartbeat.ts';
import { isCut, setDeadline, sleepUntil } from '../deadline.ts';
import type { Tools } from '../operation.ts';
import type { Look } from './look.ts';

const HEARTBEAT_MS = 60_000;

export interface WaitParts {
  name: string;
  waitMs: number;
  pollMs: number;
  /** Asks once; the signal cuts its requests, signing in among them, and the pauses between these. */
  look: (signal: AbortSignal) => Promise<Look>;
}

/** A look that did not end the wait. */
type Passing = Exclude<Look, { kind: 'accepted' }> | Outage;

/**
 * Looks again and again until an answer is accepted or refused for good, or the deadline passes.
 *
 * @returns the last look; one that `may-pass` is of a deadline that passed, and its sentence says so
 * @throws Failure where there was no answer, and none will come
 */
export async function waitForAnswer(
  parts: WaitParts,
  { clock, log, signal }: Pick<Tools, 'clock' | 'log' | 'signal'>,
): Promise<Look> {
  const startedMs = clock.now();
  const deadline = setDeadline(clock, startedMs + parts.waitMs, signal);
  const elapsed = () => `${formatDuration(clock.now() - startedMs)} of ${formatDuration(parts.waitMs)}`;
  let last: Passing | undefined;
  const beat = () => {
    log.info(`Still waiting, ${elapsed()}: ${last === undefined ? 'no answer yet.' : sentenceOf(last)}`);
  };
  const looks = async (): Promise<Look> => {
    for (let count = 1; ; count += 1) {
      const look = await parts.look(deadline.signal).catch((thrown: unknown) => {
        if (thrown instanceof Outage) return thrown;
        throw thrown;
      });
      if (!(look instanceof Outage) && look.kind !== 'may-pass') return look;
      const isNews = last === undefined || sentenceOf(look) !== sentenceOf(last);
      last = look;
      if (isNews) log.info(`Look ${count}, ${elapsed()}: ${sentenceOf(look)}`);
      const nowMs = clock.now();
      await sleepUntil(clock, nowMs + Math.max(parts.pollMs, askedPauseMs(look, nowMs)), deadline.signal);
    }
  };
  try {
    return await withHeartbeat(HEARTBEAT_MS, beat, looks);
  } catch (thrown) {
    if (signal.aborted || !isCut(thrown)) throw thrown;
    return timedOut(parts, last);
  } finally {
    deadline.dispose();
  }
}

const sentenceOf = (look: Passing) => (look instanceof Outage ? look.message : look.sentence);

function askedPauseMs(look: Passing, nowMs: number): number {
  return (look instanceof Outage ? look.retryAfterMs : retryAfterOf(look.reply, nowMs)) ?? 0;
}

function timedOut({ name, waitMs }: WaitParts, last: Passing | undefined): Look {
  const within = `${name} did not come out as asked within ${formatDuration(waitMs)} (\`wait-timeout-minutes\`).`;
  if (last === undefined) throw new DeadlinePassed(`${within} There was no answer at all.`);
  const sentence = `${within} The last look: ${sentenceOf(last)}`;
  if (last instanceof Outage) throw new DeadlinePassed(sentence, { cause: last });
  return { ...last, kind: 'may-pass', sentence };
}
