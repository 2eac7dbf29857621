import { doubleOf, type AnyNumber } from './exact-number.ts';

/** The characters of a text, which count as one each, whatever JavaScript needs for them. */
export const charactersOf = (text: string): string[] => Array.from(text);

/** @returns a function that gives the place of a text in another between two places; `null` if it is not there */
export const find =
  (method: 'indexOf' | 'lastIndexOf') =>
  (text: string, wanted: string, start: AnyNumber = 0, end: AnyNumber = Infinity): number | null => {
    const from = Math.max(doubleOf(start), 0);
    const searched = charactersOf(text).slice(from, Math.max(doubleOf(end), 0));
    const found = searched.join('')[method](wanted);
    return found < 0 || wanted === '' ? null : from + charactersOf(searched.join('').slice(0, found)).length;
  };

/** What is missing to a text of `width` characters. */
export const padding = (text: string, width: AnyNumber, character = ' '): string =>
  character.repeat(Math.max(doubleOf(width) - charactersOf(text).length, 0));

/** @returns a function that takes characters away at one end or both: white space if it is given none */
export const trim =
  (sides: 'both' | 'left' | 'right') =>
  (text: string, removed = ''): string => {
    const characters = charactersOf(text);
    const stays = (character: string) => !(removed ? removed.includes(character) : /[\s\u0085]/.test(character));
    const first = sides === 'right' ? 0 : characters.findIndex(stays);
    const last = sides === 'left' ? characters.length - 1 : characters.findLastIndex(stays);
    return first < 0 ? '' : characters.slice(first, last + 1).join('');
  };

/** @param count of separators that split; the last part holds the rest */
export function split(text: string, separator: string, count: AnyNumber = Infinity): string[] {
  const parts = separator === '' ? charactersOf(text) : text.split(separator);
  const rest = parts.splice(doubleOf(count));
  return rest.length > 0 ? [...parts, rest.join(separator)] : parts;
}

/** @param count of occurrences that are replaced, from the first */
export const replace = (text: string, replaced: string, by: string, count?: AnyNumber): string =>
  split(text, replaced, count).join(by);

export const reversed = (text: string): string => charactersOf(text).reverse().join('');
