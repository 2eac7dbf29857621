/** What an execution's status means to whoever waits. `unknown` is one that this version does not know. */
export type ExecutionStanding =
  | { kind: 'pending' }
  | { kind: 'ended'; outcome: 'finished' | 'partially-succeeded' | 'error' | 'canceled' }
  | { kind: 'unknown' };

const STANDINGS: Readonly<Record<string, ExecutionStanding>> = {
  unknown: { kind: 'pending' },
  notrun: { kind: 'pending' },
  queued: { kind: 'pending' },
  executing: { kind: 'pending' },
  succeeded: { kind: 'ended', outcome: 'finished' },
  partiallysucceeded: { kind: 'ended', outcome: 'partially-succeeded' },
  failed: { kind: 'ended', outcome: 'error' },
  canceled: { kind: 'ended', outcome: 'canceled' },
  cancelled: { kind: 'ended', outcome: 'canceled' },
};

/** @param status the name that GetExecutionSummaryStatus answers */
export function executionStanding(status: string): ExecutionStanding {
  const name = status.toLowerCase();
  return Object.hasOwn(STANDINGS, name) ? (STANDINGS[name] ?? { kind: 'unknown' }) : { kind: 'unknown' };
}

/** Statuses of a recurring integration's message after which no execution will come. */
const FAILED_MESSAGES = new Set(['processedwitherrors', 'preprocessingerror', 'postprocessingfailed']);

/** @param status the name that GetMessageStatus answers */
export const isFailedMessage = (status: string) => FAILED_MESSAGES.has(status.toLowerCase());
