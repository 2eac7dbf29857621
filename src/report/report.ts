import { messageOf } from '../errors.ts';
import type { Log } from '../log.ts';
import { cutToBytes } from '../server-text.ts';
import { callbackBody } from './callback.ts';
import type { Shows } from './markdown.ts';
import { summaryOf, type Story } from './summary.ts';

/** Why a step failed: one message, or a first sentence and one for each thing that is wrong. */
export type Complaint = string | { first: string; each: readonly string[] };

/**
 * Lists in the log what is wrong with the inputs.
 *
 * @param what goes on from `3 problems`
 */
export function complain(what: string, problems: readonly string[], log: Log): Complaint {
  const first = `${problems.length === 1 ? 'One problem' : `${problems.length} problems`} ${what}`;
  log.info(`${first}:`);
  for (const problem of problems) log.info(`- ${problem}`);
  return { first: `${first}.`, each: problems };
}

/** How a step ended. */
export interface Ended {
  /** `undefined` on success. */
  error: Complaint | undefined;
  outputs: Readonly<Record<string, string>>;
  story: Story;
}

/** What is reported beside the outputs, and of what. */
export interface Asked {
  /** The operation, as far as it is known. */
  operation: string;
  /** Host of the environment, where it is known. */
  environment: string | undefined;
  summary: boolean;
  callbackUrl: URL | undefined;
}

/** The ways out of the step; all but `annotate` and `post` may throw. */
export interface Ways {
  setOutput: (name: string, value: string) => void;
  writeSummary: (markdown: string) => Promise<unknown>;
  /** @param lines of the annotation's text, if it is not the message */
  annotate: (message: string, lines: readonly string[] | undefined) => void;
  post: (url: URL, body: string) => Promise<void>;
  log: Log;
  shows: Shows;
}

/** What the output `error` promises. */
const ERROR_LIMIT_BYTES = 4_096;

/**
 * Outputs, then summary, then annotation, then callback: what the next step needs comes first. A way that is closed
 * closes no other.
 *
 * @returns the verdict: outputs that cannot be written are a failure, since later steps would go on without them
 */
export async function report(
  { error, outputs, story }: Ended,
  { operation, environment, summary, callbackUrl }: Asked,
  { setOutput, writeSummary, annotate, post, log, shows }: Ways,
): Promise<'ok' | 'failed'> {
  const shown = (message: string) => cutToBytes(shows.message(message, ERROR_LIMIT_BYTES), ERROR_LIMIT_BYTES);
  const { first, each } = typeof error === 'object' ? error : { first: error ?? '', each: [] };
  let headline = shown(first);
  const whole = shown([first, ...each].join(' '));
  let message = whole;
  let isWritable = true;
  const trySetting = (name: string, value: string) => {
    try {
      setOutput(name, value);
    } catch (thrown) {
      if (isWritable) {
        headline = shown(unwritten(headline, messageOf(thrown)));
        message = shown(unwritten(message, messageOf(thrown)));
      }
      isWritable = false;
    }
  };
  for (const [name, value] of Object.entries(outputs)) trySetting(name, value);
  trySetting('error', message);

  if (summary) {
    const written = () => writeSummary(summaryOf({ operation, environment, error: headline, each, story }, shows));
    await Promise.try(written).catch((thrown: unknown) => {
      log.warning(`The job summary could not be written: ${messageOf(thrown)}`);
    });
  }
  if (message) annotate(message, each.length > 0 && message === whole ? each.map(shown) : undefined);
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
