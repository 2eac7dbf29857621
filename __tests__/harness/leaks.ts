import { stripVTControlCharacters } from 'node:util';

/** A text of a run that a reader, or a later step, may see. */
export interface Place {
  name: string;
  text: string;
}

/** A value that must not be seen, and a word for it that may. */
export interface Secret {
  name: string;
  value: string;
}

/** What a short word has in common with innocent text proves nothing. */
const SHORTEST_WHOLE = 4;
const SHORTEST_PIECE = 8;

/**
 * @returns a line for each secret that stands, in any form, in any place, also with invisible characters in it or in
 *   letters of full width: `client-secret in stdout (base64)`
 */
export function findLeaks(secrets: readonly Secret[], places: readonly Place[]): string[] {
  const seen = places.map(({ name, text }) => ({ name, texts: [...new Set([text, asSeen(text)])] }));
  return secrets.flatMap((secret) => {
    const forms = [...formsOf(secret.value)];
    return seen.flatMap(({ name, texts }) => {
      const found = forms.find(([, form]) => texts.some((text) => text.includes(form) || text.includes(asSeen(form))));
      return found ? [`${secret.name} in ${name} (${found[0]})`] : [];
    });
  });
}

/** What a reader sees of a text: no terminal sequences, nothing invisible, one form of each letter. */
const asSeen = (text: string) =>
  stripVTControlCharacters(text)
    .replace(/\p{Cf}|\p{Default_Ignorable_Code_Point}/gu, '')
    .normalize('NFKC');

/** Form → the text that would give it away. Written apart from the product's own list, so that both must be right. */
function formsOf(value: string): Map<string, string> {
  const forms = new Map<string, string>();
  const add = (name: string, text: string, shortest: number) => {
    if (text.length >= shortest) forms.set(name, text);
  };
  add('as it is', value, SHORTEST_WHOLE);
  add('trimmed', value.trim(), SHORTEST_WHOLE);
  const pieces = new Map([
    ['whole', value.trim()],
    ...privateLines(value).map((line, index) => [`line ${index + 1}`, line] as const),
    ...decodings(value),
    ...signatureOf(value),
  ]);
  for (const [name, piece] of pieces) {
    if (name !== 'whole') add(name, piece, SHORTEST_PIECE);
    if (piece.length >= SHORTEST_PIECE) encodings(piece).forEach(([form, text]) => forms.set(`${name}, ${form}`, text));
  }
  return forms;
}

function encodings(text: string): [string, string][] {
  const bytes = Buffer.from(text);
  return [
    ['base64', unpadded(bytes.toString('base64'))],
    ['base64url', bytes.toString('base64url')],
    ...[1, 2].map((shift): [string, string] => [`base64 behind ${shift} bytes`, shifted(bytes, shift)]),
    ['hex', bytes.toString('hex')],
    ['URL-encoded', encodeURIComponent(text)],
    ['URL-encoded in lower case', lowerCodes(encodeURIComponent(text))],
    ['form-encoded', new URLSearchParams({ v: text }).toString().slice(2)],
    ['form-encoded in lower case', lowerCodes(new URLSearchParams({ v: text }).toString().slice(2))],
    ['HTML-escaped', text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')],
    ['JSON-escaped by .NET', jsonOfDotNet(text)],
    ['JSON-escaped by others', jsonOfDotNet(text).replace(/\\u..../g, (code) => code.toLowerCase())],
    ['JSON-escaped', JSON.stringify(text).slice(1, -1)],
    ['escaped for a command', text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')],
  ];
}

const lowerCodes = (text: string) => text.replace(/%../g, (code) => code.toLowerCase());

/** https://learn.microsoft.com/dotnet/standard/serialization/system-text-json/character-encoding */
const jsonOfDotNet = (text: string) =>
  JSON.stringify(text)
    .slice(1, -1)
    .replace(/[<>&'+`]/g, (char) => `\\u00${char.charCodeAt(0).toString(16).toUpperCase()}`);

const unpadded = (base64: string) => base64.replace(/=+$/, '');

/** How bytes look in base64 when others stand before them, without the characters that those others share. */
function shifted(bytes: Buffer, shift: number): string {
  const text = unpadded(Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64'));
  const whole = (shift + bytes.length) % 3 === 0;
  return text.slice(shift + 1, whole ? undefined : -1);
}

/** Lines of a text of several, without the armour of PEM; of a certificate beside its key, the key alone is private. */
function privateLines(value: string): string[] {
  const text = value.replace(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g, '');
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  return lines.length > 1 ? lines.filter((line) => !line.startsWith('-----')) : [];
}

function decodings(value: string): [string, string][] {
  const compact = value.replace(/\s/g, '');
  if (compact.length < SHORTEST_PIECE || !/^[A-Za-z0-9+/_-]+={0,2}$/.test(compact)) return [];
  const text = Buffer.from(compact, 'base64').toString('utf8');
  return text.includes('\ufffd') ? [] : [['decoded from base64', text]];
}

/** A JWT without its signature is no secret (its claims are an output), the signature is. */
function signatureOf(value: string): [string, string][] {
  const signature = /^[\w-]+\.[\w-]+\.([\w-]+)$/.exec(value)?.[1];
  return signature === undefined ? [] : [['signature', signature]];
}
