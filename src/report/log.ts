import type { Log } from '../log.ts';
import { neutralise } from './neutralise.ts';

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
