import { msSince, wallTimeOf } from '../../clock.ts';
import { cancelJob } from '../../fno/batch/cancel.ts';
import { byDescription, byNearDescription, byRecIds } from '../../fno/batch/query.ts';
import type { BatchJob } from '../../fno/batch/job.ts';
import { readJobs, type JobRows } from '../../fno/batch/read.ts';
import { setToWaiting } from '../../fno/batch/start.ts';
import type { Reader } from '../../fno/read.ts';
import { setDeadline } from '../deadline.ts';
import type { Cell } from '../../report/markdown.ts';
import type { Story } from '../../report/summary.ts';
import type { Outputs, Result, Tools, Verdicts } from '../operation.ts';
import type { Args } from './arguments.ts';
import { matching, nearest, type Wanted } from './choose.ts';
import { drive, type Wait } from './drive.ts';
import type { Item } from './item.ts';
import { begin, step } from './machine.ts';
import { render, type Message } from './message.ts';
import { messageFor } from './messages.ts';
import { bySeverity, type BatchWaitOutput, type Outcome } from './outcome.ts';
import type { Act, Observation, Read, Rules, State } from './state.ts';
import { jobsSummary } from './summary.ts';
import { countOf, neverSeen, progressLine, worstOf } from './whole-messages.ts';

/** The time that canceling gets: then everything is written as ever. */
const CANCELING_MS = 1_000;
/** The time that asking for a similar description gets: it is a help, and nothing waits for it. */
const NEAR_MS = 10_000;

/** Waits for batch jobs, and reports how each of them ended. */
export async function waitForJobs(
  wanted: Wanted,
  args: Args,
  tools: Tools,
  { ok, failed }: Verdicts<BatchWaitOutput>,
): Promise<Result<BatchWaitOutput>> {
  const { fno, clock, log } = tools;
  const { show } = fno;
  const begun = clock.moment();
  const state = await drive(jobsWait(wanted, args.rules, tools), { ...tools, show, timeoutMs: args.timeoutMs });

  const timeoutMs = args.timeoutMs ?? 0;
  const context = { ...state, timeoutMs, now: clock.moment() };
  const isSeen = state.server !== undefined;
  const judged = (isSeen ? state.items : []).map((item) => ({
    item,
    outcome: item.ended?.outcome ?? 'failed',
    message: messageFor(item, context),
  }));
  const text = (message: Message) => render(message, show);
  // What went wrong with one job alone is the error, and said there.
  for (const { outcome, message } of judged) {
    if (judged.length > 1 || args.accepted.includes(outcome)) log.info(text(message));
  }

  const worst = [...judged].sort(bySeverity)[0];
  const outcome = worst?.outcome ?? outcomeOf(state);
  const outputs: Outputs<BatchWaitOutput> = {
    outcome,
    status: worst?.item.job?.status.wire ?? '',
    jobs: JSON.stringify(judged.map((one) => jobOutput(one.item, one.outcome))),
    'elapsed-seconds': String(Math.round(msSince(clock, begun) / 1000)),
  };
  const unaccepted = judged.filter((one) => !args.accepted.includes(one.outcome)).sort(bySeverity);
  const canceled = [...state.canceled].map(([recId, response]) => `${recId}: ${response}`);
  const story: Story = {
    about: aboutOf(wanted, judged),
    blocks: [{ kind: 'list', items: canceled }, ...jobsSummary(judged, args.accepted, context)],
  };
  if (judged.length > 0 ? unaccepted.length === 0 : args.accepted.includes(outcome)) return ok(outputs, story);
  if (state.ending?.kind === 'failure') return failed(text(state.ending.message), outputs, story);
  if (judged.length === 0) return failed(text(neverSeen(state, timeoutMs)), outputs, story);
  const each = worstOf(unaccepted.map(({ message }) => message)).map(text);
  const outcomes = unaccepted.map((one) => one.outcome);
  const first = `${countOf(outcomes, judged.length)}.`;
  return failed(judged.length === 1 ? (each[0] ?? '') : { first, each }, outputs, story);
}

/** What the heading of the summary names. */
function aboutOf(wanted: Wanted, judged: readonly { item: Item }[]): Cell {
  const [only] = judged;
  if (judged.length > 1) return { label: `${judged.length} batch jobs` };
  if (only) return only.item.job?.description.wire || only.item.recId;
  return wanted.kind === 'description' ? wanted.description : wanted.recIds.slice(0, 3).join(', ');
}

function jobsWait(wanted: Wanted, rules: Rules, { fno, clock }: Tools): Wait<State, Observation, Read, Act> {
  const wallTime = wallTimeOf(clock);
  return {
    begun: begin(wanted, rules, clock.moment()),
    step: (state, observation, now) => step(state, observation, rules, now),
    progress: progressLine,
    async read(read, reader) {
      const paths =
        read.kind === 'description'
          ? [byDescription(read.description, read.legalEntity, read.recId)]
          : byRecIds(read.recIds);
      const found = await readJobs(reader, paths);
      return { kind: 'polled', ...found, near: await readNear(read, found, reader), ours: wallTime(clock.moment()) };
    },
    async act(act, reader) {
      if (act.kind === 'cancel') return { kind: 'canceled', responses: await cancelAll(act.recIds, { fno, clock }) };
      return { kind: 'start-response', recId: act.recId, response: await setToWaiting(reader, act.recId) };
    },
  };
}

/** The jobs that a description nearly has, where none has it and they are asked for. A failure is none. */
async function readNear(read: Read, { jobs }: JobRows, reader: Reader): Promise<BatchJob[]> {
  if (read.kind !== 'description' || !read.near) return [];
  const { description, legalEntity } = read;
  if (matching(jobs, description, legalEntity).length > 0) return [];
  const { signal, dispose } = setDeadline(reader.clock, NEAR_MS, reader.signal);
  const more = await readJobs({ ...reader, signal, attempts: 'once' }, [byNearDescription(description)]).catch(
    () => undefined,
  );
  dispose();
  return nearest([...jobs, ...(more?.jobs ?? [])], description);
}

/** Cancels jobs, all at once. @returns how F&O responded, by RecId */
async function cancelAll(recIds: readonly string[], { fno, clock }: Pick<Tools, 'fno' | 'clock'>) {
  const { signal, dispose } = setDeadline(clock, CANCELING_MS, new AbortController().signal);
  const responses = await Promise.all(
    recIds.map(async (recId) => [recId, await cancelJob(fno, recId, signal)] as const),
  );
  dispose();
  return new Map(responses);
}

/** The outcome of a wait in which no job was seen. */
function outcomeOf({ ending }: State): Outcome {
  switch (ending?.kind) {
    case 'deadline':
      return 'timeout';
    case 'interrupted':
      return 'interrupted';
    case 'over':
      return 'pending';
    case 'failure':
    case undefined:
      return 'failed';
  }
}

function jobOutput({ recId, job, requeues }: Item, outcome: Outcome) {
  return {
    recId,
    description: job?.description.wire ?? '',
    status: job?.status.wire ?? '',
    outcome,
    startDateTime: job?.start?.text ?? '',
    endDateTime: job?.end?.text ?? '',
    requeues,
  };
}
