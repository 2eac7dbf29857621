import type { Result } from '../operations/operation.ts';
import { escapeMarkdown } from './markdown.ts';

/** GitHub takes 1 MiB a step and drops the whole where it is more. */
const LIMIT_BYTES = 1_000_000;

/**
 * The job summary of a step, in Markdown.
 *
 * @param subject the operation, and where it is known the environment
 * @param error the sentence of the failure, empty on success
 */
export function summaryOf(subject: string, result: Result, error: string): string {
  const heading = `### ${result.verdict === 'ok' ? '✅' : '❌'} ${escapeMarkdown(subject)}`;
  const parts = [heading, error && escapeMarkdown(error), result.summary].filter(Boolean);
  const text = `${parts.join('\n\n')}\n`;
  if (Buffer.byteLength(text) <= LIMIT_BYTES) return text;
  return `${heading}\n\n${error && escapeMarkdown(error)}\n\nThe details are larger than a job summary may be: see the log.\n`;
}
