import { messageOf } from '../../errors.ts';
import type { Fno } from '../environment.ts';
import { write } from '../write.ts';

/**
 * Asks F&O to cancel a job, as Microsoft's Dataverse CLI does. It turns to Canceled at the next tick of the scheduler;
 * one that executes may leave half its work.
 *
 * @param signal aborted when its time is up
 * @returns how F&O responded, in a sentence; never throws
 */
export async function cancelJob(fno: Fno, recId: string, signal: AbortSignal): Promise<string> {
  const unknown = (reason: string) => `Whether it was canceled is not known: ${reason}`;
  try {
    const request = { method: 'PATCH', path: `/data/BatchJobs(${recId})`, body: '{"Status":"Cancelling"}' } as const;
    const written = await write({ fno, signal }, { ...request, attempts: 'once' });
    if (written.kind === 'none') return unknown(written.message);
    return written.failure
      ? `It was not canceled: ${written.failure}`
      : `Cancellation accepted by F&O (${written.head.status}); the job will change to Canceled shortly.`;
  } catch (thrown) {
    return unknown(signal.aborted ? 'F&O did not respond within the second allowed for it.' : messageOf(thrown));
  }
}
