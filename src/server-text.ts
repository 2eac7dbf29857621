import { stripVTControlCharacters } from 'node:util';

/**
 * Text of any origin but ours: what a server sent, and what stands inside it. It cannot be put into a message by
 * accident; `Show` is the one way out.
 */
export class ServerText {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  /** As it came: for comparing, for the wire, and for outputs, which hand on what F&O sent. Never for a message. */
  get wire(): string {
    return this.#text;
  }
}

/**
 * The one way of a server's text into a message: it is made visible on one line, freed of secrets, cut, and made
 * harmless for the runner, in this order.
 *
 * @param limit in characters; default is 2,000
 */
export type Show = (text: ServerText | string, limit?: number) => string;

const DEFAULT_LIMIT = 2_000;
/** Control and format characters: the invisible ones, those that reverse the direction of text among them. */
const INVISIBLE = /[\p{Cc}\p{Cf}]/gu;
const LINE_END = /\r\n?|[\n\u2028\u2029]/g;

/** @param redact takes the secrets out of a text */
export function createShow(redact: (text: string) => string): Show {
  return (text, limit = DEFAULT_LIMIT) => {
    const raw = typeof text === 'string' ? text : text.wire;
    return escapeCommands(cut(redact(normalise(raw)), limit));
  };
}

/** On one line, without ANSI sequences and invisible characters: in this form secrets are looked for. */
export const normalise = (text: string): string =>
  stripVTControlCharacters(text).replace(LINE_END, ' ⏎ ').replaceAll('\t', ' ').replace(INVISIBLE, '').normalize('NFC');

/** The beginning of a text, cut between words where there is a blank near enough. */
export function cut(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const kept = text.slice(0, limit - 1).toWellFormed();
  const blank = kept.lastIndexOf(' ');
  return `${blank > limit / 2 ? kept.slice(0, blank) : kept}…`;
}

/** The runner reads `::` at the start of a line and `##[` anywhere as a command. */
export const escapeCommands = (text: string): string => text.replace(/:(?=:)/g, ': ').replace(/#(?=#\[)/g, '# ');
