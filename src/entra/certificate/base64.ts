/**
 * @param text may be wrapped into lines, by `\n` written out as well, and stand in quotes
 * @returns the bytes of a base64 text; `undefined` where it is not base64
 */
export function decodeBase64(text: string): Buffer | undefined {
  const unquoted = /^\s*(["']?)([^"']*)\1\s*$/.exec(text)?.[2] ?? '';
  const compact = unquoted.replace(/\\[rn]|\s/g, '');
  const isBase64 = compact.length > 0 && compact.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(compact);
  return isBase64 ? Buffer.from(compact, 'base64') : undefined;
}
