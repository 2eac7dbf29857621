import { cut, type Show } from './server-text.ts';

/** Where lines for the reader go. Every line is made harmless and free of secrets on its way. */
export interface Log {
  info(line: string): void;
  notice(line: string): void;
  warning(line: string): void;
  debug(line: string): void;
}

/** What takes the lines as they are to be seen; notices and warnings are annotations. */
export interface LogWriter {
  info(line: string): void;
  notice(text: string, properties: { title: string }): void;
  warning(text: string, properties: { title: string }): void;
  debug(line: string): void;
}

const LONGEST_LINE = 4_000;
/** A page of a run shows ten annotations of a kind, and nobody reads more than a few lines of each. */
const LONGEST_ANNOTATION = 400;
const LONGEST_TITLE = 120;

/** @param operation names the step in the titles of annotations */
export function createLog(write: LogWriter, show: Show, operation: () => string): Log {
  const clean = (line: string) => show(line, LONGEST_LINE);
  const annotate = (level: 'notice' | 'warning', line: string) => {
    const whole = clean(line);
    const { title, text, isWhole } = annotationOf(operation(), whole);
    if (!isWhole) write.info(whole);
    write[level](text, { title });
  };
  return {
    info: (line) => {
      write.info(clean(line));
    },
    notice: (line) => {
      annotate('notice', line);
    },
    warning: (line) => {
      annotate('warning', line);
    },
    debug: (line) => {
      write.debug(clean(line));
    },
  };
}

/**
 * A message as an annotation: the operation and the first sentence are its title.
 *
 * @param message as it may be shown
 * @param lines of the text, if it is not the message; as many are kept as fit
 * @returns `text` of at most 400 characters; `isWhole` if nothing is left out
 */
export function annotationOf(
  operation: string,
  message: string,
  lines: readonly string[] = [message],
): { title: string; text: string; isWhole: boolean } {
  const end = message.search(/\. ["'`\p{Lu}\p{N}]/u);
  const sentence = end < 0 ? message.trimEnd().replace(/\.$/, '') : message.slice(0, end);
  const title = cut(`${operation}: ${sentence}`, LONGEST_TITLE);
  const whole = lines.join('\n');
  if (whole.length <= LONGEST_ANNOTATION) return { title, text: whole, isWhole: true };
  const more = (kept: number) => (kept < lines.length ? `\nAnd ${lines.length - kept} more: see the log.` : '');
  let kept = lines.length;
  while (kept > 1 && `${lines.slice(0, kept).join('\n')}${more(kept)}`.length > LONGEST_ANNOTATION) kept -= 1;
  const text = cut(lines.slice(0, kept).join('\n'), LONGEST_ANNOTATION - more(kept).length);
  return { title, text: `${text}${more(kept)}`, isWhole: false };
}
