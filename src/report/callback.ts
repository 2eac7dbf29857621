import { JSON_CONTENT } from '../http/content-type.ts';
import { messageOf } from '../errors.ts';
import type { Client } from '../http/client.ts';
import { intoMemory } from '../http/receive.ts';
import { isSuccess } from '../http/status.ts';
import type { Log } from '../log.ts';
import type { Show } from '../server-text.ts';

/** What the callback says of a step. */
export interface CallbackOutputs {
  outcome?: string;
  status?: string;
  /** JSON. */
  jobs?: string;
}

/**
 * The body that a webhook such as Azure Data Factory's takes: `StatusCode` is text, and 400 or more means failure
 * (https://learn.microsoft.com/azure/data-factory/control-flow-webhook-activity).
 *
 * @param error the message of the failure as it may be shown, empty on success
 * @param show the way of every value that is not ours
 */
export function callbackBody(outputs: CallbackOutputs, error: string, show: Show): string {
  const { outcome = 'failed', status = '', jobs = '[]' } = outputs;
  return JSON.stringify({
    Output: { outcome, status: show(status), jobs: shownIn(JSON.parse(jobs), show) },
    ...(error && { Error: { ErrorCode: outcome, Message: error } }),
    StatusCode: error ? '500' : '200',
  });
}

/** Shows each text of a document on its own, so that it stays JSON; names of members and outcomes are ours. */
function shownIn(value: unknown, show: Show): unknown {
  if (typeof value === 'string') return show(value);
  if (Array.isArray(value)) return value.map((item) => shownIn(item, show));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, name === 'outcome' ? member : shownIn(member, show)] as const),
  );
}

/** Posts a result to the callback URL, retried like a read; a failure is a warning and no more. */
export async function postCallback(
  url: URL,
  body: string,
  { client, log, signal }: { client: Client; log: Log; signal: AbortSignal },
): Promise<void> {
  const name = `POST ${url.host} (callback)`;
  try {
    const request = {
      method: 'POST',
      url,
      headers: JSON_CONTENT,
      body: { kind: 'text' as const, text: body },
    };
    const options = { name, read: true, attempts: 'retry' as const, signal, timeoutMs: 60_000 };
    const { status } = await client.call(request, intoMemory, options);
    if (isSuccess(status)) log.info(`Posted the result to the callback URL at ${url.host} (${status}).`);
    else log.warning(`The callback URL at ${url.host} returned ${status}, so the waiting system was not notified.`);
  } catch (thrown) {
    log.warning(`The result could not be posted to the callback URL: ${messageOf(thrown)}`);
  }
}
