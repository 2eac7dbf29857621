import type { BatchJob } from '../../fno/batch/job.ts';
import { standingOf } from '../../fno/batch/status.ts';

export type Choice = { kind: 'none' } | { kind: 'one'; job: BatchJob } | { kind: 'several'; jobs: BatchJob[] };

/** Which rows F&O meant and which it did not: it takes `*` as a wildcard and ignores case. */
export function matching(jobs: readonly BatchJob[], description: string, legalEntity: string | undefined): BatchJob[] {
  return jobs.filter(
    (job) =>
      job.description === description &&
      (legalEntity === undefined || job.company.toLowerCase() === legalEntity.toLowerCase()),
  );
}

/**
 * Which of the jobs with one description counts: one pending or under way beats the ended ones, among those the newest
 * counts; one on hold counts only when nothing else is there.
 */
export function choose(jobs: readonly BatchJob[]): Choice {
  const of = (...kinds: string[]) => jobs.filter((job) => kinds.includes(standingOf(job.status).kind));
  const open = of('waiting', 'ready', 'running', 'unknown');
  const [first, ...others] = open;
  if (first) return others.length > 0 ? { kind: 'several', jobs: open } : { kind: 'one', job: first };
  const newest = [...of('ended')].sort(newestFirst)[0] ?? [...of('withheld')].sort(newestFirst)[0];
  return newest ? { kind: 'one', job: newest } : { kind: 'none' };
}

function newestFirst(a: BatchJob, b: BatchJob): number {
  const began = (job: BatchJob) => (job.start ?? job.end)?.ms ?? 0;
  return began(b) - began(a) || (BigInt(b.recId) > BigInt(a.recId) ? 1 : -1);
}
