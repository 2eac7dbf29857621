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
 * The one way of a text into a message, the log, an annotation, the summary or the callback: it is brought on one visible
 * line, freed of secrets, cut, and made harmless for the runner, in this order.
 *
 * @param limit in characters; default is 2,000
 */
export type Show = (text: ServerText | string, limit?: number) => string;

const DEFAULT_LIMIT = 2_000;
/** How much of a text can be needed: what is shown, each character escaped, and a secret that begins in it. */
const WINDOW_FACTOR = 8;
const WINDOW_MARGIN = 8_192;
const LINE_END = /\r\n?|[\n\x85\u2028\u2029]/g;

/** Sequences for a terminal by ECMA-48: CSI, OSC with its end, and the short ones. */
export const ANSI =
  // eslint-disable-next-line no-control-regex -- control characters are what it is about
  /(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]|(?:\x1b\]|\x9d)[^\x07\x1b\x9c\x9d]*(?:\x07|\x1b\\|\x9c)|\x1b[ -/]*[0-Z\\^-~]/g;
/** What nobody sees: control and format characters, soft hyphens, joiners, fillers; blanks and line ends stay. */
export const INVISIBLE = /(?![\t-\r\x85])[\p{Cc}\p{Cf}\p{DI}]+/gu;

/**
 * The work grows with the limit, and not with the text.
 *
 * @param redact takes the secrets out of a text
 */
export function createShow(redact: (text: string) => string): Show {
  return (text, limit = DEFAULT_LIMIT) => {
    const whole = typeof text === 'string' ? text : text.wire;
    const head = whole.slice(0, Math.min(limit, whole.length) * WINDOW_FACTOR + WINDOW_MARGIN);
    const clean = redact(onOneLine(head));
    return escapeCommands(cut(clean, limit, head.length < whole.length));
  };
}

/** A message that goes on with another one: it gets a full stop unless it ends a sentence already. */
export const asSentence = (message: string): string => (/[.!?…]$/.test(message) ? message : `${message}.`);

/** Most texts: nothing in them is invisible, ends a line or has another form in Unicode. */
export const isPrintableAscii = (text: string) => /^[ -~]*$/.test(text);

const onOneLine = (text: string) =>
  isPrintableAscii(text)
    ? text.trim()
    : text
        .replace(ANSI, '')
        .replace(INVISIBLE, '')
        .replace(LINE_END, ' ⏎ ')
        .replace(/[\t\v\f]/g, ' ')
        .normalize('NFC')
        .trim();

/**
 * The beginning of a text, cut between words where there is a blank near enough.
 *
 * @param isCut whether the text was longer once
 */
export function cut(text: string, limit: number, isCut = false): string {
  if (text.length <= limit && !isCut) return text;
  const kept = text.slice(0, limit - 1).replace(/[\ud800-\udbff]$/, '');
  const blank = kept.lastIndexOf(' ');
  return `${blank > limit / 2 ? kept.slice(0, blank) : kept}…`;
}

/** The beginning of a text of so many bytes in UTF-8, never cut inside a character. */
export function cutToBytes(text: string, limitBytes: number): string {
  const bytes = Buffer.from(text);
  if (bytes.length <= limitBytes) return text;
  return `${new TextDecoder().decode(bytes.subarray(0, limitBytes - 3), { stream: true })}…`;
}

/** The runner reads `::` at the start of a line and `##[` anywhere as a command. */
const escapeCommands = (text: string): string => text.replace(/:(?=:)/g, ': ').replace(/#(?=#\[)/g, '# ');
