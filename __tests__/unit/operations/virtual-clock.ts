import type { Clock } from '../../../src/clock.ts';

/** A clock whose time passes only while all sleep, and then at once to whoever wakes first. */
export function virtualClock(startMs = Date.UTC(2026, 5, 1, 12)): Clock {
  let nowMs = startMs;
  let turning = false;
  const sleepers = new Set<{ atMs: number; wake: () => void }>();

  const turn = () => {
    turning = false;
    const next = [...sleepers].sort((a, b) => a.atMs - b.atMs)[0];
    if (!next) return;
    sleepers.delete(next);
    nowMs = Math.max(nowMs, next.atMs);
    next.wake();
    schedule();
  };
  // Whoever woke gets the turns of the event loop that it needs before time goes on.
  const schedule = () => {
    if (turning || sleepers.size === 0) return;
    turning = true;
    setImmediate(() => setImmediate(turn));
  };

  return {
    moment: () => ({ monotonicMs: nowMs }),
    wallTime: () => ({ epochMs: nowMs }),
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        signal.throwIfAborted();
        const sleeper = { atMs: nowMs + ms, wake: done };
        function done() {
          signal.removeEventListener('abort', onAbort);
          resolve();
        }
        function onAbort() {
          sleepers.delete(sleeper);
          reject(signal.reason as Error);
        }
        signal.addEventListener('abort', onAbort, { once: true });
        sleepers.add(sleeper);
        schedule();
      }),
  };
}
