import { setTimeout as delay } from 'node:timers/promises';

/** A moment of the monotonic clock, which no one sets: for durations, deadlines, pauses and heartbeats. */
export interface Moment {
  readonly monotonicMs: number;
}

/** A time of the wall clock, since 1970: for dates of servers and the life of tokens. It jumps when it is set. */
export interface WallTime {
  readonly epochMs: number;
}

/** What tells the time and lets it pass. The two clocks do not compile together. */
export interface Clock {
  moment(): Moment;
  wallTime(): WallTime;
  /** Resolves after `ms`, and rejects with the signal's reason as soon as it is aborted. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

/** A timer of Node that is longer fires at once. */
export const LONGEST_TIMER_MS = 2 ** 31 - 1;

export const systemClock: Clock = {
  // `performance` would bring all of `perf_hooks` into every short run.
  moment: () => ({ monotonicMs: Number(process.hrtime.bigint()) / 1e6 }),
  wallTime: () => ({ epochMs: Date.now() }),
  async sleep(ms, signal) {
    for (let leftMs = ms; ; leftMs -= LONGEST_TIMER_MS) {
      signal.throwIfAborted();
      await delay(Math.min(leftMs, LONGEST_TIMER_MS), undefined, { signal }).catch(() => {
        throw signal.reason;
      });
      if (leftMs <= LONGEST_TIMER_MS) return;
    }
  },
};

/** How many milliseconds lie between two moments. */
export const msBetween = (from: Moment, to: Moment): number => to.monotonicMs - from.monotonicMs;

export const msSince = (clock: Clock, from: Moment): number => msBetween(from, clock.moment());

export const momentAfter = (from: Moment, ms: number): Moment => ({ monotonicMs: from.monotonicMs + ms });

/**
 * The wall clock as it was when the wait began, carried on by the monotonic one: setting the clock of the runner during
 * the wait changes nothing.
 */
export function wallTimeOf(clock: Clock): (moment: Moment) => WallTime {
  const [from, time] = [clock.moment(), clock.wallTime()];
  return (moment) => ({ epochMs: time.epochMs + msBetween(from, moment) });
}
