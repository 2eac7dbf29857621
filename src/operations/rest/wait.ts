import { DeadlinePassed, Outage } from '../../errors.ts';
import { retryAfterOf } from '../../http/retry.ts';
import { mayPass } from '../../http/status.ts';
import { formatDuration } from '../../report/duration.ts';
import type { Tools } from '../operation.ts';
import { pollUntil, type Polled } from '../poll-until.ts';
import type { Poll } from './poll.ts';

export interface WaitParts {
  name: string;
  waitMs: number;
  pollMs: number;
  /** Asks once; the signal cuts its requests, signing in among them, and the pauses between these. */
  poll: (signal: AbortSignal) => Promise<Poll>;
}

/** A poll that did not end the wait. */
type Passing = Exclude<Poll, { kind: 'accepted' }> | Outage;

/**
 * Polls until a response is accepted or refused for good, or the deadline passes.
 *
 * @returns the last poll; one that `may-pass` is of a deadline that passed, and its message says so
 * @throws Failure if there was no response, and none will come
 */
export async function waitForResponse(
  { name, waitMs, pollMs, ...parts }: WaitParts,
  { fno, clock, log, signal }: Pick<Tools, 'fno' | 'clock' | 'log' | 'signal'>,
): Promise<Poll> {
  let last: Passing | undefined;
  const again = (poll: Passing, say: (line: string) => void): Polled<Poll> => {
    const isNews = poll.message !== last?.message;
    last = poll;
    if (poll instanceof Outage) return { kind: 'again', gapMs: pollMs, steady: true, obstacle: poll };
    const { response, message, withoutRemedy } = poll;
    const retryAfterMs = retryAfterOf(response, clock.wallTime());
    const obstacle = { message, withoutRemedy, retryAfterMs };
    if (mayPass(response.status)) return { kind: 'again', gapMs: pollMs, steady: true, obstacle };
    if (isNews) say(`${withoutRemedy} Still waiting.`);
    return { kind: 'again', gapMs: Math.max(pollMs, retryAfterMs ?? 0) };
  };
  const ended = await pollUntil<Poll>({
    clock,
    log,
    signal,
    timeoutMs: waitMs,
    unended: () => fno.unended(),
    async poll(cut, say) {
      const poll = await parts.poll(cut).catch((thrown: unknown) => {
        if (thrown instanceof Outage) return thrown;
        throw thrown;
      });
      return poll instanceof Outage || poll.kind === 'may-pass' ? again(poll, say) : { kind: 'over', value: poll };
    },
    progress: (waitedMs) =>
      `Still waiting, ${formatDuration(waitedMs)} of ${formatDuration(waitMs)}: ${last?.withoutRemedy ?? 'no response yet.'}`,
  });
  if (ended.kind === 'over') return ended.value;
  const within = `${name} did not return what was asked for within ${formatDuration(waitMs)} (\`wait-timeout-minutes\`).`;
  if (last === undefined) throw new DeadlinePassed(`${within} ${ended.cut ?? 'There was no response at all.'}`);
  const before = `${ended.cut ? `${ended.cut} The poll before it` : 'The last poll'}: ${last.message}`;
  const message = `${within} ${before}`;
  if (last instanceof Outage) throw new DeadlinePassed(message, { cause: last });
  return { ...last, kind: 'may-pass', message };
}
