/**
 * Reads the value of `client-secret`. Line breaks around it are no part of it: `echo` and `base64` add them.
 *
 * @returns the secret, or the sentence that says what is wrong, which never shows the value
 */
export function readClientSecret(value: string, encoding: 'plain' | 'base64'): string | { problem: string } {
  switch (encoding) {
    case 'plain':
      return value.trim();
    case 'base64': {
      const secret = decodeBase64(value)?.toString('utf8').trim();
      if (secret && !secret.includes('\ufffd')) return secret;
      return {
        problem:
          '`client-secret` is not base64 of a text, as `client-secret-encoding` says it is: encode it, or set `client-secret-encoding` to `plain`.',
      };
    }
  }
}

/** @returns the bytes of a base64 text, which may be wrapped into lines; `undefined` where it is not base64 */
export function decodeBase64(text: string): Buffer | undefined {
  const compact = text.replace(/\s/g, '');
  const isBase64 = compact.length > 0 && compact.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(compact);
  return isBase64 ? Buffer.from(compact, 'base64') : undefined;
}
