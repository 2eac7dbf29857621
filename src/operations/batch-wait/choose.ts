import type { BatchJob } from '../../fno/batch/job.ts';
import { standingOf } from '../../fno/batch/status.ts';
import { goesOn, nearestName } from '../../near-names.ts';

/** Which batch jobs are meant. */
export type Wanted = { kind: 'rec-ids'; recIds: string[] } | Described;
export interface Described {
  kind: 'description';
  description: string;
  legalEntity: string | undefined;
}

export type Choice = { kind: 'none' } | { kind: 'one'; job: BatchJob } | { kind: 'several'; jobs: BatchJob[] };

/**
 * Which rows F&O meant and which it did not: it takes `*` as a wildcard and ignores case.
 *
 * @param description in Unicode's form NFC, which what is typed has, and what macOS makes of file names has not
 */
export function matching(jobs: readonly BatchJob[], description: string, legalEntity: string | undefined): BatchJob[] {
  return jobs.filter(
    (job) =>
      job.description.wire.normalize('NFC') === description &&
      (legalEntity === undefined || job.company.wire.toLowerCase() === legalEntity.toLowerCase()),
  );
}

/** So many descriptions that begin like another one are a hint; more say nothing. */
const MOST_BEGINNINGS = 3;

/**
 * Which of the jobs were probably meant by a description that nothing matches, in any legal entity: those of the nearest
 * description, or of the few that begin like it.
 */
export function nearest(jobs: readonly BatchJob[], description: string): BatchJob[] {
  const known = [...new Map(jobs.map((job) => [job.recId, job])).values()];
  const names = [...new Set(known.map((job) => job.description.wire))];
  const name = names.includes(description) ? description : nearestName(description, names);
  const begun = name === undefined ? names.filter((each) => goesOn(description, each)) : [name];
  return begun.length > MOST_BEGINNINGS ? [] : known.filter((job) => begun.includes(job.description.wire));
}

/**
 * Which of the jobs with one description counts. To wait for: one pending or under way before the ended ones, among those
 * the newest, and one on hold only if nothing else is there. To start: the only one, jobs on hold not counted.
 */
export function choose(jobs: readonly BatchJob[], forStart: boolean): Choice {
  const of = (...kinds: string[]) => jobs.filter((job) => kinds.includes(standingOf(job.status.wire).kind));
  const withheld = of('withheld').sort(newestFirst);
  const open = forStart ? jobs.filter((job) => !withheld.includes(job)) : of('waiting', 'ready', 'running', 'unknown');
  const [first, ...others] = forStart && open.length === 0 ? withheld : open;
  if (first) return others.length > 0 ? { kind: 'several', jobs: [first, ...others] } : { kind: 'one', job: first };
  const newest = of('ended').sort(newestFirst)[0] ?? withheld[0];
  return newest ? { kind: 'one', job: newest } : { kind: 'none' };
}

function newestFirst(a: BatchJob, b: BatchJob): number {
  const began = (job: BatchJob) => (job.start ?? job.end)?.epochMs ?? 0;
  return began(b) - began(a) || (BigInt(b.recId) > BigInt(a.recId) ? 1 : -1);
}
