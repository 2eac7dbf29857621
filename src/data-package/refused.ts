import { Failure } from '../errors.ts';

/** Everything that is wrong with what was to be packed, unpacked or compared; nothing was written. */
export class Refused extends Failure {
  override name = 'Refused';
  /** What could not be done. */
  readonly what: string;
  readonly problems: readonly string[];

  constructor(what: string, problems: readonly string[]) {
    super(`${what}: ${problems.join(' ')}`);
    this.what = what;
    this.problems = problems;
  }
}

/** What a reader is told beside the result. */
export interface Notes {
  info: (line: string) => void;
  notice: (line: string) => void;
  warning: (line: string) => void;
}
