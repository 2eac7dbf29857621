import type { Clock } from '../clock.ts';
import { DeadlinePassed, Interrupted } from '../errors.ts';

/** Sleeps until a moment, however far away; rejects with the signal's reason. */
export async function sleepUntil(clock: Clock, atMs: number, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  for (let leftMs = atMs - clock.now(); leftMs > 0; leftMs = atMs - clock.now()) {
    await clock.sleep(leftMs, signal);
  }
}

export interface Deadline {
  /** Aborted with `DeadlinePassed` at the deadline, or with the reason of the outer signal. */
  signal: AbortSignal;
  /** Ends its timer. */
  dispose: () => void;
}

export function setDeadline(clock: Clock, atMs: number, outer: AbortSignal): Deadline {
  const passed = new AbortController();
  const disposed = new AbortController();
  sleepUntil(clock, atMs, disposed.signal).then(
    () => {
      passed.abort(new DeadlinePassed('The deadline of the wait has passed.'));
    },
    () => undefined,
  );
  return {
    signal: AbortSignal.any([outer, passed.signal]),
    dispose: () => {
      disposed.abort();
    },
  };
}

/** Settles like `work`, or rejects with the signal's reason as soon as it is aborted. */
export async function cutBy<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  const { promise: cut, reject } = Promise.withResolvers<never>();
  const onAbort = () => {
    reject(signal.reason);
  };
  if (signal.aborted) onAbort();
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([cut, work]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

/** Whether it was thrown because the wait or the step is at its end, and not by what was asked. */
export const isCut = (thrown: unknown): boolean => thrown instanceof DeadlinePassed || thrown instanceof Interrupted;
