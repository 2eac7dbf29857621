import type { InputName } from '../contract.ts';
import { invisibleIn } from '../invisible.ts';
import { parseObject } from '../json/narrow.ts';

/**
 * Finds values that cannot be the secret that was meant, however they came to be pasted.
 *
 * @param name the input that holds it
 * @returns the end of a sentence about what is wrong, which never shows the value; empty where it may be one
 */
export function pastedProblem(value: string, name: InputName): string {
  if (value.length > 1 && QUOTES.includes(`${value.at(0)}${value.at(-1)}`))
    return 'is in quotes: pass the value without them (`az` prints it so with `-o tsv`).';
  if (parseObject(value)) {
    const member = { token: 'accessToken', 'client-secret': 'clientSecret' }[name as string];
    return `is a whole JSON object: pass only the value${member ? `, as a rule that of \`${member}\`` : ''}.`;
  }
  if (/^\*+$/.test(value))
    return 'consists of asterisks: a log shows these in place of a secret. Pass the value itself.';
  if (/^(?:null|undefined|None|<[a-z][a-z _-]*>|\[[a-z][a-z _-]*\]|[•●]+|@Microsoft\.KeyVault\(.*\))$/i.test(value))
    return 'is a placeholder instead of a secret: the step or page that it comes from did not provide the value.';
  if (/^(\$[A-Za-z_]\w*|\$\{[^}]*\}\}?|\$\([^)]*\)|\$env:\w+|%\w+%)$/i.test(value))
    return 'is the name of a variable, which nothing replaces here: pass its value, such as `${{ secrets.NAME }}`.';
  if (/^(?:export\s|\$env:)?[\w.-]*(?:secret|token)\s*[=:]/i.test(value))
    return 'begins with the name of a variable: pass only the value behind it.';
  const invisible = invisibleIn(value);
  if (invisible !== undefined)
    return `contains the invisible character ${invisible}: copy the value again, without it.`;
  return isUtf16(decodeBase64(value)) ? UTF_16 : '';
}

const QUOTES = ['""', "''", '``', '“”', '„“', '‘’', '«»'];

export const UTF_16 = 'is base64 of UTF-16 text, as Windows PowerShell writes it: encode the UTF-8 bytes of the value.';

/** Whether bytes are ASCII text in UTF-16: every second one is zero. */
export const isUtf16 = (bytes: Buffer | undefined): boolean =>
  bytes !== undefined &&
  bytes.length >= 8 &&
  bytes.length % 2 === 0 &&
  [0, 1].some((start) => bytes.every((byte, index) => (index % 2 === start) === (byte === 0)));

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
