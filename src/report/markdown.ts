import { neutralise } from './neutralise.ts';

/** Text of any origin inside Markdown: shown as it is and as a whole, never as markup. */
export function escapeMarkdown(text: string): string {
  return neutralise(text, Infinity)
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/[\\`*_[\]#|~$@]/g, (mark) => `&#${mark.charCodeAt(0)};`);
}

/** A table whose cells are Markdown already. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
