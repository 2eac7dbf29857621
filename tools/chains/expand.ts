/** Resolves a name to the lines that stand for it. */
export type Blocks = (name: string) => string;

/**
 * Puts blocks in the place of the lines that ask for them, at their indentation, blocks inside blocks included:
 * `# include: NAME`, and `# repeat COUNT: NAME`, in which `{n}` runs from 1.
 */
export function expand(source: string, blocks: Blocks, counts: Readonly<Record<string, number>>): string {
  const lines = source.replace(/\n$/, '').split('\n');
  return lines
    .map((line) => {
      const asked = /^(\s*)# (?:include|repeat (\w+)): ([\w-]+)$/.exec(line);
      if (!asked) return `${line}\n`;
      const [, indent = '', count, name = ''] = asked;
      const once = expand(blocks(name), blocks, counts);
      const text = count === undefined ? once : repeated(once, counts[count]);
      return text.replace(/^(?=.)/gm, indent);
    })
    .join('');
}

function repeated(block: string, count = 0): string {
  return Array.from({ length: count }, (_, index) => block.replaceAll('{n}', String(index + 1))).join('');
}
