import { markdownOf, type Block, type Shows } from './markdown.ts';

/** GitHub takes 1 MiB a step and drops the whole where it is more. */
const LIMIT_BYTES = 1_000_000;
const TOO_LARGE = 'The details are too large for a job summary: see the log.';

export interface Summary {
  /** The operation, and the environment where it is known. */
  subject: readonly string[];
  /** The message of the failure, empty on success. */
  error: string;
  details: readonly Block[];
}

/** The job summary of a step, in Markdown; details that do not fit are left out, and said so. */
export function summaryOf({ subject, error, details }: Summary, shows: Shows): string {
  const heading = subject.map((part) => markdownOf({ kind: 'text', text: part }, shows)).join(' · ');
  const parts = [`### ${error ? '❌' : '✅'} ${heading}`, markdownOf({ kind: 'text', text: error }, shows)];
  let size = Buffer.byteLength(parts.join(TOO_LARGE));
  for (const detail of details) {
    const text = markdownOf(detail, shows);
    size += Buffer.byteLength(text) + 2;
    parts.push(size > LIMIT_BYTES ? TOO_LARGE : text);
    if (size > LIMIT_BYTES) break;
  }
  return `${parts.filter(Boolean).join('\n\n')}\n`;
}
