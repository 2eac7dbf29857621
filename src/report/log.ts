import { neutralise } from './neutralise.ts';

/** Where lines for the reader go. Every line is made harmless and free of secrets on its way. */
export interface Log {
  info(line: string): void;
  notice(line: string): void;
  warning(line: string): void;
  debug(line: string): void;
}

/** @param redact takes the secrets out of a text */
export function createLog(write: Log, redact: (text: string) => string): Log {
  const clean = (line: string) => neutralise(redact(line));
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
