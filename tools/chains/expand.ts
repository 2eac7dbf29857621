/** The text that stands for a name, or `undefined` if there is none. */
export type Values = (name: string) => string | undefined;

/**
 * Replaces each `[[name]]` by its value, in which further names are replaced in turn. A name alone in its line takes a
 * value of any number of lines, at the indentation of that line; in the middle of a line, the value has one.
 *
 * @throws Error on a name without a value
 */
export function expand(source: string, values: Values): string {
  const valueOf = (name: string): string => {
    const value = values(name);
    if (value === undefined) throw new Error(`[[${name}]] is neither a value nor a file in tools/chains/blocks/`);
    return expand(value, values);
  };
  return source
    .replace(/^( *)\[\[([a-z-]+)\]\]\n/gm, (_, indent: string, name: string) =>
      valueOf(name)
        .replace(/(?<=[^\n])$/, '\n')
        .replace(/^(?=.)/gm, indent),
    )
    .replace(/\[\[([a-z-]+)\]\]/g, (_, name: string) => valueOf(name));
}

/** A block so many times, `[[n]]` in it counting from 1. */
export const repeated = (block: string, count: number): string =>
  Array.from({ length: count }, (_, index) => block.replaceAll('[[n]]', String(index + 1))).join('');
