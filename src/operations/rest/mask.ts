import { readFile } from 'node:fs/promises';
import type { StringsOutcome } from '../../json/document-task.ts';
import { runDocumentTask } from '../../json/run-document-task.ts';
import type { Secrets } from '../../report/secrets.ts';
import { sourceOf } from './query-response.ts';
import { type RestResponse, textOf } from './response.ts';

const SHORTEST_VALUE = 8;
const SHORTEST_WHOLE = 4;
const MOST_VALUES = 1_000;
/** A mask is a line of the log, in a dozen forms, and the runner looks for it in every line: no output holds more than this. */
const LARGEST_MASK = 1024 * 1024;

/** Stands in messages for the body of a response that `mask-response` hides; in the shape of F&O's own errors. */
export const HIDDEN_BODY = JSON.stringify({ Message: 'its message is hidden by `mask-response`' });

/**
 * Masks a body, and every string value of 8 characters or more in it, those of JSON inside strings and the lines of
 * text included.
 *
 * @param signal ends the reading, with its reason
 * @returns a warning if not all of it could be masked
 */
export async function maskBody(
  response: RestResponse,
  secrets: Secrets,
  signal: AbortSignal,
): Promise<string | undefined> {
  const source = sourceOf(response);
  const text = source && (response.text ?? textOf(await readFile(response.file.temporaryPath), response));
  if (!source || text === undefined) {
    return '`mask-response`: the response is not text, or larger than 64 MiB, so none of it is masked. It is only in `response-file`.';
  }
  const isTooLarge = text.length > LARGEST_MASK;
  const warning = isTooLarge ? undefined : maskWhole('the response', text, secrets);
  if (warning) return warning;
  const task = { kind: 'strings', source, shortest: SHORTEST_VALUE, most: MOST_VALUES } as const;
  const ofValues = maskValues(await runDocumentTask(task, signal), text, secrets);
  if (!isTooLarge) return ofValues;
  return ofValues === undefined
    ? '`mask-response`: the response is larger than 1 MiB, so only its values are masked, and not the response as a whole.'
    : '`mask-response`: the response is larger than 1 MiB, and so are its values, or they are too many, so none of it is masked. It is only in `response-file`.';
}

function maskValues(outcome: StringsOutcome, text: string, secrets: Secrets): string | undefined {
  const only = 'so only the response as a whole is masked, and not its values';
  switch (outcome.kind) {
    case 'strings':
      if (outcome.values.reduce((sum, { length }) => sum + length, 0) > LARGEST_MASK)
        return `\`mask-response\`: the values of the response are larger than 1 MiB, ${only}.`;
      for (const value of outcome.values) secrets.addWhole(value);
      return undefined;
    case 'too-many':
      return `\`mask-response\`: the response holds more than ${MOST_VALUES} values, ${only}.`;
    case 'unreadable':
      if (outcome.why === 'too-deep') return `\`mask-response\`: the response is nested too deeply, ${only}.`;
      if (outcome.why === 'too-many-values') return `\`mask-response\`: the response holds too many values, ${only}.`;
      // What is not JSON is text, and its lines are its values.
      return maskValues(linesOf(text), text, secrets);
  }
}

function linesOf(text: string): StringsOutcome {
  const values = text.split(/[\r\n]+/).filter((line) => line.length >= SHORTEST_VALUE);
  return values.length > MOST_VALUES ? { kind: 'too-many' } : { kind: 'strings', values };
}

/**
 * Masks the response or `result`. A mask of a few characters or of a word such as `true` would star it in every line.
 *
 * @returns a warning if it is such a one
 */
export function maskWhole(what: string, text: string, secrets: Secrets): string | undefined {
  const trimmed = text.trim();
  if (trimmed === '') return undefined;
  if (trimmed.length < SHORTEST_WHOLE || /^(null|true|false)$/.test(trimmed)) {
    return `\`mask-response\`: ${what} is so short that its mask would hide parts of every line, so it is not masked.`;
  }
  if (text.length > LARGEST_MASK) return `\`mask-response\`: ${what} is larger than 1 MiB, so it is not masked.`;
  secrets.addWhole(text);
  return undefined;
}
