import type { Clock } from '../clock.ts';
import type { Scenario } from '../scenario.ts';
import { createJob, settleJob, withheld, type BatchJob, type BatchJobSpec } from './job.ts';

export interface BatchJobs {
  /** Adds a job, whose plan begins now. Returns its RecId. */
  add(spec: BatchJobSpec): string;
  /** The job as it is at this moment, undefined where there is none (any more). */
  get(recId: string): BatchJob | undefined;
  all(): BatchJob[];
  delete(recId: string): void;
  /** The jobs that the scenario has at the start, and no other. */
  restart(): void;
  /** Keeps the jobs as they are. @returns what brings them back */
  snapshot(): () => void;
}

/** The environment's batch jobs; each is brought up to the clock whenever it is looked at. */
export function createBatchJobs(clock: Clock, scenario: Scenario): BatchJobs {
  const jobs = new Map<string, BatchJob>();
  let nextRecId = 5637200000;

  function settled(job: BatchJob | undefined): BatchJob | undefined {
    if (job === undefined) return undefined;
    settleJob(job, clock.now(), scenario.recurringEndsAs);
    if (job.deleted) jobs.delete(job.recId);
    return job.deleted ? undefined : job;
  }

  function add(spec: BatchJobSpec): string {
    const recId = spec.recId ?? String(nextRecId++);
    jobs.set(recId, createJob({ ...spec, recId }, clock.now()));
    return recId;
  }

  return {
    add,
    get: (recId) => settled(jobs.get(recId)),
    all: () => [...jobs.values()].map(settled).filter((job) => job !== undefined),
    delete: (recId) => void jobs.delete(recId),
    restart() {
      jobs.clear();
      for (const spec of scenario.batchJobs) add(scenario.databaseCopied ? withheld(spec) : spec);
    },
    snapshot() {
      const kept = structuredClone([...jobs.values()]);
      return () => {
        jobs.clear();
        for (const job of kept) jobs.set(job.recId, job);
      };
    },
  };
}
