import { messageOf } from '../../errors.ts';
import { JSON_CONTENT } from '../../http/content-type.ts';
import { intoMemory } from '../../http/receive.ts';
import { isSuccess } from '../../http/status.ts';
import { describeResponse } from '../response-error.ts';
import type { Fno } from '../environment.ts';

/**
 * Asks F&O to cancel a job, as Microsoft's Dataverse CLI does. It turns to Canceled at the next tick of the scheduler;
 * one that executes may leave half its work.
 *
 * @param signal aborted when its time is up
 * @returns how F&O responded, in a sentence; never throws
 */
export async function cancelJob(fno: Fno, recId: string, signal: AbortSignal): Promise<string> {
  const path = `/data/BatchJobs(${recId})`;
  const name = `PATCH ${path}`;
  const body = { kind: 'text', text: '{"Status":"Cancelling"}' } as const;
  const call = { method: 'PATCH', url: fno.url(path), name, headers: JSON_CONTENT, body, read: false, signal };
  try {
    const response = await fno.send({ ...call, attempts: 'once' }, intoMemory);
    return isSuccess(response.status)
      ? `Cancellation accepted by F&O (${response.status}); the job will change to Canceled shortly.`
      : `It was not canceled: ${describeResponse({ name, read: false }, response, response.body.toString('utf8'), fno.show)}`;
  } catch (thrown) {
    const reason = signal.aborted ? 'F&O did not respond within the second allowed for it.' : messageOf(thrown);
    return `Whether it was canceled is not known: ${reason}`;
  }
}
