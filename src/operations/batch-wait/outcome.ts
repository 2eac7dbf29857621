/** The outputs of batch-wait. */
export const OUTPUTS = ['outcome', 'status', 'jobs', 'errors-file', 'error-count', 'elapsed-seconds'] as const;
export type BatchWaitOutput = (typeof OUTPUTS)[number];

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
  'ended-unknown',
  'partially-succeeded',
  'finished',
] as const;

export type Outcome = (typeof OUTCOMES)[number];

/** What `accept-outcome` takes: a wait that was not carried out to its end is never accepted. */
export const ACCEPTABLE = OUTCOMES.filter(
  (outcome) => outcome !== 'failed' && outcome !== 'interrupted' && outcome !== 'timeout',
);

/** @returns the first of those with the worst outcome */
export function worstOf<T extends { outcome: Outcome }>(several: readonly [T, ...T[]]): T {
  return several.reduce((worst, one) =>
    OUTCOMES.indexOf(one.outcome) < OUTCOMES.indexOf(worst.outcome) ? one : worst,
  );
}
