/** How a job ended by F&O's own word. */
export type EndedOutcome = 'finished' | 'error' | 'canceled' | 'not-run';

/** What a member of BatchStatus means to a wait. */
export type Standing =
  | { kind: 'withheld' }
  /** Waiting and Scheduled: where a recurring job rests, too. */
  | { kind: 'waiting' }
  | { kind: 'ready' }
  /** Executing and Cancelling. */
  | { kind: 'running' }
  | { kind: 'ended'; outcome: EndedOutcome }
  | { kind: 'unknown' };

/** @param status the member's name as F&O wrote it; new members may appear */
export const standingOf = meaningOf<Standing>(
  {
    hold: { kind: 'withheld' },
    waiting: { kind: 'waiting' },
    scheduled: { kind: 'waiting' },
    ready: { kind: 'ready' },
    executing: { kind: 'running' },
    // $metadata and Microsoft's own tools differ in the number of l, in both words.
    canceling: { kind: 'running' },
    cancelling: { kind: 'running' },
    finished: { kind: 'ended', outcome: 'finished' },
    error: { kind: 'ended', outcome: 'error' },
    canceled: { kind: 'ended', outcome: 'canceled' },
    cancelled: { kind: 'ended', outcome: 'canceled' },
    notrun: { kind: 'ended', outcome: 'not-run' },
  },
  { kind: 'unknown' },
);

/** @returns what a status means, looked up without regard to case; `otherwise` if it is none of the names */
export function meaningOf<Meaning>(
  meanings: Readonly<Record<string, Meaning>>,
  otherwise: Meaning,
): (status: string) => Meaning {
  const byName = new Map(Object.entries(meanings));
  return (status) => byName.get(status.toLowerCase()) ?? otherwise;
}
