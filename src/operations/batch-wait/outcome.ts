import type { Complaint } from '../../report/report.ts';
import type { Story } from '../../report/summary.ts';

/** The outputs of batch-wait. */
export const OUTPUTS = [
  'outcome',
  'status',
  'jobs',
  'jobs-file',
  'errors-file',
  'error-count',
  'elapsed-seconds',
] as const;

/** Every outcome of batch-wait, from worst to best. */
export const OUTCOMES = [
  'failed',
  'interrupted',
  'error',
  'canceled',
  'not-run',
  'deleted',
  'withheld',
  'scheduled',
  'timeout',
  'pending',
  'ended-unknown',
  'partially-succeeded',
  'finished',
] as const;

export type Outcome = (typeof OUTCOMES)[number];

/** What `accept-outcome` takes: a wait that was not carried out to its end is never accepted. */
export const ACCEPTABLE = OUTCOMES.filter(
  (outcome) => outcome !== 'failed' && outcome !== 'interrupted' && outcome !== 'timeout',
);

/** The worst first; those with the same outcome keep their order. */
export const bySeverity = (a: { outcome: Outcome }, b: { outcome: Outcome }) =>
  OUTCOMES.indexOf(a.outcome) - OUTCOMES.indexOf(b.outcome);

/** How a wait ended. */
export interface Waited {
  outcome: Outcome;
  /** F&O's own name. */
  status: string;
  jobs: readonly object[];
  jobsFile?: string | undefined;
  errorsFile?: string | undefined;
  errorCount?: number | undefined;
  /** `undefined` if the outcome is accepted. */
  error: Complaint | undefined;
  story: Story;
}
