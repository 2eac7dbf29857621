import { filterHint } from './filter-hint.ts';

/**
 * Explains the mistakes that people make most often and that can be seen in a URL which F&O refused with 400 or 404.
 *
 * @param message what F&O says of it
 * @param isPart whether it stands in the payload of a batch, where nothing is encoded for anyone
 * @returns a sentence, or nothing if it is none of them
 */
export function urlHint(url: URL, status: number, message: string, isPart: boolean): string {
  if (status !== 400 && status !== 404) return '';
  const ofQuery = () => encodingHint(url.search, isPart) || filterHint(message, url.searchParams.get('$filter') ?? '');
  return keyHint(url) || (status === 400 && ofQuery()) || (status === 400 || isPart ? partialKeyHint(url) : '');
}

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

/** https://www.essrocks.io/post/d365-f-o-odata-slashes-pluses-and-double-encoding */
const DECODED_TWICE = 'F&O decodes a key twice: in it, write / as %252F, \\ as %255C and + as %252B.';
const QUESTION_MARK = 'A ? in a key starts the query: write it as %3F.';
const QUOTE = "Double any quote inside a key value: Customers(dataAreaId='usmf',Name='O''Brien').";

/**
 * Explains the mistakes that people make most often in the key of a path.
 *
 * @returns a sentence, or nothing if it is none of them
 */
export function keyHint({ pathname, search }: URL): string {
  const begin = pathname.indexOf('(');
  if (begin < 0) return '';
  const end = pathname.lastIndexOf(')');
  if (end < begin) return decode(search).includes(')') ? QUESTION_MARK : '';
  const key = pathname.slice(begin, end + 1);
  if (decode(key).split("'").length % 2 === 0) return QUOTE;
  // Between two keys of a path a slash is in its place: Orders('1')/Lines(2).
  return /[/\\+]|%(?:2F|5C|2B)/i.test(key.replaceAll(/\)\/[\w./]+\(/g, '')) ? DECODED_TWICE : '';
}

/** @returns a sentence about a key with one text value, which may lack fields; nothing if it is no such key */
export function partialKeyHint({ pathname }: URL): string {
  const [, ofData = ''] = decode(pathname).split(/\/data\//i);
  const [, entity = '', key = ''] = /^(\w+)\((.*)\)$/.exec(ofData) ?? [];
  const [, name = 'FIELD', value] = /^(?:(\w+)=)?('(?:[^']|'')*')$/.exec(key) ?? [];
  if (value === undefined || name === 'dataAreaId') return '';
  return `If the key of ${entity} has more fields, give all of them by name: ${entity}(dataAreaId='usmf',${name}=${value}).`;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
