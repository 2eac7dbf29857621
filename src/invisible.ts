/**
 * What nobody sees and copying from a page brings along: joiners, marks of direction, soft hyphens, byte-order marks, and
 * the blanks that are no plain blank.
 */
const INVISIBLE = /[\u00a0\u00ad\u061c\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff]/u;
const ALL_INVISIBLE = new RegExp(INVISIBLE, 'gu');

/** What word processors and chats make of the quotes that are typed. */
export const TYPOGRAPHIC_QUOTE = /[‘’‚‛“”„‟´]/;

/** For values that can hold none, such as identifiers and URLs. */
export const withoutInvisible = (text: string): string => text.replace(ALL_INVISIBLE, '');

/** @returns the first one in a text, as `U+200B`; `undefined` if there is none */
export function invisibleIn(text: string): string | undefined {
  const found = INVISIBLE.exec(text)?.[0];
  return found === undefined ? undefined : codePointOf(found);
}

/** The text with each of them written out, as `[U+200B]`. */
export const withInvisibleNamed = (text: string): string =>
  text.replace(ALL_INVISIBLE, (found) => `[${codePointOf(found)}]`);

/** @returns the code point of a character, as `U+200B` */
export const codePointOf = (char: string) =>
  `U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
