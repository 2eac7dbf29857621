/**
 * Puts a text between its markers, `<!-- START -->` … `<!-- END -->`, in place of what stands there.
 *
 * @throws Error if a marker is missing
 */
export function withSection(markdown: string, start: string, end: string, content: string): string {
  const [from, to] = [`<!-- ${start} -->`, `<!-- ${end} -->`];
  const begin = markdown.indexOf(from) + from.length;
  const stop = markdown.indexOf(to, begin);
  if (begin < from.length || stop < 0) throw new Error(`A page has no ${from} … ${to}`);
  const section = `\n<!-- prettier-ignore-start -->\n\n${content}\n\n<!-- prettier-ignore-end -->\n`;
  return markdown.slice(0, begin) + section + markdown.slice(stop);
}

/** A table in Markdown; a cell may hold line ends and bars. */
export function table(head: string[], rows: string[][]): string {
  const line = (cells: string[]) =>
    `| ${cells.map((cell) => cell.replace(/\s+/g, ' ').replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
