import type { Show } from '../server-text.ts';
import { ExactNumber } from './exact-number.ts';

/** A piece of a JSON text: what JSON itself writes, or a value or name that a server chose. */
export type Piece = { syntax: string } | { text: string; quoted: boolean };

/** Of a longer string the beginning is enough: secrets are looked for in it before it is cut to what is shown. */
const LONGEST_TEXT = 64 * 1024;

/**
 * Writes the beginning of a value as JSON, in pieces whose texts have not been shown yet.
 *
 * @param limit about how many characters
 */
export function piecesOf(value: unknown, limit: number): Piece[] {
  const pieces: Piece[] = [];
  let left = limit;
  const write = (piece: Piece) => {
    pieces.push(piece);
    left -= 'syntax' in piece ? piece.syntax.length : piece.text.length + 2;
  };
  const walk = (each: unknown): void => {
    if (left < 0) return;
    if (typeof each === 'string') write({ text: each.slice(0, LONGEST_TEXT), quoted: true });
    else if (each instanceof ExactNumber) write({ text: each.text, quoted: false });
    else if (typeof each !== 'object' || each === null) write({ text: String(each), quoted: false });
    else {
      const isList = Array.isArray(each);
      write({ syntax: isList ? '[' : '{' });
      let isFirst = true;
      for (const name in each) {
        if (left < 0) return;
        if (!isFirst) write({ syntax: ',' });
        isFirst = false;
        if (!isList) {
          write({ text: name, quoted: true });
          write({ syntax: ':' });
        }
        walk((each as Record<string, unknown>)[name]);
      }
      write({ syntax: isList ? ']' : '}' });
    }
  };
  walk(value);
  return pieces;
}

/** Joins pieces to JSON for a message: each text is freed of secrets before it stands in JSON, and the whole is cut. */
export function showPieces(pieces: readonly Piece[], show: Show, limit: number): string {
  const json = pieces
    .map((piece) => {
      if ('syntax' in piece) return piece.syntax;
      const text = show(piece.text, LONGEST_TEXT);
      return piece.quoted ? JSON.stringify(text) : text;
    })
    .join('');
  return json.length > limit ? `${json.slice(0, limit - 1).toWellFormed()}…` : json;
}

export const showValue = (value: unknown, show: Show, limit: number): string =>
  showPieces(piecesOf(value, limit), show, limit);
