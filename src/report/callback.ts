import { JSON_CONTENT } from '../http/content-type.ts';
import { messageOf } from '../errors.ts';
import type { Client } from '../http/client.ts';
import { intoMemory } from '../http/receive.ts';
import type { Log } from '../log.ts';

/** What a step says of itself when it is over. */
export interface Told {
  outputs: Partial<Record<'outcome' | 'status' | 'jobs', string>>;
}

/**
 * The body that a webhook such as Azure Data Factory's takes: `StatusCode` is text, and 400 or more means failure.
 *
 * @param error the sentence of the failure, empty on success
 */
export function callbackBody({ outputs }: Told, error: string): string {
  const { outcome = 'failed', status = '', jobs = '[]' } = outputs;
  return JSON.stringify({
    Output: { outcome, status, jobs: JSON.parse(jobs) as unknown },
    ...(error && { Error: { ErrorCode: outcome, Message: error } }),
    StatusCode: error ? '500' : '200',
  });
}

/** Tells a result to the callback URL, repeated like a read; that it cannot be told is a warning and no more. */
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
    const options = { name, read: true, attempts: 'retry' as const, signal, timeoutMs: 60_000, fixedTimeout: true };
    const { status } = await client.call(request, intoMemory, options);
    if (status >= 200 && status < 300) log.info(`The result was told to the callback URL at ${url.host} (${status}).`);
    else
      log.warning(`The callback URL at ${url.host} answered ${status}: whoever waits there does not know the result.`);
  } catch (thrown) {
    log.warning(`The result could not be told to the callback URL: ${messageOf(thrown)}`);
  }
}
