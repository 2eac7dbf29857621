/** The known name that was probably meant by one that is not known: a slip or two away, or the same but for separators and capitals. */
export function nearestName(name: string, known: readonly string[]): string | undefined {
  const plain = simplify(name);
  const allowed = plain.length <= 5 ? 1 : 2;
  return known
    .map((candidate) => ({ candidate, slips: distance(plain, simplify(candidate)) }))
    .filter(({ slips }) => slips <= allowed)
    .sort((a, b) => a.slips - b.slips)[0]?.candidate;
}

const simplify = (name: string) => name.toLowerCase().replace(/[^a-z0-9]/g, '');

/** Levenshtein's edit distance. */
function distance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (const [row, letter] of a.split('').entries()) {
    const current = [row + 1];
    for (const [column, other] of b.split('').entries()) {
      const replaced = (previous[column] ?? 0) + (letter === other ? 0 : 1);
      current.push(Math.min(replaced, (previous[column + 1] ?? 0) + 1, (current[column] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}
