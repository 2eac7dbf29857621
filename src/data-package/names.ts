/** What no file name may hold on Windows (https://learn.microsoft.com/windows/win32/fileio/naming-a-file). */
// eslint-disable-next-line no-control-regex -- control characters are among them
const FORBIDDEN = /[<>:"|?*\\/\0-\x1f]/g;
const RESERVED = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(?:\.|$)/i;
const LONGEST = 255;

/** @returns why Windows cannot have a file of this name, or nothing */
export function nameFault(name: string): string | undefined {
  const found = name.match(FORBIDDEN)?.[0];
  if (found) return `holds ${found < ' ' ? 'a control character' : `the character ${found}`}`;
  if (/[. ]$/.test(name)) return `ends in ${name.endsWith('.') ? 'a period' : 'a blank'}`;
  if (RESERVED.test(name)) return 'is reserved for a device';
  if (Buffer.byteLength(name) > LONGEST) return `is longer than ${LONGEST} bytes`;
  return undefined;
}

/** Names that are one file to Windows and macOS have one folded form. */
export const folded = (name: string): string => name.normalize('NFC').toLowerCase();

/** The name that F&O gives the file of an entity, without its extension: what Windows forbids is dropped. */
export const fileNameOf = (label: string): string => withoutEnd(label.replace(FORBIDDEN, ''), '. ');

/** A text without the characters at its end that are among some. */
export function withoutEnd(text: string, characters: string): string {
  let end = text.length;
  while (end > 0 && characters.includes(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
}

/** Whether a file can be that of an entity, by its extension; the manifest and the header are told apart by their names. */
export const isDataFile = (name: string): boolean => /\.(?:csv|txt|tab|xml|xlsx?)$/i.test(name);

/** The name of a file without its extension. */
export const stem = (file: string): string => file.replace(/\.[^.]*$/, '');

/** Some names in a message: the first ones, and how many more there are. */
export function someNames(names: readonly string[], most = 5): string {
  const shown = names.slice(0, most).map((name) => `\`${name}\``);
  const rest = names.length - shown.length;
  return `${shown.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}
