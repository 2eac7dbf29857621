import type { EntityProgress } from './execution.ts';

/** What an execution's status means to a wait. `unknown` is one that this version does not know. */
export type ExecutionStanding =
  | { kind: 'pending' }
  | { kind: 'ended'; outcome: 'finished' | 'partially-succeeded' | 'error' | 'canceled' }
  | { kind: 'unknown' };

const STANDINGS = new Map<string, ExecutionStanding>(
  Object.entries<ExecutionStanding>({
    unknown: { kind: 'pending' },
    notrun: { kind: 'pending' },
    queued: { kind: 'pending' },
    executing: { kind: 'pending' },
    succeeded: { kind: 'ended', outcome: 'finished' },
    partiallysucceeded: { kind: 'ended', outcome: 'partially-succeeded' },
    failed: { kind: 'ended', outcome: 'error' },
    canceled: { kind: 'ended', outcome: 'canceled' },
    cancelled: { kind: 'ended', outcome: 'canceled' },
  }),
);

/** @param status the name that GetExecutionSummaryStatus returns */
export const executionStanding = (status: string): ExecutionStanding =>
  STANDINGS.get(status.toLowerCase()) ?? { kind: 'unknown' };

/**
 * What the status of a recurring integration's message means, as Microsoft's page on GetMessageStatus lists them: `failed`
 * ones will have no execution, `processed` is over without one.
 */
export function messageStanding(status: string): 'pending' | 'processed' | 'failed' {
  const name = status.toLowerCase();
  if (name === 'processed') return 'processed';
  return ['processedwitherrors', 'preprocessingerror', 'postprocessingfailed'].includes(name) ? 'failed' : 'pending';
}

/**
 * What a status of an entity means, of the enum DmfBatchJobStatus: Finished, NotRun, None, Error, Aborted and the empty
 * one were seen; any other is taken for one under way.
 */
export function entityStanding(status: string): 'pending' | 'done' | 'failed' {
  const name = status.toLowerCase();
  if (name === 'finished') return 'done';
  return name === 'error' || name === 'aborted' ? 'failed' : 'pending';
}

/** Rows of an entity that were staged and neither created nor updated. */
export const rowsFailed = ({ staged, created, updated }: EntityProgress) => Math.max(0, staged - created - updated);
