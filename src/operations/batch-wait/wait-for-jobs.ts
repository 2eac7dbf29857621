import { cancelJob } from '../../fno/batch/cancel.ts';
import type { Block } from '../../report/markdown.ts';
import type { Outputs, Result, Tools, Verdicts } from '../operation.ts';
import type { Args } from './arguments.ts';
import { setDeadline } from '../deadline.ts';
import { isOpen, type Item } from './item.ts';
import { jobsTarget, type Wanted } from './jobs-target.ts';
import { worstOf, type BatchWaitOutput, type Outcome } from './outcome.ts';
import { errorOf, outageText, outcomeOf, messageFor } from './sentence.ts';
import { jobsSummary } from './summary.ts';
import { waitFor, type Ending } from './wait.ts';
import { nameOf } from './words.ts';

/** The time that cancelling gets: then everything is written as ever. */
const CANCELLING_MS = 1_000;

/** Waits for batch jobs, and tells how each of them ended. */
export async function waitForJobs(
  wanted: Wanted,
  args: Omit<Args, 'wanted'>,
  tools: Tools,
  { ok, failed }: Verdicts<BatchWaitOutput>,
): Promise<Result<BatchWaitOutput>> {
  const { fno, clock, log, signal } = tools;
  const startedMs = clock.now();
  const target = jobsTarget(wanted, args.rules, { fno, clock, log });
  const ending = await waitFor(target, { clock, log, signal, timeoutMs: args.timeoutMs, fixedGapMs: args.fixedGapMs });
  if (ending.kind === 'timeout') endRequeues(target.items());
  const cancelled = await cancelOpen(target.items(), ending, args, tools);

  const context = { ending, timeoutMs: args.timeoutMs, serverNowMs: target.serverNowMs() };
  const judged = target.items().map((item) => {
    const outcome = outcomeOf(item, ending);
    const message = messageFor(item, outcome, context, cancelled.get(item.recId));
    return { item, outcome, message };
  });
  // What went wrong with one job alone is the error, and said there.
  const isSaid = (outcome: Outcome) => judged.length > 1 || args.accepted.includes(outcome);
  for (const { item, outcome, message } of judged) if (item.ended && isSaid(outcome)) log.info(message);

  const [first, ...others] = judged;
  const worst = first ? worstOf([first, ...others]) : undefined;
  const outputs: Outputs<BatchWaitOutput> = {
    outcome: worst?.outcome ?? outcomeOf({ ended: undefined }, ending),
    status: worst?.item.job?.status ?? '',
    jobs: JSON.stringify(judged.map(({ item, outcome }) => jobOutput(item, outcome))),
    'elapsed-seconds': String(Math.round((clock.now() - startedMs) / 1000)),
  };
  const unaccepted = judged.filter(({ outcome }) => !args.accepted.includes(outcome));
  const messages = sortedBySeverity(unaccepted).map(({ message }) => message);
  const summary = [cancelledList(cancelled), ...jobsSummary(judged, fno.url('/?mi=BatchJob'))];
  if (first && unaccepted.length === 0) return ok(outputs, summary);
  const general = ending.kind === 'failed' ? ending.error : first ? '' : withoutJobs(wanted, ending, args.timeoutMs);
  const error = [general, ending.kind === 'failed' ? '' : errorOf(messages, judged.length)].filter(Boolean).join(' ');
  return failed(error, outputs, summary);
}

/** A job that ended in Error and has not been restarted yet has not run out of time. */
function endRequeues(items: readonly Item[]): void {
  for (const item of items) {
    if (item.ended || item.plan.kind !== 'requeue') continue;
    item.ended = { outcome: 'error', because: 'ended in Error, and the wait ran out before it was restarted' };
  }
}

function sortedBySeverity<T extends { outcome: Outcome }>(judged: readonly T[]): T[] {
  const rest = [...judged];
  const sorted: T[] = [];
  for (let [first, ...others] = rest; first; [first, ...others] = rest) {
    const worst = worstOf([first, ...others]);
    sorted.push(worst);
    rest.splice(rest.indexOf(worst), 1);
  }
  return sorted;
}

function jobOutput({ recId, description, job, requeues }: Item, outcome: Outcome) {
  return {
    recId,
    description,
    status: job?.status ?? '',
    outcome,
    startDateTime: job?.start?.text ?? '',
    endDateTime: job?.end?.text ?? '',
    requeues,
  };
}

/** What is told where no job was ever seen. */
function withoutJobs(wanted: Wanted, ending: Ending, timeoutMs: number): string {
  const what =
    wanted.kind === 'description'
      ? `the batch job "${wanted.description}"`
      : `${wanted.recIds.length === 1 ? 'batch job' : 'batch jobs'} ${wanted.recIds.slice(0, 5).join(', ')}`;
  if (ending.kind === 'interrupted') return `The step was interrupted before anything was seen of ${what}.`;
  const found =
    wanted.kind === 'description'
      ? 'No job with exactly this description was found: check `batch-job-description`, letter by letter, and `legal-entity`'
      : 'Nothing was seen of it';
  const minutes = Math.round(timeoutMs / 600) / 100;
  return `The wait for ${what} ran out after ${minutes} min. ${found}${outageText(ending)}.`;
}

/** Cancels the jobs still pending or under way, all at once, where it was asked for. @returns what F&O answered, by RecId */
async function cancelOpen(
  items: readonly Item[],
  ending: Ending,
  { cancelOn }: Pick<Args, 'cancelOn'>,
  { fno, clock, log }: Tools,
): Promise<Map<string, string>> {
  const asked = cancelOn.some((kind) => kind === ending.kind);
  const open = asked ? items.filter(isOpen) : [];
  const responses = new Map(
    open.map(({ recId }) => [recId, 'Whether it was cancelled is not known: there was no time left for an answer.']),
  );
  if (open.length === 0) return responses;
  const { signal, dispose } = setDeadline(clock, clock.now() + CANCELLING_MS, new AbortController().signal);
  await Promise.all(
    open.map(async ({ recId }) => {
      responses.set(recId, await cancelJob(fno, recId, signal));
    }),
  );
  dispose();
  for (const item of open) log.info(`${nameOf(item)}: ${responses.get(item.recId) ?? ''}`);
  return responses;
}

function cancelledList(responses: ReadonlyMap<string, string>): Block {
  return { kind: 'list', items: [...responses].map(([recId, response]) => `${recId}: ${response}`) };
}
