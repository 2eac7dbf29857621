import type { Clock } from '../../clock.ts';
import { Failure, SignInOutage } from '../../errors.ts';
import type { Reader } from '../../fno/read.ts';
import type { Fno } from '../../fno/environment.ts';
import { byDescription, byRecIds } from '../../fno/batch/query.ts';
import { readJobs, type Poll } from '../../fno/batch/read.ts';
import { setToWaiting } from '../../fno/batch/start.ts';
import { formatDuration } from '../../report/duration.ts';
import type { Log } from '../../log.ts';
import { choose, matching } from './choose.ts';
import { expectedEnd, newItem, type Item } from './item.ts';
import { startFrom } from './judge.ts';
import { observe, observeMissing, type Circumstances } from './observe.ts';
import { startedAfterMs, type StartedAfter } from './started-after.ts';
import type { Next, Target } from './wait.ts';
import * as words from './words.ts';

export type Wanted =
  { kind: 'rec-ids'; recIds: string[] } | { kind: 'description'; description: string; legalEntity: string | undefined };

export interface JobRules {
  start: boolean;
  requeueLimit: number;
  startedAfter: StartedAfter;
  allowScheduled: boolean;
}

/** Batch jobs as what is waited for. */
export interface JobsTarget extends Target {
  /** In the order given; none before the first answer. */
  items(): Item[];
  /** By the environment's clock. */
  serverNowMs(): number;
}

export function jobsTarget(
  wanted: Wanted,
  rules: JobRules,
  { fno, clock, log }: { fno: Fno; clock: Clock; log: Log },
): JobsTarget {
  const begunMs = clock.now();
  let items = wanted.kind === 'rec-ids' ? wanted.recIds.map((recId) => newItem(recId, rules.start)) : [];
  let answered = false;
  /** Of a description: whether the job that counts is found for good. */
  let settled = wanted.kind === 'rec-ids';
  let serverAheadMs = 0;
  let cutOffMs = 0;
  let restartedAtMs: number | undefined;

  const open = () => items.filter((item) => !item.ended);

  const read = async (reader: Reader): Promise<Poll> => {
    if (wanted.kind === 'description' && !settled) {
      return readJobs(reader, [byDescription(wanted.description, wanted.legalEntity)]);
    }
    const asked = open();
    const names = asked.some((item) => !item.job);
    return readJobs(
      reader,
      byRecIds(
        asked.map((item) => item.recId),
        { names },
      ),
    );
  };

  /** Chooses the job that the description means; it stands for good once it counts. */
  const chooseItem = (poll: Poll, say: (line: string) => void) => {
    if (wanted.kind !== 'description' || settled) return;
    const rows = matching(poll.jobs, wanted.description, wanted.legalEntity);
    const choice = choose(rows);
    switch (choice.kind) {
      case 'none':
        if (!answered) say(words.noMatch(wanted.description, wanted.legalEntity, poll.jobs));
        break;
      case 'several':
        throw new Failure(words.severalMatch(wanted.description, choice.jobs));
      case 'one': {
        const { recId } = choice.job;
        if (items[0]?.recId === recId) break;
        items = [newItem(recId, rules.start)];
        if (rows.length > 1) say(words.chosen(choice.job, rows.length));
      }
    }
  };

  const start = async (item: Item, reader: Reader, say: (line: string) => void) => {
    const again = item.plan.kind === 'requeue';
    const { job } = item;
    if (!job) return;
    const whenNot = again ? 'error' : 'failed';
    // What is true if the wait ends before the answer comes.
    const sent: Partial<Item> = {
      startedMs: clock.now(),
      history: startFrom(job),
      requeues: item.requeues + (again ? 1 : 0),
      plan: { kind: 'confirm', polls: 0, message: words.START_UNANSWERED, whenNot },
    };
    const before = { ...item };
    Object.assign(item, sent);
    const response = await setToWaiting(reader, item.recId).catch((thrown: unknown) => {
      if (thrown instanceof SignInOutage) Object.assign(item, before);
      throw thrown;
    });
    if (response.kind === 'refused') {
      Object.assign(item, before);
      const because = again ? 'ended in Error and could not be restarted' : 'was not started';
      item.ended = { outcome: whenNot, because: `${because}: ${response.message}` };
      return;
    }
    restartedAtMs = item.startedMs = clock.now();
    item.plan =
      response.kind === 'accepted'
        ? { kind: 'watch' }
        : { kind: 'confirm', polls: 0, message: response.message, whenNot };
    say(
      response.kind === 'accepted'
        ? `${words.nameOf(item)} is set to Waiting.`
        : `${words.nameOf(item)}: whether it was set to Waiting is not clear, the next looks will tell. ${response.message}`,
    );
  };

  const isDue = ({ ended, job, plan }: Item) =>
    !ended && job !== undefined && (plan.kind === 'start' || (plan.kind === 'requeue' && plan.atMs <= clock.now()));

  return {
    items: () => (answered ? items : []),
    serverNowMs: () => clock.now() + serverAheadMs,
    progress: () =>
      items.length === 0
        ? `Waiting for ${formatDuration(clock.now() - begunMs)}: no batch job matches yet.`
        : words.progressLine(items, clock.now() - begunMs, clock.now()),
    async poll(signal, say): Promise<Next> {
      const reader: Reader = { fno, clock, signal, attempts: 'once' };
      const poll = await read(reader);
      signal.throwIfAborted();
      const nowMs = clock.now();
      serverAheadMs = poll.serverNowMs - nowMs;
      if (!answered) cutOffMs = startedAfterMs(rules.startedAfter, poll.serverNowMs);
      chooseItem(poll, say);
      answered = true;
      const seen: Circumstances = {
        rules: { allowScheduled: rules.allowScheduled, startedAfterMs: cutOffMs },
        requeueLimit: rules.requeueLimit,
        nowMs,
        serverNowMs: poll.serverNowMs,
        say,
        warn: (line) => {
          log.warning(line);
        },
      };
      const rows = new Map(poll.jobs.map((job) => [job.recId, job]));
      for (const item of open()) {
        const job = rows.get(item.recId);
        if (job) observe(item, job, seen);
        else if (settled) observeMissing(item, seen);
      }
      for (const item of items.filter(isDue)) await start(item, reader, say);
      settled ||= items.some((item) => item.ended !== undefined || !item.stale);
      if (settled && open().length === 0) return { kind: 'over' };
      const wakeAtMs = Math.min(...open().map(({ plan }) => (plan.kind === 'requeue' ? plan.atMs : Infinity)));
      return {
        kind: 'again',
        restartedAtMs,
        expectedEnds: open().flatMap((item) => expectedEnd(item) ?? []),
        wakeAtMs,
      };
    },
  };
}
