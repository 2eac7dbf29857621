import { stripVTControlCharacters } from 'node:util';

/** Control and format characters: the invisible ones, those that reverse the direction of text among them. */
const INVISIBLE = /[\p{Cc}\p{Cf}]/gu;

/**
 * Makes text of any origin harmless for the log: the runner reads `::` at the start of a line and `##[` anywhere as a
 * command, and terminals read ANSI sequences.
 *
 * @returns one line
 */
export function neutralise(text: string, limit = 4_000): string {
  const line = stripVTControlCharacters(text)
    .replace(/\r\n?|[\n\u2028\u2029]/g, ' ⏎ ')
    .replace(/\t/g, ' ')
    .replace(INVISIBLE, '')
    .replace(/:(?=:)/g, ': ')
    .replace(/#(?=#\[)/g, '# ');
  return line.length > limit ? `${line.slice(0, limit - 1)}…` : line;
}

/** Shortens a text to a number of bytes in UTF-8, never inside a character. */
export function shorten(text: string, limitBytes: number): string {
  const bytes = Buffer.from(text);
  if (bytes.length <= limitBytes) return text;
  const kept = new TextDecoder().decode(bytes.subarray(0, limitBytes - 3), { stream: true });
  return `${kept}…`;
}

/**
 * The beginning of a text, cut between words. Secrets are taken out before: of a part of one nobody could tell any more
 * what it is.
 */
export function excerpt(text: string, limit: number, redact: (text: string) => string): string {
  const clean = redact(text);
  return clean.length <= limit ? clean : `${clean.slice(0, limit).replace(/\S*$/, '')}…`;
}
