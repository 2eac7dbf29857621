import { cellMarkdown, markdownOf, type Block, type Cell, type Shows } from './markdown.ts';

/** GitHub takes 1 MiB a step and drops the whole where it is more. */
const LIMIT_BYTES = 1_000_000;
const TOO_LARGE = 'The details are too large for a job summary: see the log.';
const LONGEST_ABOUT = 80;

/** An operation's part of the job summary. */
export interface Story {
  /** What it was about, for the heading: the description of a job, an entity, a service. Several failures have it in `first`. */
  about?: Cell | undefined;
  blocks: readonly Block[];
}

export interface Summary {
  operation: string;
  /** Host of the environment, where it is known. */
  environment: string | undefined;
  /** The message of the failure, empty on success; its beginning, if there is an item for each thing that is wrong. */
  error: string;
  each: readonly string[];
  story: Story;
}

/** The job summary of a step, in Markdown; details that do not fit are left out, and said so. */
export function summaryOf({ operation, environment, error, each, story }: Summary, shows: Shows): string {
  const text = (part: string) => markdownOf({ kind: 'text', text: part }, shows);
  const about = story.about === undefined ? '' : cellMarkdown(story.about, shows.value, LONGEST_ABOUT);
  const subject = each.length > 0 ? text(error.replace(/\.$/, '')) : about;
  const where = environment === undefined ? '' : ` · ${text(environment)}`;
  const heading = `### ${error ? '❌' : '✅'} ${text(operation)}${subject && `: ${subject}`}${where}`;
  const parts = [heading, each.length > 0 ? '' : text(error)];
  const size = Buffer.byteLength(parts.join(TOO_LARGE));
  return blocksMarkdown([{ kind: 'list', items: each }, ...story.blocks], shows, LIMIT_BYTES - size, parts);
}

/**
 * The Markdown of blocks, in their order; those that do not fit are left out, and said so.
 *
 * @param head what stands in front of them
 */
export function blocksMarkdown(
  blocks: readonly Block[],
  shows: Shows,
  limitBytes: number,
  head: readonly string[] = [],
): string {
  const parts = [...head];
  let left = limitBytes;
  for (const block of blocks) {
    const markdown = markdownOf(block, shows);
    left -= Buffer.byteLength(markdown) + 2;
    parts.push(left < 0 ? TOO_LARGE : markdown);
    if (left < 0) break;
  }
  return `${parts.filter(Boolean).join('\n\n')}\n`;
}
