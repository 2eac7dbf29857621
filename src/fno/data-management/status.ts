import { meaningOf } from '../batch/status.ts';
import type { EntityProgress } from './execution.ts';

/** What an execution's status means to a wait. `unknown` is one that this version does not know. */
export type ExecutionStanding =
  | { kind: 'pending' }
  | { kind: 'ended'; outcome: 'finished' | 'partially-succeeded' | 'error' | 'canceled' }
  | { kind: 'unknown' };

/** @param status the name that GetExecutionSummaryStatus returns */
export const executionStanding = meaningOf<ExecutionStanding>(
  {
    unknown: { kind: 'pending' },
    notrun: { kind: 'pending' },
    queued: { kind: 'pending' },
    executing: { kind: 'pending' },
    succeeded: { kind: 'ended', outcome: 'finished' },
    partiallysucceeded: { kind: 'ended', outcome: 'partially-succeeded' },
    failed: { kind: 'ended', outcome: 'error' },
    canceled: { kind: 'ended', outcome: 'canceled' },
    cancelled: { kind: 'ended', outcome: 'canceled' },
  },
  { kind: 'unknown' },
);

/**
 * What the status of a recurring integration's message means, as Microsoft's page on GetMessageStatus lists them: `failed`
 * ones will have no execution, `processed` is over without one.
 */
export const messageStanding = meaningOf<'pending' | 'processed' | 'failed'>(
  {
    processed: 'processed',
    processedwitherrors: 'failed',
    preprocessingerror: 'failed',
    postprocessingfailed: 'failed',
  },
  'pending',
);

/**
 * What a status of an entity means, of the enum DmfBatchJobStatus: Finished, NotRun, None, Error, Aborted and the empty
 * one were seen; any other is taken for one under way.
 */
export const entityStanding = meaningOf<'pending' | 'done' | 'failed'>(
  { finished: 'done', error: 'failed', aborted: 'failed' },
  'pending',
);

/** Rows of an entity that were staged and neither created nor updated. */
export const rowsFailed = ({ staged, created, updated }: EntityProgress) => Math.max(0, staged - created - updated);
