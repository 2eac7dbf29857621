import { escapeMarkdown } from './markdown.ts';

/** Knows every secret of the run in every form in which it could show itself. */
export interface Secrets {
  /** Masks a secret from here on; nothing may be printed or sent that could hold it before. */
  add(secret: string | undefined): void;
  /** Replaces every secret in a text by three stars. */
  redact(text: string): string;
}

const SHORTEST_PIECE = 8;

/** @param mask tells the runner to mask a value in its log */
export function createSecrets(mask: (value: string) => void): Secrets {
  const known = new Set<string>();
  let longestFirst: string[] = [];
  return {
    add(secret) {
      if (!secret) return;
      for (const form of formsOf(secret)) {
        if (known.has(form)) continue;
        known.add(form);
        mask(form);
      }
      longestFirst = [...known].sort((a, b) => b.length - a.length);
    },
    redact: (text) => longestFirst.reduce((clean, form) => clean.replaceAll(form, '***'), text),
  };
}

/**
 * The forms of one secret: as it is, trimmed, decoded from base64, in base64 and base64url, URL-, JSON- and Markdown-escaped, and
 * its lines. The whole is always there, however short; pieces under 8 characters and PEM armour are not.
 */
export function formsOf(secret: string): string[] {
  const whole = [secret, secret.trim()].filter(Boolean);
  const lines = secret.split(/\r?\n/).map((line) => line.trim());
  const pieces = [...lines, ...decoded(secret)].filter((piece) => piece.length >= SHORTEST_PIECE && !isArmour(piece));
  const escaped = [...whole, ...pieces].flatMap((value) => [
    encodeURIComponent(value),
    new URLSearchParams({ v: value }).toString().slice(2),
    JSON.stringify(value).slice(1, -1),
    escapeMarkdown(value),
    Buffer.from(value).toString('base64'),
    Buffer.from(value).toString('base64url'),
  ]);
  return [...new Set([...whole, ...pieces, ...escaped.filter((form) => form.length >= SHORTEST_PIECE)])];
}

const isArmour = (line: string) => line.startsWith('-----');

function decoded(secret: string): string[] {
  const compact = secret.replace(/\s/g, '');
  if (compact.length < SHORTEST_PIECE || !/^[A-Za-z0-9+/_-]+={0,2}$/.test(compact)) return [];
  const text = Buffer.from(compact, 'base64').toString('utf8');
  return text.includes('\ufffd') ? [compact] : [compact, text, text.trim()];
}
