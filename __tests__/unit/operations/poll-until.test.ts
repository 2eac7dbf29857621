import { describe, expect, test } from '@jest/globals';
import { momentAfter, type Moment } from '../../../src/clock.ts';
import { Failure, Interrupted, Outage } from '../../../src/errors.ts';
import { setDeadline, sleepUntil } from '../../../src/operations/deadline.ts';
import { nextPoll, pollUntil, type Polled } from '../../../src/operations/poll-until.ts';
import { virtualClock } from './virtual-clock.ts';

const MINUTE = 60_000;
const again = (gapMs = 2_000, more: Partial<Extract<Polled<never>, { kind: 'again' }>> = {}): Polled<string> => ({
  kind: 'again',
  gapMs,
  ...more,
});
const OVER: Polled<string> = { kind: 'over', value: 'done' };

/** Polls with a function of the milliseconds since the start. */
async function waitWith(
  poll: (ms: number, say: (line: string) => void) => Polled<string> | Promise<Polled<string>>,
  {
    interruptAtMs,
    timeoutMs = 60 * MINUTE,
    unended,
  }: { interruptAtMs?: number; timeoutMs?: number; unended?: { message: string; forMs: number } } = {},
) {
  const clock = virtualClock();
  const startedMs = clock.moment().monotonicMs;
  const elapsed = () => clock.moment().monotonicMs - startedMs;
  const interruption = new AbortController();
  const lines: { atMs: number; line: string }[] = [];
  const polls: number[] = [];
  const note = (line: string) => {
    lines.push({ atMs: elapsed(), line });
  };
  if (interruptAtMs !== undefined) {
    void clock.sleep(interruptAtMs, new AbortController().signal).then(() => {
      interruption.abort(new Interrupted('The step was interrupted.'));
    });
  }
  const ended = await pollUntil<string>({
    clock,
    log: { info: note, notice: note, warning: note, debug: () => undefined },
    signal: interruption.signal,
    timeoutMs,
    unended: () => unended,
    progress: () => 'progress',
    async poll(_signal, say) {
      polls.push(elapsed());
      return poll(elapsed(), say);
    },
  }).catch((thrown: unknown) => thrown);
  return { ended, polls, lines, elapsedMs: elapsed() };
}

const outage = (retryAfterMs?: number, message = 'GET /data/BatchJobs returned 503.') =>
  new Outage(message, { retryAfterMs, remedy: 'Look at its state.' });

describe('polling', () => {
  test('ends with the poll that says so', async () => {
    const { ended, polls, lines } = await waitWith((ms) => (ms < 5_000 ? again() : OVER));
    expect(ended).toEqual(OVER);
    expect(polls).toEqual([0, 2_000, 4_000, 6_000]);
    expect(lines).toEqual([]);
  });

  test('polls once more shortly before the deadline', async () => {
    const { ended, polls, elapsedMs } = await waitWith(() => again(20_000), { timeoutMs: MINUTE });
    expect(ended).toEqual({ kind: 'deadline', last: undefined });
    expect(polls).toEqual([0, 20_000, 40_000, 59_000]);
    expect(elapsedMs).toBe(MINUTE);
  });

  test('is cut by its deadline in the middle of a poll', async () => {
    const { ended, elapsedMs } = await waitWith(() => new Promise(() => undefined), { timeoutMs: MINUTE });
    expect(ended).toMatchObject({ kind: 'deadline' });
    expect(elapsedMs).toBe(MINUTE);
  });

  test('tells what a poll that it cut had come to, unless others failed and it was hardly begun', async () => {
    const unended = { message: 'Signing in failed: no response.', forMs: 60_000 };
    const hangs = () => new Promise<never>(() => undefined);
    const first = await waitWith(hangs, { timeoutMs: MINUTE, unended });
    expect(first.ended).toMatchObject({ last: { message: unended.message }, cut: unended.message });
    const last = (forMs: number) =>
      waitWith((ms) => (ms < 30_000 ? again(2_000, { obstacle: outage() }) : hangs()), {
        timeoutMs: MINUTE,
        unended: { ...unended, forMs },
      });
    expect((await last(20_000)).ended).toMatchObject({ last: { message: unended.message } });
    expect((await last(900)).ended).toMatchObject({
      last: { message: expect.stringContaining('returned 503') },
      cut: unended.message,
    });
  });

  test('is cut by an interruption in the middle of a poll, and of a pause', async () => {
    const inFlight = await waitWith(() => new Promise(() => undefined), { interruptAtMs: 7_000 });
    expect(inFlight).toMatchObject({ ended: { name: 'Interrupted' }, elapsedMs: 7_000 });
    const paused = await waitWith(() => again(20 * MINUTE), { interruptAtMs: 30 * MINUTE });
    expect(paused).toMatchObject({ ended: { name: 'Interrupted' }, elapsedMs: 30 * MINUTE });
  });

  test('throws what a poll throws', async () => {
    const { ended, polls } = await waitWith(() => {
      throw new Failure('403.');
    });
    expect(ended).toMatchObject({ name: 'Failure', message: '403.' });
    expect(polls).toEqual([0]);
  });

  test('says how far it is, more slowly from 10 s on, and no minute is silent', async () => {
    const { lines } = await waitWith((ms) => (ms < 30 * MINUTE ? again() : OVER));
    expect(lines.slice(0, 4).map(({ atMs }) => atMs)).toEqual([10_000, 20_000, 30_000, 45_000]);
    const gaps = lines.slice(1).map(({ atMs }, index) => atMs - (lines[index]?.atMs ?? 0));
    expect(Math.max(...gaps)).toBeLessThanOrEqual(MINUTE);
    expect(lines.length).toBeLessThan(40);
  });

  test('what the polls say makes the heartbeat wait', async () => {
    const { lines } = await waitWith((ms, say) => {
      say('seen');
      return ms < 25_000 ? again(5_000) : OVER;
    });
    expect(lines.map(({ line }) => line)).not.toContain('progress');
  });
});

describe('an outage', () => {
  test('of ten minutes is said once a minute, without a remedy, and so is its end', async () => {
    const { ended, lines } = await waitWith((ms) => {
      if (ms >= MINUTE && ms < 11 * MINUTE) return again(2_000, { obstacle: outage() });
      return ms < 12 * MINUTE ? again() : OVER;
    });
    expect(ended).toEqual(OVER);
    const said = lines.filter(({ line }) => line.includes('returned 503'));
    expect(said[0]?.line).toBe('GET /data/BatchJobs returned 503. Still waiting.');
    expect(said[1]?.line).toMatch(
      /^No valid response for 1 min \(\d+ polls\)\. Still waiting\. The last one: GET \/data\/BatchJobs returned 503\.$/,
    );
    expect(said.length).toBeGreaterThanOrEqual(9);
    expect(said.length).toBeLessThanOrEqual(11);
    expect(lines.filter(({ line }) => line.startsWith('Responses are valid again, after 10 min'))).toHaveLength(1);
    expect(lines.map(({ line }) => line).join()).not.toContain('Look at its state');
    const gaps = lines.slice(1).map(({ atMs }, index) => atMs - (lines[index]?.atMs ?? 0));
    expect(Math.max(...gaps)).toBeLessThanOrEqual(MINUTE);
  });

  test('that lasts to the deadline is handed out with its remedy', async () => {
    const { ended, polls } = await waitWith(() => again(2_000, { obstacle: outage() }), { timeoutMs: 5 * MINUTE });
    const last = { message: 'GET /data/BatchJobs returned 503. Look at its state.' };
    expect(ended).toMatchObject({ kind: 'deadline', last });
    expect(polls.length).toBeLessThan(25);
  });

  test('a Retry-After is kept; one longer than the wait leaves room for one last poll', async () => {
    const { polls } = await waitWith(
      (ms) => (ms < 100_000 ? again(2_000, { obstacle: outage(ms === 0 ? 45_000 : 3_600_000) }) : OVER),
      { timeoutMs: 10 * MINUTE },
    );
    expect(polls).toEqual([0, 45_000, 10 * MINUTE - 1_000]);
  });
});

describe('the next poll', () => {
  const at = (ms: number): Moment => ({ monotonicMs: ms });
  const times = (more: Partial<Parameters<typeof nextPoll>[2]> = {}) => ({
    polled: at(0),
    now: at(0),
    end: at(MINUTE),
    slowestMs: 0,
    ...more,
  });
  const row = (polls: number, retryAfterMs?: number) => ({ polls, last: outage(retryAfterMs) });

  test.each([
    ['is a gap after the beginning of the one before', 5_000, undefined, times({ now: at(2_000) }), 5_000],
    ['but not at once after one that took long', 5_000, undefined, times({ now: at(7_000) }), 8_000],
    ['nor more than the gap after one', 300, undefined, times({ now: at(7_000) }), 7_300],
    ['is the last one a second before the deadline', 90_000, undefined, times(), 59_000],
    ['which leaves the time that one takes', 90_000, undefined, times({ now: at(4_000) }), 55_000],
    [
      'there is no last one without time for it',
      5_000,
      undefined,
      times({ now: at(58_500), polled: at(58_400) }),
      63_400,
    ],
    [
      'leaves time for a new connection before it',
      30_000,
      undefined,
      times({ now: at(40_000), polled: at(39_900), slowestMs: 6_000 }),
      53_000,
    ],
    [
      'and comes again over that connection',
      30_000,
      undefined,
      times({ now: at(54_000), polled: at(53_000), slowestMs: 6_000 }),
      58_000,
    ],
    ['has no deadline if there is none', 90_000, undefined, times({ end: undefined }), 90_000],
    ['after one failure keeps to the gap', 1_750, row(1), times(), 1_750],
    ['backs off', 1_750, row(3), times(), 4_000],
    ['to 30 s at most', 1_750, row(60), times(), 30_000],
    ['but never hurries', 40_000, row(2), times(), 40_000],
    ['keeps to Retry-After', 1_750, row(1, 50_000), times(), 50_000],
    ['of which 0 is no leave to poll at once', 100, row(1, 0), times(), 1_000],
  ] as const)('%s', (_, gapMs, failed, when, expected) => {
    expect(nextPoll({ kind: 'again', gapMs }, failed, when).monotonicMs).toBe(expected);
  });

  test('keeps a pace that the reader has asked for', () => {
    const next = { kind: 'again', gapMs: 400, steady: true } as const;
    expect(nextPoll(next, row(9), times()).monotonicMs).toBe(400);
    expect(nextPoll(next, row(9, 5_000), times()).monotonicMs).toBe(5_000);
  });

  test('wakes for what is to be done, unless the server is in trouble', () => {
    const next = { kind: 'again', gapMs: 30_000, wakeAt: at(7_000) } as const;
    expect(nextPoll(next, undefined, times()).monotonicMs).toBe(7_000);
    expect(nextPoll(next, undefined, times({ now: at(9_000) })).monotonicMs).toBe(9_000);
    expect(nextPoll(next, row(1), times()).monotonicMs).toBe(30_000);
  });
});

describe('a deadline', () => {
  test('beyond 24.8 days is kept', async () => {
    const clock = virtualClock();
    const started = clock.moment();
    const longMs = 100 * 86_400_000;
    await sleepUntil(clock, momentAfter(started, longMs), new AbortController().signal);
    expect(clock.moment()).toEqual(momentAfter(started, longMs));
    const { signal } = setDeadline(clock, longMs, new AbortController().signal);
    await clock.sleep(longMs - 1, new AbortController().signal);
    expect(signal.aborted).toBe(false);
    await clock.sleep(2, new AbortController().signal);
    expect(signal.reason).toMatchObject({ name: 'DeadlinePassed' });
  });
});
