import { momentAfter, msBetween, type Clock, type Moment } from '../clock.ts';
import { DeadlinePassed } from '../errors.ts';

/** Sleeps until a moment, however far away; rejects with the signal's reason. */
export async function sleepUntil(clock: Clock, at: Moment, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  const leftMs = () => msBetween(clock.moment(), at);
  for (let ms = leftMs(); ms > 0; ms = leftMs()) await clock.sleep(ms, signal);
}

export interface Deadline {
  /** Aborted with `DeadlinePassed` at the deadline, or with the reason of the outer signal. */
  signal: AbortSignal;
  /** Ends its timer. */
  dispose: () => void;
}

/**
 * @param afterMs from now; `undefined` is no deadline
 * @param passing is called as it passes, before anything is cut
 */
export function setDeadline(
  clock: Clock,
  afterMs: number | undefined,
  outer: AbortSignal,
  passing: () => void = () => undefined,
): Deadline {
  if (afterMs === undefined) return { signal: outer, dispose: () => undefined };
  const passed = new AbortController();
  const disposed = new AbortController();
  sleepUntil(clock, momentAfter(clock.moment(), afterMs), disposed.signal).then(
    () => {
      passing();
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

/** Settles like `work`, which gets the signal of a deadline of its own, or is cut by it. @param afterMs from now */
export async function within<T>(
  clock: Clock,
  afterMs: number,
  outer: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const { signal, dispose } = setDeadline(clock, afterMs, outer);
  try {
    return await cutBy(signal, work(signal));
  } finally {
    dispose();
  }
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
