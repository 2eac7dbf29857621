import type { Show } from './server-text.ts';

/** Where lines for the reader go. Every line is made harmless and free of secrets on its way. */
export interface Log {
  info(line: string): void;
  notice(line: string): void;
  warning(line: string): void;
  debug(line: string): void;
}

/** A runner cuts annotations at 4,096 characters, and longer lines help nobody. */
const LONGEST_LINE = 4_000;

/** @param write takes the lines as they are to be seen */
export function createLog(write: Log, show: Show): Log {
  const clean = (line: string) => show(line, LONGEST_LINE);
  return {
    info: (line) => {
      write.info(clean(line));
    },
    notice: (line) => {
      write.notice(clean(line));
    },
    warning: (line) => {
      write.warning(clean(line));
    },
    debug: (line) => {
      write.debug(clean(line));
    },
  };
}
