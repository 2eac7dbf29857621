import { randomUUID } from 'node:crypto';
import { wallTimeOf } from '../../clock.ts';
import { cancelJob } from '../../fno/batch/cancel.ts';
import { byDescription, byNearDescription, byRecIds } from '../../fno/batch/query.ts';
import type { BatchJob } from '../../fno/batch/job.ts';
import { readJobs, type JobRows } from '../../fno/batch/read.ts';
import { setToWaiting } from '../../fno/batch/start.ts';
import type { Reader } from '../../fno/read.ts';
import { setDeadline, within } from '../deadline.ts';
import type { Cell } from '../../report/markdown.ts';
import type { Complaint } from '../../report/report.ts';
import type { Tools } from '../operation.ts';
import type { Args } from './arguments.ts';
import { matching, nearest, type Wanted } from './choose.ts';
import { drive, type Wait } from './drive.ts';
import { isOpen, type Item } from './item.ts';
import { begin, step } from './machine.ts';
import { render, type Message } from './message.ts';
import { messageFor } from './messages.ts';
import { bySeverity, type Outcome, type Waited } from './outcome.ts';
import type { Act, Observation, Read, Rules, State } from './state.ts';
import { jobsSummary } from './summary.ts';
import { writeJson } from './write-json.ts';
import { countOf, neverSeen, progressLine, worstOf } from './whole-messages.ts';

/** The time that canceling gets: then everything is written as ever. */
const CANCELING_MS = 1_000;
/** The time that asking for a similar description gets: it is a help, and nothing waits for it. */
const NEAR_MS = 10_000;

/** Waits for batch jobs, and tells how each of them ended. */
export async function waitForJobs(wanted: Wanted, args: Args, tools: Tools): Promise<Waited> {
  const { clock, log, fno } = tools;
  const { accepted, timeoutMs = 0 } = args;
  const text = (message: Message) => render(message, fno.show);
  const state = await drive(jobsWait(wanted, args.rules, tools), tools, args.timeoutMs);

  const context = { ...state, timeoutMs, now: clock.moment(), accepted };
  const judged = (state.server === undefined ? [] : state.items).map((item) => ({
    item,
    outcome: item.ended?.outcome ?? 'failed',
    message: messageFor(item, context),
  }));
  // What went wrong with one job alone is the error, and said there.
  for (const { outcome, message } of judged) {
    if (judged.length > 1 || accepted.includes(outcome)) log.info(text(message));
  }

  const worst = [...judged].sort(bySeverity)[0];
  const outcome = worst?.outcome ?? WITHOUT_JOB[state.ending?.kind ?? 'failure'];
  const unaccepted = judged.filter((one) => !accepted.includes(one.outcome)).sort(bySeverity);
  const isAccepted = judged.length > 0 ? unaccepted.length === 0 : accepted.includes(outcome);
  const jobs = judged.map((one) => jobOutput(one.item, one.outcome));
  return {
    outcome,
    status: worst?.item.job?.status.wire ?? '',
    jobs,
    jobsFile: jobs.length > 0 ? await writeJson(`batch-jobs-${randomUUID()}`, jobs, 'jobs-file', tools) : undefined,
    error: isAccepted ? undefined : errorOf(state, unaccepted, { total: judged.length, timeoutMs, text }),
    story: { about: aboutOf(wanted, judged), blocks: jobsSummary(judged, accepted, context) },
  };
}

/** @param unaccepted the jobs that did not end as they should, of so many in `total`, the worst first */
function errorOf(
  state: State,
  unaccepted: readonly { item: Item; outcome: Outcome; message: Message }[],
  { total, timeoutMs, text }: { total: number; timeoutMs: number; text: (message: Message) => string },
): Complaint {
  const failure = state.ending?.kind === 'failure' ? [state.ending.message] : [];
  const told = unaccepted.filter(
    ({ item }) => failure.length === 0 || isOpen(item) || item.ended?.outcome !== 'failed',
  );
  const each = [...failure, ...worstOf(told.map(({ message }) => message))].map(text);
  if (total > 1) return { first: countOf(unaccepted, total, failure.length > 0), each };
  return each.length > 0 ? each.join(' ') : text(neverSeen(state, timeoutMs));
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
  const more = await within(reader.clock, NEAR_MS, reader.signal, (signal) =>
    readJobs({ ...reader, signal, attempts: 'once' }, [byNearDescription(description)]),
  ).catch(() => undefined);
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
const WITHOUT_JOB = { deadline: 'timeout', interrupted: 'interrupted', over: 'pending', failure: 'failed' } as const;

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
