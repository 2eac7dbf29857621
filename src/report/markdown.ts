import type { Show } from '../server-text.ts';

/** A value of any origin, or words of ours. */
export type Cell = string | { label: string };

/** The ways of texts into the summary. */
export interface Shows {
  /** Of values. */
  value: Show;
  /** Of messages of ours, whose values are shown already. */
  message: Show;
}

/** A part of a job summary, as data: it becomes Markdown in one place, where every text is shown and escaped. */
export type Block =
  | { kind: 'text'; text: string }
  | { kind: 'list'; items: readonly string[] }
  | { kind: 'table'; head: readonly string[]; rows: readonly (readonly Cell[])[] }
  /** Drawn by the operation that needs a picture: others do without the code that draws it. */
  | { kind: 'picture'; draw: (show: Show) => string }
  /** Folded until the reader opens it. */
  | { kind: 'details'; title: string; blocks: readonly Block[] };

const LONGEST_TEXT = 4_096;
const LONGEST_CELL = 1_000;

/** The Markdown of a block; empty where it holds nothing. */
export function markdownOf(block: Block, shows: Shows): string {
  const { value, message } = shows;
  switch (block.kind) {
    case 'text':
      return escapeMarkdown(message(block.text, LONGEST_TEXT));
    case 'list':
      return block.items.map((item) => `- ${escapeMarkdown(message(item, LONGEST_TEXT))}`).join('\n');
    case 'table':
      return block.rows.length === 0
        ? ''
        : table(
            block.head,
            block.rows.map((row) => row.map((cell) => cellMarkdown(cell, value))),
          );
    case 'picture':
      return block.draw(value);
    case 'details': {
      const title = escapeMarkdown(message(block.title, LONGEST_TEXT));
      const inner = block.blocks.map((each) => markdownOf(each, shows)).filter(Boolean);
      return ['<details>', `<summary>${title}</summary>`, ...inner, '</details>'].join('\n\n');
    }
  }
}

/** @param limit in characters */
export function cellMarkdown(cell: Cell, show: Show, limit = LONGEST_CELL): string {
  if (typeof cell !== 'string') return escapeMarkdown(cell.label) || '–';
  const shown = show(cell, limit);
  return shown === '***' ? shown : escapeMarkdown(shown) || '–';
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** Invisible, it keeps GitHub from making a link of what stands around it. */
const GAP = '&#8203;';

/**
 * Text as text in Markdown: no markup, and none of what GitHub links by itself (addresses, mentions, issues, commits;
 * https://docs.github.com/en/get-started/writing-on-github/working-with-advanced-formatting/autolinked-references-and-urls).
 *
 * @param line one line without secrets, as `Show` gives it
 */
export function escapeMarkdown(line: string): string {
  return line
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/[\\`*_[\]|~$]|^[-+=](?=[ =-]|$)|[#@]|:(?=\/\/)/g, codeOf)
    .replace(/^\d{1,9}(?=[.)](?: |$))|\b(?:www(?=\.)|GH-(?=\d))/gi, `$&${GAP}`)
    .replace(COMMIT, (found) => `${found.slice(0, 4)}${GAP}${found.slice(4)}`);
}

/** Of what GitHub links, with a gap behind it. */
const codeOf = (mark: string) => `&#${mark.charCodeAt(0)};${/[#@:]/.test(mark) ? GAP : ''}`;

/** The name of a commit, which holds digits and letters; no RecId, and no part of a GUID. */
const COMMIT = /(?<![\w-])(?=\d*[a-f])(?=[a-f]*\d)[\da-f]{7,40}(?![\w-])/g;
