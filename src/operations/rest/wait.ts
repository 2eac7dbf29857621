import type { WallTime } from '../../clock.ts';
import { DeadlinePassed, Outage } from '../../errors.ts';
import { retryAfterOf } from '../../http/retry.ts';
import { formatDuration } from '../../report/duration.ts';
import { withHeartbeat } from '../../report/heartbeat.ts';
import { isCut, setDeadline, sleepUntil } from '../deadline.ts';
import type { Tools } from '../operation.ts';
import type { Poll } from './poll.ts';

const HEARTBEAT_MS = 60_000;

export interface WaitParts {
  name: string;
  waitMs: number;
  pollMs: number;
  /** Asks once; the signal cuts its requests, signing in among them, and the pauses between these. */
  poll: (signal: AbortSignal) => Promise<Poll>;
}

/** A look that did not end the wait. */
type Passing = Exclude<Poll, { kind: 'accepted' }> | Outage;

/**
 * Looks again and again until an answer is accepted or refused for good, or the deadline passes.
 *
 * @returns the last look; one that `may-pass` is of a deadline that passed, and its sentence says so
 * @throws Failure where there was no answer, and none will come
 */
export async function waitForResponse(
  parts: WaitParts,
  { clock, log, signal }: Pick<Tools, 'clock' | 'log' | 'signal'>,
): Promise<Poll> {
  const startedMs = clock.now();
  const deadline = setDeadline(clock, startedMs + parts.waitMs, signal);
  const elapsed = () => `${formatDuration(clock.now() - startedMs)} of ${formatDuration(parts.waitMs)}`;
  let last: Passing | undefined;
  const beat = () => {
    log.info(`Still waiting, ${elapsed()}: ${last === undefined ? 'no answer yet.' : messageFor(last)}`);
  };
  const polls = async (): Promise<Poll> => {
    for (let count = 1; ; count += 1) {
      const poll = await parts.poll(deadline.signal).catch((thrown: unknown) => {
        if (thrown instanceof Outage) return thrown;
        throw thrown;
      });
      if (!(poll instanceof Outage) && poll.kind !== 'may-pass') return poll;
      const isNews = last === undefined || messageFor(poll) !== messageFor(last);
      last = poll;
      if (isNews) log.info(`Look ${count}, ${elapsed()}: ${messageFor(poll)}`);
      const nowMs = clock.now();
      await sleepUntil(clock, nowMs + Math.max(parts.pollMs, askedPauseMs(poll, clock.wallTime())), deadline.signal);
    }
  };
  try {
    return await withHeartbeat(HEARTBEAT_MS, beat, polls);
  } catch (thrown) {
    if (signal.aborted || !isCut(thrown)) throw thrown;
    return timedOut(parts, last);
  } finally {
    deadline.dispose();
  }
}

const messageFor = (poll: Passing) => (poll instanceof Outage ? poll.message : poll.message);

function askedPauseMs(poll: Passing, now: WallTime): number {
  return (poll instanceof Outage ? poll.retryAfterMs : retryAfterOf(poll.response, now)) ?? 0;
}

function timedOut({ name, waitMs }: WaitParts, last: Passing | undefined): Poll {
  const within = `${name} did not come out as asked within ${formatDuration(waitMs)} (\`wait-timeout-minutes\`).`;
  if (last === undefined) throw new DeadlinePassed(`${within} There was no answer at all.`);
  const message = `${within} The last look: ${messageFor(last)}`;
  if (last instanceof Outage) throw new DeadlinePassed(message, { cause: last });
  return { ...last, kind: 'may-pass', message };
}
