import { momentAfter, msBetween, msSince, type Clock, type Moment } from '../clock.ts';
import { DeadlinePassed } from '../errors.ts';
import type { Unended } from '../http/client.ts';
import type { Log } from '../log.ts';
import { counted } from '../report/count.ts';
import { formatDuration } from '../report/duration.ts';
import { cutBy, setDeadline, sleepUntil } from './deadline.ts';

/** Why a poll did not give what was asked for, though a later one may. Every `Outage` is one. */
export interface Obstacle {
  /** What failed, and what to do about it once the wait is over. */
  message: string;
  withoutRemedy: string;
  /** How long the server asked to be left alone. */
  retryAfterMs: number | undefined;
}

/** What a poll says: it is over, or when the next one is due. */
export type Polled<T> =
  | { kind: 'over'; value: T }
  | {
      kind: 'again';
      /** From the beginning of this poll to that of the next. */
      gapMs: number;
      /** When there is something to do, at the latest. */
      wakeAt?: Moment | undefined;
      obstacle?: Obstacle | undefined;
      /** Keeps its pace through an outage, since the reader has asked for it. */
      steady?: boolean;
    };

/** `last` is what stood in the way of the last polls; `cut` tells of the one that the deadline cut. */
export type PollsEnded<T> =
  { kind: 'over'; value: T } | { kind: 'deadline'; last: Obstacle | undefined; cut: string | undefined };

export interface PollParts<T> {
  clock: Clock;
  log: Log;
  /** Of the step: its reason is thrown. */
  signal: AbortSignal;
  /** Cuts the poll in flight; `undefined` if the polls end by themselves. */
  timeoutMs: number | undefined;
  /** @param say writes a line, so that the heartbeat can wait */
  poll: (signal: AbortSignal, say: (line: string) => void) => Promise<Polled<T>>;
  /** What a poll that the deadline cuts has come to. */
  unended: () => Unended | undefined;
  /** The line of the heartbeat. */
  progress: (waitedMs: number) => string;
}

/** Polls in a row that failed. */
interface Row {
  since: Moment;
  polls: number;
  last: Obstacle;
}

/** A last poll is worth its while shortly before the deadline. */
const LAST_POLL_MS = 1_000;
const OBSTACLE_LINE_MS = 60_000;
const NEWS_MS = 5_000;
const LONGEST_BACKOFF_MS = 30_000;

/**
 * Polls until it is over or the deadline has passed: one last poll is made shortly before it, whatever pause is asked for.
 *
 * @throws whatever the poll throws, and the reason of the step's signal
 */
export async function pollUntil<T>({ clock, log, timeoutMs, poll, ...parts }: PollParts<T>): Promise<PollsEnded<T>> {
  const begun = clock.moment();
  const end = timeoutMs === undefined ? undefined : momentAfter(begun, timeoutMs);
  let cut: Unended | undefined;
  const deadline = setDeadline(clock, timeoutMs, parts.signal, () => {
    cut = parts.unended();
  });
  /** `0` before the first poll has ended. */
  let slowestMs = 0;
  const done = new AbortController();
  let row: Row | undefined;
  let said = begun;

  const say = (line: string) => {
    said = clock.moment();
    log.info(line);
  };
  const heartbeat = async () => {
    for (;;) {
      const due = momentAfter(said, row ? OBSTACLE_LINE_MS : heartbeatGapMs(msBetween(begun, said)));
      if (msBetween(clock.moment(), due) > 0) await sleepUntil(clock, due, done.signal);
      else say(row ? rowLine(row, msSince(clock, row.since)) : parts.progress(msSince(clock, begun)));
    }
  };
  const note = (obstacle: Obstacle | undefined) => {
    if (!obstacle) {
      if (row) say(`Responses are valid again, after ${formatDuration(msSince(clock, row.since))}.`);
      row = undefined;
      return;
    }
    row = { since: row?.since ?? clock.moment(), polls: (row?.polls ?? 0) + 1, last: obstacle };
    if (row.polls === 1) say(rowLine(row, 0));
    else log.debug(obstacle.message);
  };

  heartbeat().catch(() => undefined);
  try {
    for (;;) {
      const polled = clock.moment();
      const next = await cutBy(deadline.signal, poll(deadline.signal, say));
      if (next.kind === 'over') return next;
      note(next.obstacle);
      const now = clock.moment();
      slowestMs = Math.max(slowestMs, msBetween(polled, now));
      await sleepUntil(clock, nextPoll(next, row, { polled, now, end, slowestMs }), deadline.signal);
    }
  } catch (thrown) {
    if (thrown instanceof DeadlinePassed && !parts.signal.aborted) {
      // A poll that was hardly begun says less than those before it.
      const message = cut?.message;
      const isNews = message !== undefined && ((!row && slowestMs === 0) || (cut?.forMs ?? 0) >= NEWS_MS);
      const last = isNews ? { message, withoutRemedy: message, retryAfterMs: undefined } : row?.last;
      return { kind: 'deadline', last, cut: message };
    }
    throw thrown;
  } finally {
    done.abort();
    deadline.dispose();
  }
}

interface PollTimes {
  polled: Moment;
  now: Moment;
  end: Moment | undefined;
  /** How long the slowest poll has taken: one over a new connection, as the last one may be. */
  slowestMs: number;
}

/** When the next poll begins. A wake-up does not hurry a server that is in trouble. */
export function nextPoll(
  next: Extract<Polled<never>, { kind: 'again' }>,
  row: Pick<Row, 'polls' | 'last'> | undefined,
  { polled, now, end, slowestMs }: PollTimes,
): Moment {
  const gapMs = row ? pauseMs(row, next) : next.gapMs;
  const paced = later(momentAfter(polled, gapMs), momentAfter(now, Math.min(gapMs, LAST_POLL_MS)));
  const wanted = row || !next.wakeAt ? paced : earlier(paced, later(next.wakeAt, now));
  if (!end) return wanted;
  // One that has time for a new connection, and behind it one that has the connection.
  const lasts = [slowestMs, msBetween(polled, now)].map((tookMs) => momentAfter(end, -LAST_POLL_MS - tookMs));
  return lasts.filter((last) => msBetween(now, last) >= LAST_POLL_MS).reduce(earlier, wanted);
}

/** What the server asks for, 1 s at least; otherwise 1 s doubling to 30 s, and never less than ordinarily. */
function pauseMs(
  { polls, last }: Pick<Row, 'polls' | 'last'>,
  { gapMs, steady = false }: { gapMs: number; steady?: boolean },
): number {
  if (steady) return Math.max(gapMs, last.retryAfterMs ?? 0);
  if (last.retryAfterMs !== undefined) return Math.max(last.retryAfterMs, 1_000);
  return Math.max(gapMs, Math.min(LONGEST_BACKOFF_MS, 1_000 * 2 ** Math.min(polls - 1, 5)));
}

const earlier = (a: Moment, b: Moment) => (msBetween(a, b) < 0 ? b : a);
const later = (a: Moment, b: Moment) => (msBetween(a, b) > 0 ? b : a);

/** The pause between two lines that say that the wait goes on: 10 s at first, slowing to a little under 60 s. */
const heartbeatGapMs = (waitedMs: number) => Math.min(55_000, Math.max(10_000, waitedMs / 2));

function rowLine({ polls, last }: Row, lastedMs: number): string {
  const { withoutRemedy, retryAfterMs = 0 } = last;
  const pause = retryAfterMs >= NEWS_MS ? ` The server asks for a pause of ${formatDuration(retryAfterMs)}.` : '';
  return polls === 1 && lastedMs < 1_000
    ? `${withoutRemedy}${pause} Still waiting.`
    : `No valid response for ${formatDuration(lastedMs)} (${counted(polls, 'poll')}). Still waiting. The last one: ${withoutRemedy}${pause}`;
}
