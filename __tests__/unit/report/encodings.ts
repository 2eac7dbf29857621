const hex = (text: string, digits: number) => text.charCodeAt(0).toString(16).padStart(digits, '0');
const each = (text: string, change: (char: string, index: number) => string) => Array.from(text).map(change).join('');
const fullWidth = (text: string) =>
  each(text, (char) => (char > ' ' && char <= '~' ? String.fromCharCode(char.charCodeAt(0) + 0xfee0) : char));

/** How a text can stand in a response. */
export const encodings: Record<string, (text: string) => string> = {
  'as it is': (text) => text,
  'with zero-width characters': (text) => Array.from(text).join('\u200b'),
  'with soft hyphens': (text) => Array.from(text).join('\u00ad'),
  'with joiners and fillers': (text) => Array.from(text).join('\u034f\ufe0f\u3164'),
  'with colours': (text) => Array.from(text).join('\u001b[1;31m'),
  'with terminal titles': (text) => Array.from(text).join('\u001b]0;x\u0007'),
  'with null characters': (text) => Array.from(text).join('\0'),
  NFD: (text) => text.normalize('NFD'),
  NFC: (text) => text.normalize('NFC'),
  'full width': fullWidth,
  'half in full width': (text) => `${text.slice(0, 4)}${fullWidth(text.slice(4))}`,
  'URL-encoded': (text) => encodeURIComponent(text.toWellFormed()),
  'URL-encoded in lower case': (text) =>
    encodeURIComponent(text.toWellFormed()).replace(/%../g, (code) => code.toLowerCase()),
  'URL-encoded to the last letter': (text) =>
    [...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''),
  'URL-encoded twice': (text) => encodeURIComponent(encodeURIComponent(text.toWellFormed())),
  'form-encoded': (text) => new URLSearchParams({ v: text }).toString().slice(2),
  'in JSON': (text) => JSON.stringify(text).slice(1, -1),
  'in JSON, twice': (text) => JSON.stringify(JSON.stringify(text)).slice(3, -3),
  'in JSON, letters as codes': (text) => text.replace(/[^a-z0-9]/gi, (char) => `\\u${hex(char, 4)}`),
  'in JSON, letters as codes in capitals': (text) =>
    text.replace(/[^a-z0-9]/gi, (char) => `\\u${hex(char, 4).toUpperCase()}`),
  'in JSON, with escaped slashes': (text) => JSON.stringify(text).slice(1, -1).replaceAll('/', '\\/'),
  'in HTML': (text) =>
    text.replace(/[&<>"]/g, (char) => `&${{ '&': 'amp', '<': 'lt', '>': 'gt', '"': 'quot' }[char] ?? ''};`),
  'in HTML, as numbers': (text) => each(text, (char) => `&#${char.codePointAt(0) ?? 0};`),
  'in HTML, as hexadecimal numbers': (text) => each(text, (char) => `&#x${(char.codePointAt(0) ?? 0).toString(16)};`),
  base64: (text) => Buffer.from(text).toString('base64'),
  base64url: (text) => Buffer.from(text).toString('base64url'),
  'in a Basic header': (text) => `Basic ${Buffer.from(`me:${text}`).toString('base64')}`,
  'in a Basic header of another length': (text) => `Basic ${Buffer.from(`user:${text}`).toString('base64')}`,
  mixed: (text) =>
    each(encodeURIComponent(text.toWellFormed()), (char, index) => (index % 3 === 1 ? `${char}\u200b` : char)),
};
