import type { Clock } from '../../clock.ts';
import { DeadlinePassed, Failure, Interrupted, Outage } from '../../errors.ts';
import type { Log } from '../../log.ts';
import { cutBy, setDeadline, sleepUntil } from '../deadline.ts';
import { outageGapMs, outageLine, outageOverLine, prolong, type OutageRow } from './outage.ts';
import { gapMs, heartbeatGapMs } from './schedule.ts';

/** What is waited for. */
export interface Target {
  /**
   * Looks once, and does what follows from it.
   *
   * @param say writes a line to the log
   * @throws Outage where the next look may succeed, Failure where waiting is of no use
   */
  poll(signal: AbortSignal, say: (line: string) => void): Promise<Next>;
  /** How far it is, for the heartbeat. */
  progress(): string;
}

/** All times by the clock of the run. */
export type Next =
  | { kind: 'over' }
  | {
      kind: 'again';
      /** When a job was last started: the pace begins anew. */
      restartedAtMs: number | undefined;
      /** When runs under way should end, and how long such a run takes. */
      expectedEnds: { atMs: number; durationMs: number }[];
      /** When there is something to do, at the latest. */
      wakeAtMs: number | undefined;
    };

/** How a wait ended; `lastOutage` is what stood in its way at the end. */
export type Ending =
  | { kind: 'over' }
  | { kind: 'timeout'; lastOutage: string | undefined }
  | { kind: 'interrupted' }
  | { kind: 'failed'; error: string };

export interface WaitParts {
  clock: Clock;
  log: Log;
  signal: AbortSignal;
  timeoutMs: number;
  /** A fixed time from look to look; otherwise it adapts. */
  fixedGapMs: number | undefined;
}

/** A last look is worth its while shortly before the deadline. */
const LAST_LOOK_MS = 1_000;
const OUTAGE_LINE_MS = 60_000;

/** Looks until it is over, the deadline passes, the step is interrupted, or a failure makes waiting useless. */
export async function waitFor(target: Target, parts: WaitParts): Promise<Ending> {
  const { clock, log, timeoutMs, fixedGapMs } = parts;
  const startedMs = clock.now();
  const deadlineMs = startedMs + timeoutMs;
  const deadline = setDeadline(clock, deadlineMs, parts.signal);
  const done = new AbortController();
  let outage: OutageRow | undefined;
  let saidMs = startedMs;

  const say = (line: string) => {
    saidMs = clock.now();
    log.info(line);
  };
  const heartbeat = async () => {
    for (;;) {
      const dueMs = saidMs + (outage ? OUTAGE_LINE_MS : heartbeatGapMs(saidMs - startedMs));
      if (dueMs > clock.now()) await sleepUntil(clock, dueMs, done.signal);
      else say(outage ? outageLine(outage, clock.now()) : target.progress());
    }
  };

  const nextLookMs = (next: Extract<Next, { kind: 'again' }>, lookedMs: number): number => {
    const now = clock.now();
    const since = next.restartedAtMs ?? startedMs;
    const expectedEnds = next.expectedEnds.map(({ atMs, durationMs }) => ({ atMs: atMs - since, durationMs }));
    const ordinary = fixedGapMs ?? gapMs(lookedMs - since, expectedEnds);
    const gap = outage ? outageGapMs(outage, ordinary) : ordinary;
    const paced = Math.max(lookedMs + gap, now + Math.min(gap, LAST_LOOK_MS));
    const wanted = outage ? paced : Math.min(paced, Math.max(next.wakeAtMs ?? Infinity, now));
    const lastMs = deadlineMs - LAST_LOOK_MS - (now - lookedMs);
    return wanted < lastMs || lastMs < now + LAST_LOOK_MS ? wanted : lastMs;
  };

  const poll = async (last: Next): Promise<Next> => {
    try {
      const next = await cutBy(deadline.signal, target.poll(deadline.signal, say));
      if (outage) say(outageOverLine(outage, clock.now()));
      outage = undefined;
      return next;
    } catch (thrown) {
      if (!(thrown instanceof Outage)) throw thrown;
      const first = outage === undefined;
      outage = prolong(outage, thrown, clock.now());
      if (first) say(outageLine(outage, clock.now()));
      else log.debug(thrown.message);
      return last;
    }
  };

  heartbeat().catch(() => undefined);
  try {
    let next: Next = { kind: 'again', restartedAtMs: undefined, expectedEnds: [], wakeAtMs: undefined };
    for (;;) {
      const lookedMs = clock.now();
      next = await poll(next);
      if (next.kind === 'over') return { kind: 'over' };
      await sleepUntil(clock, nextLookMs(next, lookedMs), deadline.signal);
    }
  } catch (thrown) {
    if (thrown instanceof DeadlinePassed) return { kind: 'timeout', lastOutage: outage?.message };
    if (thrown instanceof Interrupted) return { kind: 'interrupted' };
    if (thrown instanceof Failure) return { kind: 'failed', error: thrown.message };
    throw thrown;
  } finally {
    done.abort();
    deadline.dispose();
  }
}
