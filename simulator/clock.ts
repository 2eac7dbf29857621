export interface Clock {
  /** Simulated time, Unix milliseconds. */
  now(): number;
  /** Moves the clock on at once; sleepers whose time has come wake. */
  advance(ms: number): void;
  /** Settles after so many simulated milliseconds, or when the clock is stopped. */
  sleep(ms: number): Promise<void>;
  /** Wakes all sleepers for good. */
  stop(): void;
}

interface Sleeper {
  dueMs: number;
  wake: () => void;
}

const longestTimerMs = 2 ** 31 - 1;

/** Simulated time = epoch + real time elapsed × speed + what `advance` added. */
export function createClock({ epochMs = Date.now(), speed = 1 }: { epochMs?: number; speed?: number } = {}): Clock {
  const startedAt = performance.now();
  const sleepers = new Set<Sleeper>();
  let advancedMs = 0;
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;

  const now = (): number => Math.floor(epochMs + (performance.now() - startedAt) * speed + advancedMs);

  function wakeDue(): void {
    clearTimeout(timer);
    let nextMs = Infinity;
    for (const sleeper of sleepers) {
      if (stopped || sleeper.dueMs <= now()) {
        sleepers.delete(sleeper);
        sleeper.wake();
      } else {
        nextMs = Math.min(nextMs, sleeper.dueMs);
      }
    }
    if (nextMs < Infinity) {
      timer = setTimeout(wakeDue, Math.min(Math.max(0, (nextMs - now()) / speed), longestTimerMs));
    }
  }

  return {
    now,
    advance(ms) {
      advancedMs += ms;
      wakeDue();
    },
    sleep: (ms) =>
      ms <= 0 || stopped
        ? Promise.resolve()
        : new Promise((wake) => {
            sleepers.add({ dueMs: now() + ms, wake });
            wakeDue();
          }),
    stop() {
      stopped = true;
      wakeDue();
    },
  };
}
