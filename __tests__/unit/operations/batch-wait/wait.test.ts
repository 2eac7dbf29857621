import { describe, expect, test } from '@jest/globals';
import { Failure, Interrupted, Outage } from '../../../../src/errors.ts';
import { setDeadline, sleepUntil } from '../../../../src/operations/deadline.ts';
import { waitFor, type Next, type WaitParts } from '../../../../src/operations/batch-wait/wait.ts';
import { virtualClock } from './virtual-clock.ts';

const AGAIN: Next = { kind: 'again', restartedAtMs: undefined, expectedEnds: [], wakeAtMs: undefined };
const MINUTE = 60_000;

/** Waits with looks that a function of the minutes since the start answers or throws. */
async function waitWith(
  poll: (ms: number, say: (line: string) => void, signal: AbortSignal) => Next | Promise<Next>,
  { interruptAtMs, ...parts }: Partial<Pick<WaitParts, 'timeoutMs' | 'fixedGapMs'>> & { interruptAtMs?: number } = {},
) {
  const clock = virtualClock();
  const startedMs = clock.now();
  const elapsed = () => clock.now() - startedMs;
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
  const ending = await waitFor(
    {
      async poll(signal, say) {
        polls.push(elapsed());
        return poll(elapsed(), say, signal);
      },
      progress: () => 'still waiting',
    },
    {
      clock,
      log: { info: note, notice: note, warning: note, debug: () => undefined },
      signal: interruption.signal,
      timeoutMs: 60 * MINUTE,
      fixedGapMs: undefined,
      ...parts,
    },
  );
  return { ending, polls, lines, elapsedMs: elapsed() };
}

describe('a wait', () => {
  test('ends with the look that finds it over', async () => {
    const { ending, polls, lines } = await waitWith((ms) => (ms < 5_000 ? AGAIN : { kind: 'over' }));
    expect(ending).toEqual({ kind: 'over' });
    expect(polls).toEqual([0, 1_750, 3_500, 5_250]);
    expect(lines).toEqual([]);
  });

  test('looks at a fixed interval where that is asked for, and once more shortly before the deadline', async () => {
    const { ending, polls, elapsedMs } = await waitWith(() => AGAIN, { fixedGapMs: 20_000, timeoutMs: MINUTE });
    expect(ending).toEqual({ kind: 'timeout', lastOutage: undefined });
    expect(polls).toEqual([0, 20_000, 40_000, 59_000]);
    expect(elapsedMs).toBe(MINUTE);
  });

  test('its deadline cuts a look in flight', async () => {
    const { ending, elapsedMs } = await waitWith(() => new Promise<Next>(() => undefined), { timeoutMs: MINUTE });
    expect(ending.kind).toBe('timeout');
    expect(elapsedMs).toBe(MINUTE);
  });

  test('an interruption cuts a look in flight, and a pause', async () => {
    const inFlight = await waitWith(() => new Promise<Next>(() => undefined), { interruptAtMs: 7_000 });
    expect(inFlight).toMatchObject({ ending: { kind: 'interrupted' }, elapsedMs: 7_000 });
    const paused = await waitWith(() => AGAIN, { interruptAtMs: 30 * MINUTE });
    expect(paused).toMatchObject({ ending: { kind: 'interrupted' }, elapsedMs: 30 * MINUTE });
  });

  test('survives an outage of ten minutes and says so once a minute', async () => {
    const { ending, lines } = await waitWith((ms) => {
      if (ms >= MINUTE && ms < 11 * MINUTE) throw new Outage('GET /data/BatchJobs was answered 503.');
      return ms < 12 * MINUTE ? AGAIN : { kind: 'over' };
    });
    expect(ending).toEqual({ kind: 'over' });
    const told = lines.filter(({ line }) => line.includes('answered 503'));
    expect(told.length).toBeGreaterThanOrEqual(9);
    expect(told.length).toBeLessThanOrEqual(11);
    expect(lines.at(-1)?.line === 'still waiting' || lines.some(({ line }) => line.includes('answers again'))).toBe(
      true,
    );
    expect(lines.filter(({ line }) => line.includes('answers again'))).toHaveLength(1);
    const gaps = lines.slice(1).map(({ atMs }, index) => atMs - (lines[index]?.atMs ?? 0));
    expect(Math.max(...gaps)).toBeLessThanOrEqual(MINUTE);
  });

  test('an outage that lasts is named at the deadline', async () => {
    const { ending, polls } = await waitWith(
      () => {
        throw new Outage('A sign-in page came.');
      },
      { timeoutMs: 5 * MINUTE },
    );
    expect(ending).toEqual({ kind: 'timeout', lastOutage: 'A sign-in page came.' });
    expect(polls.length).toBeLessThan(25);
  });

  test('Retry-After is kept, and the deadline is stronger', async () => {
    const { polls } = await waitWith(
      (ms) => {
        if (ms === 0) throw new Outage('busy', { retryAfterMs: 45_000 });
        if (ms < 50_000) throw new Outage('busy', { retryAfterMs: 3_600_000 });
        return { kind: 'over' };
      },
      { timeoutMs: 10 * MINUTE },
    );
    expect(polls).toEqual([0, 45_000, 10 * MINUTE - 1_000]);
  });

  test('a failure ends it at once', async () => {
    const { ending, polls } = await waitWith(() => {
      throw new Failure('403.');
    });
    expect(ending).toEqual({ kind: 'failed', error: '403.' });
    expect(polls).toEqual([0]);
  });

  test('a fault is thrown on', async () => {
    const wait = waitWith(() => {
      throw new TypeError('a slip');
    });
    await expect(wait).rejects.toThrow('a slip');
  });

  test('the heartbeat slows from 10 s, and no minute is silent', async () => {
    const { lines } = await waitWith((ms) => (ms < 30 * MINUTE ? AGAIN : { kind: 'over' }));
    expect(lines.slice(0, 4).map(({ atMs }) => atMs)).toEqual([10_000, 20_000, 30_000, 45_000]);
    const gaps = lines.slice(1).map(({ atMs }, index) => atMs - (lines[index]?.atMs ?? 0));
    expect(Math.max(...gaps)).toBeLessThanOrEqual(MINUTE);
    expect(lines.length).toBeLessThan(40);
  });

  test('what the looks say makes the heartbeat wait', async () => {
    const { lines } = await waitWith(
      (ms, say) => {
        say('seen');
        return ms < 25_000 ? AGAIN : { kind: 'over' };
      },
      { fixedGapMs: 5_000 },
    );
    expect(lines.map(({ line }) => line)).not.toContain('still waiting');
  });

  test('wakes for what is to be done, and paces anew after a restart', async () => {
    const { polls } = await waitWith((ms) => {
      if (ms >= 10 * MINUTE + 15_000) return { kind: 'over' };
      if (ms >= 10 * MINUTE + 5_000) return { ...AGAIN, restartedAtMs: Date.UTC(2026, 5, 1, 12) + 10 * MINUTE + 5_000 };
      return ms >= 9.7 * MINUTE ? { ...AGAIN, wakeAtMs: Date.UTC(2026, 5, 1, 12) + 10 * MINUTE + 5_000 } : AGAIN;
    });
    const last = polls.filter((ms) => ms >= 10 * MINUTE + 5_000);
    expect(last.slice(0, 3)).toEqual([605_000, 606_750, 608_500]);
  });
});

describe('a deadline', () => {
  test('beyond 24.8 days is kept', async () => {
    const clock = virtualClock();
    const startedMs = clock.now();
    const longMs = 100 * 86_400_000;
    await sleepUntil(clock, startedMs + longMs, new AbortController().signal);
    expect(clock.now() - startedMs).toBe(longMs);
    const { signal } = setDeadline(clock, clock.now() + longMs, new AbortController().signal);
    await clock.sleep(longMs - 1, new AbortController().signal);
    expect(signal.aborted).toBe(false);
    await clock.sleep(2, new AbortController().signal);
    expect(signal.reason).toMatchObject({ name: 'DeadlinePassed' });
  });
});
