import { DeadlinePassed, Outage } from '../../errors.ts';
import { parseRetryAfter } from '../../http/retry.ts';
import { formatDuration } from '../../report/duration.ts';
import { cutBy } from '../deadline.ts';
import type { Tools } from '../operation.ts';
import type { Look } from './look.ts';

const QUIET_MS = 60_000;

export interface WaitParts {
  name: string;
  waitMs: number;
  pollMs: number;
  /** Asks once; its request is cut by the signal. */
  look: (signal: AbortSignal) => Promise<Look>;
}

/**
 * Looks again and again until an answer is accepted or refused for good, or the deadline passes.
 *
 * @returns the last look; one that `may-pass` is of a deadline that passed, and its sentence says so
 * @throws Failure where there was no answer, and none will come
 */
export async function waitForAnswer(parts: WaitParts, { clock, log, signal }: Tools): Promise<Look> {
  const startedMs = clock.now();
  const deadline = new AbortController();
  const ended = new AbortController();
  void clock.sleep(parts.waitMs, ended.signal).then(
    () => {
      deadline.abort(new DeadlinePassed('The deadline of the wait has passed.'));
    },
    () => undefined,
  );
  const either = AbortSignal.any([signal, deadline.signal]);
  let last: Look | Outage | undefined;
  let said = { sentence: '', atMs: -Infinity };
  try {
    for (let count = 1; ; count += 1) {
      // Signing in has pauses of its own, which the look's signal does not reach.
      last = await cutBy(either, parts.look(either)).catch((thrown: unknown) => {
        if (thrown instanceof Outage) return thrown;
        throw thrown;
      });
      if (!(last instanceof Outage) && last.kind !== 'may-pass') return last;
      const nowMs = clock.now();
      const sentence = last instanceof Outage ? last.message : last.sentence;
      if (sentence !== said.sentence || nowMs - said.atMs >= QUIET_MS) {
        log.info(`Look ${count}, ${formatDuration(nowMs - startedMs)} of ${formatDuration(parts.waitMs)}: ${sentence}`);
        said = { sentence, atMs: nowMs };
      }
      await clock.sleep(Math.max(parts.pollMs, askedPauseMs(last, nowMs)), either);
    }
  } catch (thrown) {
    if (thrown !== deadline.signal.reason || !deadline.signal.aborted) throw thrown;
    return timedOut(parts, last);
  } finally {
    ended.abort();
  }
}

function askedPauseMs(last: Look | Outage, nowMs: number): number {
  return last instanceof Outage
    ? (last.retryAfterMs ?? 0)
    : (parseRetryAfter(last.reply.headers['retry-after'], nowMs) ?? 0);
}

function timedOut({ name, waitMs }: WaitParts, last: Look | Outage | undefined): Look {
  const within = `${name} did not come out as asked within ${formatDuration(waitMs)} (\`wait-timeout-minutes\`).`;
  if (last === undefined) throw new DeadlinePassed(`${within} There was no answer at all.`);
  if (last instanceof Outage) throw new DeadlinePassed(`${within} The last look: ${last.message}`, { cause: last });
  if (last.kind === 'accepted') return last;
  return { ...last, kind: 'may-pass', sentence: `${within} The last look: ${last.sentence}` };
}
