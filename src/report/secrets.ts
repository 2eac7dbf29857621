import { createNeedles } from './needles.ts';
import { viewsOf, type View } from './view.ts';

/** Knows every secret of the run in every form in which it could show itself. */
export interface Secrets {
  /** Masks a secret from here on; nothing may be printed or sent that could hold it before. */
  add(secret: string | undefined): void;
  /** Masks a text that is a secret as it is: no line of it and nothing that it may encode is a secret by itself. */
  addWhole(text: string): void;
  /**
   * Replaces every secret in a value by three stars, also one with invisible characters inside, in compatibility
   * forms, escaped, or cut off by the end of the text or an ellipsis.
   */
  redact(value: string): string;
  /** The same in a message of ours, whose values are redacted already: a very short secret only where it stands alone. */
  redactMessage(message: string): string;
}

const SHORTEST_PIECE = 8;
/** A shorter secret is part of many words. */
const SHORTEST_IN_WORDS = 4;
/** What is larger fits into no variable of an environment, and nobody escapes it. */
const LONGEST_ESCAPED = 128 * 1024;
/** Of a larger body no text of ours shows more. */
const LONGEST_NEEDLE = 64 * 1024;
/** A longer one stands in base64 alone if at all. */
const LONGEST_IN_BASE64 = 4 * 1024;
const SHORTEST_LINE = 4;
const MOST_LINES = 1_000;
/** Longer texts are looked through in parts that overlap, so that memory stays bounded. */
const PART = 256 * 1024;
const OVERLAP = 8 * 1024;

/** Where a text can have been cut before it came here: at its end, and where an ellipsis says so. */
const CUT = /…|\.\.\.|$/g;

/** @param mask tells the runner to mask a value in its log */
export function createSecrets(mask: (value: string) => void): Secrets {
  const added = new Set<string>();
  const masked = new Set<string>();
  const known = new Set<string>();
  const needles = createNeedles();
  const learn = (form: string) => {
    if (form === '' || known.has(form)) return;
    known.add(form);
    needles.add(form);
  };
  const learnFolded = (form: string) => {
    learn(form);
    learn(form.replace(/\++/g, ' ').trim());
  };
  /** Escapes are undone in the text, so that plain forms and base64 are most of what is looked for. */
  const learnAll = (texts: readonly string[]) => {
    for (const text of new Set(texts.map((whole) => whole.slice(0, LONGEST_NEEDLE)))) {
      for (const [level, view] of viewsOf(text).entries()) {
        if (level === 0) learn(view.text);
        const form = view.text.trim();
        if (level < 2 || form.length >= SHORTEST_PIECE) learn(form);
      }
      for (const form of base64sOf(text)) if (form.length >= SHORTEST_PIECE) learnFolded(form);
    }
  };
  const maskAll = (forms: readonly string[]) => {
    for (const form of forms) {
      if (masked.has(form)) continue;
      masked.add(form);
      mask(form);
    }
  };

  const rangesIn = (view: View, isMessage: boolean, mayBeCut: boolean): Range[] => {
    const { text } = view;
    const ranges: Range[] = [];
    const note = (from: number, to: number) => {
      ranges.push([view.from?.[from] ?? from, view.to?.[to - 1] ?? to]);
    };
    for (let at = 0; at < text.length; at += 1) {
      const end = needles.longestAt(text, at);
      if (end < 0 || (isMessage && end - at < SHORTEST_IN_WORDS && !standsAlone(text, at, end))) continue;
      note(at, end);
    }
    let last = 0;
    for (const { index } of text.matchAll(CUT)) {
      const cutAt = index < text.length || mayBeCut ? needles.cutAt(text.slice(last, index)) : -1;
      if (cutAt >= 0) note(last + cutAt, index);
      last = index;
    }
    return ranges;
  };

  const redact = (text: string, isMessage: boolean): string => {
    if (known.size === 0 || text === '') return text;
    const ranges: Range[] = [];
    for (let start = 0; start < text.length; start += PART) {
      const end = start + PART + OVERLAP;
      for (const view of viewsOf(text.slice(start, end))) {
        for (const [from, to] of rangesIn(view, isMessage, !isMessage && end >= text.length))
          ranges.push([start + from, start + to]);
      }
    }
    return ranges.length === 0 ? text : withStars(text, ranges);
  };

  return {
    add(secret) {
      if (!secret || added.has(secret)) return;
      added.add(secret);
      const plain = plainFormsOf(secret);
      learnAll(plain);
      // What stands in front of an escaped secret can make another escape with its first letters.
      for (const form of plain.flatMap(escapesOf))
        if (form.length >= SHORTEST_PIECE) for (const { text } of viewsOf(form).slice(0, 2)) learn(text);
      maskAll(formsOf(secret));
    },
    addWhole(text) {
      const texts = [text, text.trim()].filter(Boolean);
      learnAll(texts);
      maskAll(withEscapes(texts).filter(isMaskable));
    },
    redact: (value) => redact(value, false),
    redactMessage: (message) => redact(message, true),
  };
}

type Range = readonly [from: number, to: number];

function withStars(text: string, ranges: readonly Range[]): string {
  let clean = '';
  let at = -1;
  for (const [from, to] of [...ranges].sort((a, b) => a[0] - b[0])) {
    if (from > at) clean += `${text.slice(Math.max(at, 0), from)}***`;
    at = Math.max(at, to);
  }
  return clean + text.slice(at);
}

const isInWord = (text = '') => /[\p{L}\p{N}_]/u.test(text);

/** Whether it is a word and not a part of one. */
const standsAlone = (text: string, from: number, to: number) =>
  isInWord(text.slice(from, to)) && !isInWord(text[from - 1]) && !isInWord(text[to]);

/** The runner masks each line of a mask as well: a short one would be starred everywhere, and thousands slow it down. */
function isMaskable(form: string): boolean {
  const lines = form.split(/[\r\n]+/).filter(Boolean);
  return lines.length === 1 || (lines.length <= MOST_LINES && lines.every((line) => line.length >= SHORTEST_LINE));
}

/**
 * The forms of one secret: as it is, trimmed, on one line with single blanks, decoded from base64, in base64 and
 * base64url, URL-, JSON- and HTML-escaped, and its lines; of a Basic header the password. The whole is always there,
 * however short; pieces under 8 characters and PEM armour are not.
 */
export const formsOf = (secret: string): string[] => withEscapes(plainFormsOf(secret));

function plainFormsOf(secret: string): string[] {
  const lines = secret.split(/\r?\n/).map((line) => line.trim());
  const pieces = [...lines, ...decoded(secret)].filter((piece) => piece.length >= SHORTEST_PIECE && !isArmour(piece));
  return [secret, secret.trim(), secret.trim().replace(/\s+/g, ' '), ...passwordOf(secret), ...pieces];
}

function withEscapes(texts: readonly string[]): string[] {
  const escaped = [...new Set(texts)]
    .filter((text) => text.length <= LONGEST_ESCAPED)
    .flatMap((text) => [...escapesOf(text), ...base64sOf(text)]);
  return [...new Set([...texts, ...escaped.filter((form) => form.length >= SHORTEST_PIECE)])].filter(Boolean);
}

function escapesOf(text: string): string[] {
  // Nothing escapes these, of which most tokens are made.
  if (/^[\w.-]*$/.test(text)) return [];
  const url = encodeURIComponent(text.toWellFormed());
  const form = new URLSearchParams({ v: text }).toString().slice(2);
  const json = JSON.stringify(text).slice(1, -1);
  const [upper, lower] = [(code: string) => code.toUpperCase(), (code: string) => code];
  return [
    ...[url, form].flatMap((codes) => [codes, codes.replace(/%../g, (code) => code.toLowerCase())]),
    json,
    ...[upper, lower].map((letters) => json.replace(/[<>&'+`]/g, (char) => `\\u${letters(hex4(char))}`)),
    text.replace(/[<>&"']/g, (char) => HTML[char] ?? char),
    text.normalize('NFC'),
    text.normalize('NFD'),
  ];
}

const hex4 = (char: string) => char.charCodeAt(0).toString(16).padStart(4, '0');

const HTML: Readonly<Record<string, string>> = { '<': '&lt;', '>': '&gt;', '&': '&amp;', '"': '&quot;', "'": '&#39;' };

/** In base64 alone, and behind one or two bytes of others, as in a Basic header. */
function base64sOf(text: string): string[] {
  const bytes = Buffer.from(text);
  const whole = bytes.toString('base64');
  const within = (text.length > LONGEST_IN_BASE64 ? [] : [0, 1, 2]).map((shift) => {
    const shifted = Buffer.concat([Buffer.alloc(shift), bytes]);
    const digits = shifted.toString('base64').replace(/={1,2}$/, '');
    return digits.slice(shift === 0 ? 0 : shift + 1, shifted.length % 3 === 0 ? undefined : -1);
  });
  return [whole, ...within].flatMap((form) => [
    form,
    form
      .replace(/={1,2}$/, '')
      .replaceAll('+', '-')
      .replaceAll('/', '_'),
  ]);
}

const isArmour = (line: string) => line.startsWith('-----');

function decoded(secret: string): string[] {
  const compact = secret.replace(/\s/g, '');
  if (compact.length < SHORTEST_PIECE || !/^[A-Za-z0-9+/_-]+={0,2}$/.test(compact)) return [];
  const text = Buffer.from(compact, 'base64').toString('utf8');
  return text.includes('\ufffd') ? [compact] : [compact, text, text.trim()];
}

/** The password in the value of a Basic header: `Basic dXNlcjpwYXNzd29yZA==`. */
function passwordOf(secret: string): string[] {
  const credentials = /^basic\s+(\S+)$/i.exec(secret.trim())?.[1];
  const pair = credentials === undefined ? '' : Buffer.from(credentials, 'base64').toString('utf8');
  return pair.includes(':') ? [pair.slice(pair.indexOf(':') + 1)] : [];
}
