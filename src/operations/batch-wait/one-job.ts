import { momentAfter, msBetween, type WallTime } from '../../clock.ts';
import type { BatchJob } from '../../fno/batch/job.ts';
import { standingOf } from '../../fno/batch/status.ts';
import { beganAfter, judge, remember, startFrom, type Verdict } from './evidence.ts';
import { isBack, noteSeen, prolonged, type Ended, type Item } from './item.ts';
import * as messages from './messages.ts';
import { requeuePauseMs } from './schedule.ts';
import { PROOF_MS, say, type Observation, type Rules, type Turn } from './state.ts';

/** What a poll that shows a job means for it. */
export function takeRow(turn: Turn, item: Item, job: BatchJob, serverNow: WallTime): void {
  const { rules, now, state } = turn;
  const before = item.job;
  const times = { cutOff: state.cutOff, serverNow, once: rules.once };
  const isChanged = noteSeen(item, job, now);
  const standing = standingOf(job.status.wire).kind;
  if (before && before.description.wire !== job.description.wire) say(turn, messages.renamed(before, job));
  if (isChanged && standing === 'unknown' && !isBack(item.segments))
    turn.effects.push({ kind: 'warn', message: messages.unknownStatus(messages.nameOf(item), job) });
  if (item.plan.kind === 'decide') {
    const decision = decideStart(job, rules, state.cutOff);
    item.plan = decision === 'start' ? { kind: 'due', at: now, again: false } : { kind: 'watch' };
    if (decision === 'start' && !before) say(turn, messages.beforeStart(item, job, serverNow));
    if (typeof decision === 'object') {
      item.ended = decision;
      if (decision.outcome === 'finished') say(turn, messages.endedBefore(item, job, 'if-failed', times));
    }
    if (decision !== 'watch') return;
  }
  const verdict = judge(job, item.baseline, rules, times);
  item.baseline = remember(item.baseline, job);
  item.isStale = verdict.kind === 'stale';
  if (!before && standing === 'ended') say(turn, messages.endedBefore(item, job, verdict.kind, times));
  else if (isChanged && verdict.kind !== 'doubtful') say(turn, messages.statusLine(item, state.server, now));
  takeVerdict(turn, item, verdict);
}

function takeVerdict(turn: Turn, item: Item, verdict: Verdict): void {
  const { now } = turn;
  const { plan } = item;
  if (verdict.kind !== 'doubtful') item.doubt = undefined;
  switch (verdict.kind) {
    case 'stale':
      return;
    case 'open':
      // The start is proved, or somebody else has restarted it in the meantime.
      item.plan = { kind: 'watch' };
      return;
    case 'over':
      item.plan = { kind: 'watch' };
      endAs(turn, item, verdict.outcome);
      return;
    case 'doubtful':
      if (plan.kind === 'due') return;
      if (plan.kind === 'confirm') {
        if (msBetween(plan.until, now) >= 0) item.ended = endOfProof(item);
        return;
      }
      if (!item.doubt) say(turn, messages.doubtful(item, verdict.outcome));
      item.doubt = { until: item.doubt?.until ?? momentAfter(now, PROOF_MS), outcome: verdict.outcome };
      if (msBetween(item.doubt.until, now) < 0) return;
      endAs(turn, item, verdict.outcome);
      if (item.ended) item.ended = withoutNewRun(item, item.ended);
  }
}

/** Ends a job, unless it may be restarted. */
function endAs(turn: Turn, item: Item, outcome: Ended['outcome']): void {
  const { rules, now } = turn;
  item.doubt = undefined;
  if (outcome !== 'error' || item.requeues >= rules.requeueLimit || !item.job) {
    item.ended = { outcome };
    return;
  }
  const pauseMs = requeuePauseMs(item.requeues + 1);
  item.plan = { kind: 'due', at: momentAfter(now, pauseMs), again: true };
  item.baseline = { ...startFrom(item.job, item.baseline), started: false };
  say(turn, messages.requeueLine(item, pauseMs, rules.requeueLimit));
}

/** Two polls in a row that do not find a job are its end. */
export function takeMissing(turn: Turn, item: Item): void {
  item.missing += 1;
  item.segments = prolonged(item.segments, undefined, turn.now);
  if (item.missing < 2) say(turn, messages.missingLine(item));
  else item.ended = item.job ? { outcome: 'deleted' } : { outcome: 'failed', because: messages.NO_SUCH_JOB };
}

/** Whether a job is started: never one under way, on hold or of a status nobody knows. */
function decideStart(job: BatchJob, rules: Rules, cutOff: WallTime): 'start' | 'watch' | Ended {
  const standing = standingOf(job.status.wire);
  const onlyIfFailed = rules.start === 'if-failed';
  switch (standing.kind) {
    case 'ended':
      if (!onlyIfFailed || standing.outcome !== 'finished') return 'start';
      if (!job.start && !job.end) return 'watch';
      return rules.startedAfterIsGiven && !beganAfter(job, cutOff) ? 'start' : { outcome: 'finished' };
    case 'waiting':
      return onlyIfFailed ? 'watch' : 'start';
    case 'withheld':
      return { outcome: 'withheld' };
    case 'ready':
    case 'running':
      return onlyIfFailed ? 'watch' : { outcome: 'failed', because: messages.underWay(job) };
    case 'unknown':
      return { outcome: 'failed', because: messages.unknownToStart(job) };
  }
}

/** What a response to its start means for a job. */
export function takeStartResponse(
  turn: Turn,
  { recId, response }: Extract<Observation, { kind: 'start-response' }>,
): void {
  const { state, now } = turn;
  const item = state.items.find((candidate) => candidate.recId === recId);
  if (!item?.job || item.plan.kind !== 'starting') return;
  const { again } = item.plan;
  if (response.kind === 'refused') {
    item.plan = { kind: 'watch' };
    item.ended = { outcome: again ? 'error' : 'failed', because: messages.notStarted(again, response.message) };
    return;
  }
  state.restarted = now;
  item.requeues += again ? 1 : 0;
  // What was seen before the first start belongs to another run.
  if (!again) item.segments = [];
  item.baseline = startFrom(item.job, item.baseline);
  item.plan =
    response.kind === 'accepted'
      ? { kind: 'watch' }
      : { kind: 'confirm', until: momentAfter(now, PROOF_MS), message: response.message, again };
  say(turn, messages.startLine(item, response));
}

/** The end of a job whose start was accepted, and that shows nothing but its end from before: nothing is known of a run. */
const withoutNewRun = ({ job, baseline }: Item, ended: Ended): Ended =>
  job && baseline?.started && baseline.seen === 'ended' && ended.outcome !== 'scheduled'
    ? { ...ended, because: messages.noNewRun(job) }
    : ended;

/** What a job is whose start or end nothing has proved. */
export function endOfProof(item: Item): Ended {
  const { plan, doubt } = item;
  if (plan.kind !== 'confirm') return withoutNewRun(item, { outcome: doubt?.outcome ?? 'timeout' });
  return { outcome: plan.again ? 'error' : 'failed', because: messages.notConfirmed(plan.message) };
}

/** What a job is that was open when the wait ended. */
export function endOfWait(item: Item, kind: 'deadline' | 'interrupted'): Ended {
  const { plan, doubt, job, baseline } = item;
  if (plan.kind === 'starting' && plan.again) item.requeues += 1;
  const because = plan.kind === 'due' && plan.again ? messages.notRestarted(kind) : undefined;
  if (kind === 'interrupted') return { outcome: 'interrupted', ...(because && { because }) };
  if (doubt) return endOfProof(item);
  if (because) return { outcome: 'error', because };
  const isWaiting = job !== undefined && standingOf(job.status.wire).kind === 'waiting';
  return { outcome: isWaiting && baseline?.seen === 'running' ? 'ended-unknown' : 'timeout' };
}
