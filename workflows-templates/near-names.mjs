// Generated from src/near-names.ts by `npm run generate`. Do not edit.
/**
 * The known name that was probably meant by one that is not known: a typo or two away, the same but for separators and
 * capitals, or the same with words left out or put in (`timeout-minutes`).
 */
export function nearestName(name, known) {
  const plain = simplify(name);
  // Of a name of one or two letters, each other one is a typo away.
  const allowed = plain.length <= 2 ? 0 : plain.length <= 5 ? 1 : 2;
  if (plain === '') return undefined;
  const nearest = known
    .filter((candidate) => Math.abs(simplify(candidate).length - plain.length) <= allowed)
    .map((candidate) => ({ candidate, typos: distance(plain, simplify(candidate)) }))
    .filter(({ typos }) => typos <= allowed)
    .sort((a, b) => a.typos - b.typos)[0]?.candidate;
  return nearest ?? known.find((candidate) => holdsWordsOf(name, candidate));
}
/** The end of a message about a name that is not known. @param near the one that was probably meant, if there is one */
export const didYouMean = (near) => (near ? `: did you mean \`${near}\`?` : '.');
/** The same in the middle of a message: which of the known values a value was probably meant to be. */
export function meantValue(value, known) {
  const near = nearestName(value, known);
  return near ? ` (did you mean \`${near}\`?)` : '';
}
/** Whether the other name only goes on: `Rebuild*`, a name that was cut off. */
export function goesOn(name, other) {
  const plain = simplify(name);
  return plain.length > 3 && simplify(other).startsWith(plain);
}
/** Whether every word of the shorter name stands in the longer one; one word alone says too little. */
function holdsWordsOf(name, other) {
  const [shorter = [], longer = []] = [wordsOf(name), wordsOf(other)].sort((a, b) => a.length - b.length);
  return shorter.length > 1 && shorter.every((word) => longer.includes(word));
}
/**
 * What separates the words of a name: ASCII, and what word processors make of it (no-break spaces, and the dashes and
 * quotes of General Punctuation, French, Chinese and Japanese ones). Naming Unicode's classes would slow down every start.
 */
const separators = /[^a-z\d\x80-\x9f\xa1-\xaa\xac-\xba\xbc-\u1fff\u2070-\u2fff\u3004-\u3007\u3020-\uffff]+/g;
const wordsOf = (name) => name.toLowerCase().split(separators).filter(Boolean);
const simplify = (name) => name.toLowerCase().replace(separators, '');
/** How many letters were mistyped, left out, put in, or swapped with the next one (Damerau and Levenshtein). */
function distance(a, b) {
  let previous = Array.from({ length: b.length + 1 }, (_, column) => column);
  let beforeThat = previous;
  for (const [row, letter] of a.split('').entries()) {
    const current = [row + 1];
    for (const [column, other] of b.split('').entries()) {
      const replaced = (previous[column] ?? 0) + (letter === other ? 0 : 1);
      const isSwapped = row > 0 && column > 0 && letter === b[column - 1] && other === a[row - 1];
      const swapped = isSwapped ? (beforeThat[column - 1] ?? 0) + 1 : replaced;
      current.push(Math.min(replaced, swapped, (previous[column + 1] ?? 0) + 1, (current[column] ?? 0) + 1));
    }
    beforeThat = previous;
    previous = current;
  }
  return previous[b.length] ?? 0;
}
