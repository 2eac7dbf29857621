const SLASH = 'A / in a key starts a new part of the path: write it as %2F.';
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
  return key.replaceAll(/\)\/[\w./]+\(/g, '').includes('/') ? SLASH : '';
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
