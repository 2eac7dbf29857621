import { charsetOf } from './content-type.ts';

/**
 * The text of a body, without its byte-order mark.
 *
 * @returns `undefined` if the bytes are no text in the charset of the content type (UTF-8 if it names none)
 */
export function textOfBody(bytes: Buffer, contentType: string): string | undefined {
  try {
    const text = new TextDecoder(charsetOfBody(bytes, contentType), { fatal: true }).decode(bytes);
    return text.includes('\0') ? undefined : text;
  } catch {
    // No text in this charset, or a charset that nobody knows: there is nothing else that decoding throws.
    return undefined;
  }
}

/** The charset by the byte-order mark, else by the content type. */
export const charsetOfBody = (bytes: Buffer, contentType: string) =>
  charsetOfMark(bytes) ?? charsetOf(contentType) ?? 'utf-8';

/** The charset that a byte-order mark at the beginning tells. */
export function charsetOfMark(bytes: Buffer): string | undefined {
  const mark = bytes.subarray(0, 3).toString('hex');
  if (mark === 'efbbbf') return 'utf-8';
  if (mark.startsWith('fffe')) return 'utf-16le';
  return mark.startsWith('feff') ? 'utf-16be' : undefined;
}

/** Whether the decoders of this runtime know a charset by this name. */
export function isKnownCharset(label: string): boolean {
  try {
    return Boolean(new TextDecoder(label));
  } catch {
    return false;
  }
}
