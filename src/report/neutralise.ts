// eslint-disable-next-line no-control-regex -- control characters are what it is for
const CONTROL =
  /\u001b\[[0-9;?]*[ -/]*[@-~]|\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

/**
 * Makes text of any origin harmless for the log: the runner reads `::` at the start of a line and `##[` anywhere as a
 * command, and terminals read ANSI sequences.
 *
 * @returns one line
 */
export function neutralise(text: string, limit = 4_000): string {
  const line = text
    .replace(/\r\n?|\n/g, ' ⏎ ')
    .replace(CONTROL, '')
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
