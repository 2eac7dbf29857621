/**
 * @param text may be wrapped into lines, by `\n` written out as well, and stand in quotes
 * @returns the bytes of a base64 text; `undefined` where it is not base64
 */
export function decodeBase64(text: string): Buffer | undefined {
  const trimmed = text.trim();
  const isQuoted = /^["']/.test(trimmed) && trimmed.length > 1 && trimmed.at(-1) === trimmed[0];
  const compact = (isQuoted ? trimmed.slice(1, -1) : trimmed).replace(/\\[rn]|\s/g, '');
  const isBase64 = compact.length > 0 && compact.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(compact);
  return isBase64 ? Buffer.from(compact, 'base64') : undefined;
}
