import { messageOf } from '../errors.ts';
import type { Log } from '../log.ts';
import { cutToBytes } from '../server-text.ts';
import { callbackBody } from './callback.ts';
import type { Block, Shows } from './markdown.ts';
import { summaryOf } from './summary.ts';

/** How a step ended. */
export interface Ended {
  /** The message of the failure; `undefined` on success. */
  error: string | undefined;
  outputs: Readonly<Record<string, string>>;
  /** The details of the job summary. */
  details: readonly Block[];
}

/** What is reported beside the outputs, and of what. */
export interface Asked {
  /** The operation, and the environment where it is known. */
  subject: readonly string[];
  summary: boolean;
  callbackUrl: URL | undefined;
}

/** The ways out of the step; all but `annotate` and `post` may throw. */
export interface Ways {
  setOutput: (name: string, value: string) => void;
  writeSummary: (markdown: string) => Promise<unknown>;
  annotate: (message: string) => void;
  post: (url: URL, body: string) => Promise<void>;
  log: Log;
  shows: Shows;
}

/** An annotation holds 4,096 characters, and the output `error` promises 4 KiB. */
const ERROR_LIMIT_BYTES = 4_096;

/**
 * Outputs, then summary, then annotation, then callback: what the next step needs comes first. A way that is closed
 * closes no other.
 *
 * @returns the verdict: outputs that cannot be written are a failure, since later steps would go on without them
 */
export async function report(
  { error, outputs, details }: Ended,
  { subject, summary, callbackUrl }: Asked,
  { setOutput, writeSummary, annotate, post, log, shows }: Ways,
): Promise<'ok' | 'failed'> {
  const shown = (message: string) => cutToBytes(shows.message(message, ERROR_LIMIT_BYTES), ERROR_LIMIT_BYTES);
  let message = error === undefined ? '' : shown(error);
  let isWritable = true;
  const trySetting = (name: string, value: string) => {
    try {
      setOutput(name, value);
    } catch (thrown) {
      if (isWritable) message = shown(unwritten(message, messageOf(thrown)));
      isWritable = false;
    }
  };
  for (const [name, value] of Object.entries(outputs)) trySetting(name, value);
  trySetting('error', message);

  if (summary) {
    await Promise.try(() => writeSummary(summaryOf({ subject, error: message, details }, shows))).catch(
      (thrown: unknown) => {
        log.warning(`The job summary could not be written: ${messageOf(thrown)}`);
      },
    );
  }
  if (message) annotate(message);
  if (callbackUrl) {
    const told = error === undefined && message ? { ...outputs, outcome: 'failed' } : outputs;
    await post(callbackUrl, callbackBody(told, message, shows.value));
  }
  return message ? 'failed' : 'ok';
}

const unwritten = (message: string, reason: string): string =>
  message
    ? `The outputs could not be written either (${reason}). ${message}`
    : `The operation succeeded, but its outputs could not be written (${reason}), so later steps cannot use them.`;
