/** The business events of a batch job. */
export const businessEventKinds = ['started', 'finished', 'failed', 'canceled'] as const;
export type BusinessEventKind = (typeof businessEventKinds)[number];

/** The members of BatchStatus, each at the place of its number. */
export const statuses: readonly string[] = [
  'Hold',
  'Waiting',
  'Executing',
  'Error',
  'Finished',
  'Ready',
  'NotRun',
  'Cancelling',
  'Canceled',
  'Scheduled',
];

export const statusNumber = (status: string): number => statuses.indexOf(status);

/** A status as the scenario spells it. */
export function spelled(
  { cancellingSpelling, canceledSpelling }: { cancellingSpelling: string; canceledSpelling: string },
  status: string,
): string {
  if (status === 'Cancelling') return cancellingSpelling;
  return status === 'Canceled' ? canceledSpelling : status;
}
