/** What a query says of one character, in `path` and in a URL of a batch, which no input can encode. */
const AMPERSAND = ['A &', 'starts the next option: write it as %26'] as const;
const PLUS = ['A +', 'is read as a blank: write it as %2B'] as const;
const ENCODED = "`query` is encoded by the action: write it without percent-encoding, such as $filter=Name eq 'A & B'.";
const ENCODED_TWICE = 'The URL is percent-encoded twice: write %20 for a blank, and not %2520.';

/**
 * Explains the mistakes that people make most often in how a query is encoded.
 *
 * @param search of the URL that was requested, with `?`; what came from the input `query` is encoded in it
 * @param isPart whether the URL stands in the payload of a batch
 * @returns a sentence, or nothing if it is none of them
 */
export function encodingHint(search: string, isPart: boolean): string {
  const hint = ([character, rest]: readonly [string, string]) =>
    isPart
      ? `${character} in the URL of a part ${rest}.`
      : `${character} in \`path\` ${rest}, or put the option in \`query\`, which is encoded by the action.`;
  const pieces = search.slice(1).split('&');
  const isOpen = (piece: string) => piece.split(/'|%27/).length % 2 === 0;
  const first = pieces.findIndex(isOpen);
  if (first >= 0 && pieces.slice(first + 1).some((piece) => isOpen(piece) && !/^(\$|%24)/.test(piece)))
    return hint(AMPERSAND);
  if (/%25[2-7][\da-f]/i.test(search)) return isPart ? ENCODED_TWICE : ENCODED;
  return search.includes('+') ? hint(PLUS) : '';
}
