const AMPERSAND =
  'A & in `path` starts the next option: write it as %26, or put the option in `query`, which is encoded by the action.';
const ENCODED = "`query` is encoded by the action: write it without percent-encoding, such as $filter=Name eq 'A & B'.";
const PLUS =
  'A + in `path` is read as a blank: write it as %2B, or put the option in `query`, which is encoded by the action.';

/**
 * Explains the mistakes that people make most often in how a query is encoded.
 *
 * @param search of the URL that was requested, with `?`; what came from the input `query` is encoded in it
 * @returns a sentence, or nothing if it is none of them
 */
export function encodingHint(search: string): string {
  const pieces = search.slice(1).split('&');
  const isOpen = (piece: string) => piece.split(/'|%27/).length % 2 === 0;
  const first = pieces.findIndex(isOpen);
  if (first >= 0 && pieces.slice(first + 1).some((piece) => isOpen(piece) && !/^(\$|%24)/.test(piece)))
    return AMPERSAND;
  if (/%25[2-7][\da-f]/i.test(search)) return ENCODED;
  return search.includes('+') ? PLUS : '';
}
