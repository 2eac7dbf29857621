import { setTimeout as delay } from 'node:timers/promises';

/** What tells the time and lets it pass; all times in milliseconds. */
export interface Clock {
  now(): number;
  /** Resolves after `ms`, and rejects with the signal's reason as soon as it is aborted. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

/** A timer of Node that is longer fires at once. */
export const LONGEST_TIMER_MS = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: () => Date.now(),
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
