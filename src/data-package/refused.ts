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

/**
 * Does what tells problems one by one.
 *
 * @param what could not be done if there are any
 * @throws Refused with all of them
 */
export async function orRefuse<T>(
  what: string,
  work: (problem: (message: string) => void) => T | Promise<T>,
): Promise<T> {
  const problems: string[] = [];
  const result = await work((message) => problems.push(message));
  if (problems.length > 0) throw new Refused(what, problems);
  return result;
}

/** What a reader is told beside the result. */
export interface Notes {
  info: (line: string) => void;
  notice: (line: string) => void;
  warning: (line: string) => void;
}
