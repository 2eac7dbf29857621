import { Failure } from '../errors.ts';

/** Everything that is wrong with what was to be packed, unpacked or compared; nothing was written. */
export class Refused extends Failure {
  override name = 'Refused';
  readonly problems: readonly string[];

  constructor(what: string, problems: readonly string[]) {
    super(
      problems.length === 1
        ? `${what}: ${problems[0] ?? ''}`
        : `${what}; ${problems.length} problems. ${problems.join(' ')}`,
    );
    this.problems = problems;
  }
}

/** What a reader is told beside the result. */
export interface Notes {
  info: (line: string) => void;
  notice: (line: string) => void;
  warning: (line: string) => void;
}
