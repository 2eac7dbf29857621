import type { BatchJob } from '../../fno/batch/job.ts';
import { standingOf } from '../../fno/batch/status.ts';
import { noteSeen, type Item } from './item.ts';
import { decideStart, judge, remember, startFrom, type Rules } from './judge.ts';
import { requeuePauseMs } from './schedule.ts';
import * as words from './words.ts';

export interface Circumstances {
  rules: Rules;
  requeueLimit: number;
  /** By the clock of the run. */
  nowMs: number;
  /** By the environment's clock. */
  serverNowMs: number;
  say: (line: string) => void;
  warn: (line: string) => void;
}

/** A start of which nothing is known is given this many looks to show itself. */
const CONFIRMING_LOOKS = 4;

/** Takes what a look found of a job, and judges it; what it then is stands in the item. */
export function observe(item: Item, job: BatchJob, seen: Circumstances): void {
  const firstLook = item.job === undefined;
  const changed = noteSeen(item, job, seen.nowMs);
  if (changed && standingOf(job.status).kind === 'unknown') seen.warn(words.unknownStatus(item, job));
  if (item.plan.kind === 'start') {
    if (changed) seen.say(words.statusLine(item));
    const decision = decideStart(job.status);
    if (decision.kind === 'over') item.ended = decision;
    return;
  }
  const verdict = judge(job, item.history, seen.rules, seen.serverNowMs);
  const isOld = verdict.kind === 'wait' && verdict.until === 'a-newer-run';
  item.stale = isOld;
  if (firstLook && standingOf(job.status).kind === 'ended') {
    seen.say(words.endedBefore(item, job, !isOld, seen.serverNowMs));
  } else if (changed) seen.say(words.statusLine(item));
  const before = item.history;
  item.history = remember(item.history, job);

  if (item.plan.kind === 'confirm') confirm(item, isOld);
  // Someone else restarted it in the meantime.
  if (item.plan.kind === 'requeue' && !isOld) item.plan = { kind: 'watch' };
  if (verdict.kind === 'wait') return;
  if (verdict.outcome === 'error' && item.requeues < seen.requeueLimit) {
    const pauseMs = requeuePauseMs(item.requeues + 1);
    item.plan = { kind: 'requeue', atMs: seen.nowMs + pauseMs };
    item.history = startFrom(job);
    seen.say(words.requeueLine(item, pauseMs, seen.requeueLimit));
    return;
  }
  item.ended = { outcome: verdict.outcome, because: '' };
  if (verdict.outcome === 'ended-unknown') seen.say(words.endedUnknown(item, job, before.kind === 'none'));
}

function confirm(item: Item, isOld: boolean): void {
  if (item.plan.kind !== 'confirm') return;
  if (!isOld) {
    item.plan = { kind: 'watch' };
    return;
  }
  const polls = item.plan.polls + 1;
  const { message, whenNot } = item.plan;
  item.plan = { ...item.plan, polls };
  if (polls >= CONFIRMING_LOOKS) item.ended = { outcome: whenNot, because: words.notConfirmed(polls, message) };
}

/** Takes that a look did not find a job; twice in a row is the end. */
export function observeMissing(item: Item, { nowMs, say }: Circumstances): void {
  item.missing += 1;
  const current = item.segments.at(-1);
  if (current) current.toMs = nowMs;
  if (item.missing < 2) say(words.missingLine(item));
  else if (item.job) item.ended = { outcome: 'deleted', because: '' };
  else item.ended = { outcome: 'failed', because: words.NO_SUCH_JOB };
}
