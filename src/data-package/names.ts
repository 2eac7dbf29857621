import { withoutForbidden } from '../file-names.ts';

/** Names that are one file to Windows and macOS have one folded form. */
export const folded = (name: string): string => name.normalize('NFC').toLowerCase();

/** The name that F&O gives the file of an entity, without its extension: what Windows forbids is dropped. */
export const fileNameOf = (label: string): string => withoutEnd(withoutForbidden(label), '. ');

/** A text without the characters at its end that are among some. */
export function withoutEnd(text: string, characters: string): string {
  let end = text.length;
  while (end > 0 && characters.includes(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
}

/** Whether a file can be that of an entity, by its extension; the manifest and the header are told apart by their names. */
export const isDataFile = (name: string): boolean => /\.(?:csv|txt|tab|xml|xlsx?)$/i.test(name);

/** What macOS, Windows and Excel leave in folders and zips. */
export const isLitter = (path: string): boolean =>
  /^__MACOSX\/|(?:^|\/)(?:\.DS_Store|\._[^/]*|~\$[^/]*|thumbs\.db|desktop\.ini)$/i.test(path);

/** The name of a data project that a chain makes for one export (workflows-templates/names.mjs): a prefix, the UTC time, the workflow run, and something by chance. */
export const EXPORT_PROJECT = /gh-export-(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z-\d+-[\da-f]{6}/i;

/** A name that stands there twice, in whatever case. */
export function twiceIn(names: readonly string[]): string | undefined {
  const seen = new Set<string>();
  return names.find((name) => seen.has(folded(name)) || !seen.add(folded(name)));
}

/** The name of a file without its extension. */
export const stem = (file: string): string => file.replace(/\.[^.]*$/, '');

/** Some names in a message: the first ones, and how many more there are. */
export function someNames(names: readonly string[], most = 5): string {
  const shown = names.slice(0, most).map((name) => `\`${name}\``);
  const rest = names.length - shown.length;
  return `${shown.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}
