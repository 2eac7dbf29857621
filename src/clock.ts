import { setTimeout as delay } from 'node:timers/promises';

/** What tells the time and lets it pass; all times in milliseconds. */
export interface Clock {
  now(): number;
  /** Resolves after `ms`, and rejects with the signal's reason as soon as it is aborted. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  async sleep(ms, signal) {
    signal.throwIfAborted();
    await delay(ms, undefined, { signal }).catch(() => {
      throw signal.reason;
    });
  },
};
