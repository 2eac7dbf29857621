import type { BatchJobSpec, PlanStep } from '../../simulator/batch/job.ts';

const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();

/**
 * A job whose last run ended an hour ago. F&O's dates have whole seconds: a job that ended just now and is run again
 * within the same second shows no trace of the new run.
 *
 * @param run its life after each start
 */
export const endedJob = (recId: string, run: PlanStep[], description?: string, company?: string): BatchJobSpec => ({
  recId,
  plan: [{ status: 'Finished' }],
  runPlans: [run],
  startDateTime: ago(61),
  endDateTime: ago(60),
  ...(description !== undefined && { description }),
  ...(company !== undefined && { company }),
});

/** A job whose run ended a moment ago, for those who wait without starting it. */
export const justEndedJob = (recId: string): BatchJobSpec => ({
  recId,
  plan: [{ status: 'Finished' }],
  startDateTime: ago(1),
  endDateTime: ago(0.5),
});
