import { escapeMarkdown } from './markdown.ts';

/** Knows every secret of the run in every form in which it could show itself. */
export interface Secrets {
  /** Masks a secret from here on; nothing may be printed or sent that could hold it before. */
  add(secret: string | undefined): void;
  /** Masks a text that is a secret as it is: no line of it and nothing that it may encode is a secret by itself. */
  addWhole(text: string): void;
  /** Replaces every secret in a text by three stars. */
  redact(text: string): string;
}

const SHORTEST_PIECE = 8;

/** What is larger fits into no variable of an environment, and nobody escapes it. */
const LONGEST_ESCAPED = 128 * 1024;
const SHORTEST_LINE = 4;
const MOST_LINES = 1_000;

/** @param mask tells the runner to mask a value in its log */
export function createSecrets(mask: (value: string) => void): Secrets {
  const known = new Set<string>();
  let longestFirst: string[] | undefined;
  const learn = (form: string, isForRunner: boolean) => {
    if (known.has(form)) return;
    known.add(form);
    longestFirst = undefined;
    if (isForRunner) mask(form);
  };
  return {
    add(secret) {
      if (!secret) return;
      for (const form of formsOf(secret)) learn(form, true);
    },
    addWhole(text) {
      for (const form of withEscapes([text, text.trim()])) learn(form, isMaskable(form));
    },
    redact(text) {
      longestFirst ??= [...known].sort((a, b) => b.length - a.length);
      return longestFirst.reduce((clean, form) => clean.replaceAll(form, '***'), text);
    },
  };
}

/** The runner masks each line of a mask as well: a short one would be starred everywhere, and thousands slow it down. */
function isMaskable(form: string): boolean {
  const lines = form.split(/[\r\n]+/).filter(Boolean);
  return lines.length === 1 || (lines.length <= MOST_LINES && lines.every((line) => line.length >= SHORTEST_LINE));
}

/**
 * The forms of one secret: as it is, trimmed, on one line with single blanks, decoded from base64, in base64 and
 * base64url, URL-, JSON- and Markdown-escaped, and its lines. The whole is always there, however short; pieces under 8
 * characters and PEM armour are not.
 */
export function formsOf(secret: string): string[] {
  const lines = secret.split(/\r?\n/).map((line) => line.trim());
  const pieces = [...lines, ...decoded(secret)].filter((piece) => piece.length >= SHORTEST_PIECE && !isArmour(piece));
  return withEscapes([secret, secret.trim(), secret.trim().replace(/\s+/g, ' '), ...pieces]);
}

function withEscapes(texts: readonly string[]): string[] {
  const escaped = [...new Set(texts)]
    .filter((text) => text.length <= LONGEST_ESCAPED)
    .flatMap((text) => [
      encodeURIComponent(text.toWellFormed()),
      new URLSearchParams({ v: text }).toString().slice(2),
      JSON.stringify(text).slice(1, -1),
      escapeMarkdown(text),
      Buffer.from(text).toString('base64'),
      Buffer.from(text).toString('base64url'),
    ]);
  return [...new Set([...texts, ...escaped.filter((form) => form.length >= SHORTEST_PIECE)])].filter(Boolean);
}

const isArmour = (line: string) => line.startsWith('-----');

function decoded(secret: string): string[] {
  const compact = secret.replace(/\s/g, '');
  if (compact.length < SHORTEST_PIECE || !/^[A-Za-z0-9+/_-]+={0,2}$/.test(compact)) return [];
  const text = Buffer.from(compact, 'base64').toString('utf8');
  return text.includes('\ufffd') ? [compact] : [compact, text, text.trim()];
}
