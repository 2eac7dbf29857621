import { charsetOf } from '../../http/content-type.ts';

/** One environment variable holds 128 KiB; above this the next step could not be started. */
export const LONGEST_RESPONSE_BYTES = 96 * 1024;

/**
 * The text of a body, without its byte-order mark.
 *
 * @returns `undefined` where the bytes are no text in the charset of the content type (UTF-8 where it names none)
 */
export function textOfBody(bytes: Buffer, contentType: string): string | undefined {
  try {
    const text = new TextDecoder(charsetFrom(bytes) ?? charsetOf(contentType) ?? 'utf-8', { fatal: true }).decode(
      bytes,
    );
    return text.includes('\0') ? undefined : text;
  } catch {
    // No text in this charset, or a charset that nobody knows: there is nothing else that decoding throws.
    return undefined;
  }
}

function charsetFrom(bytes: Buffer): string | undefined {
  const mark = bytes.subarray(0, 3).toString('hex');
  if (mark === 'efbbbf') return 'utf-8';
  if (mark.startsWith('fffe')) return 'utf-16le';
  return mark.startsWith('feff') ? 'utf-16be' : undefined;
}
