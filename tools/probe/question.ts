import type { RequestName } from './requests.ts';
import type { Seen } from './seen.ts';
import type { Run } from './watch.ts';

/** What is known beside the responses. */
export interface Facts {
  /** Whether the claims of the token can be read. */
  isJwt: boolean;
  /** How long a token is valid from its issue; `undefined` if nobody says so. */
  lifetimeMs: number | undefined;
  /** The run of a batch job that the probe may start. */
  run?: Run | undefined;
}

/** One thing that is not known of every environment. */
export interface Question {
  /** As the report names it: it stays as it is. */
  id: string;
  text: string;
  /** The requests whose responses it is judged by. */
  asks: readonly RequestName[];
  /** How many of these are its evidence; all without it. */
  evidence?: number;
  /** Every answer that there is. A report holds these and nothing else. */
  answers: readonly string[];
  /** Which responses it is about, if it is not those of F&O itself. */
  of?: (seen: Seen) => boolean;
  /**
   * @param seen the responses in the order of `asks`; `undefined` for one that never came
   * @returns one answer or several; nothing if this environment does not show it
   */
  judge(seen: readonly (Seen | undefined)[], facts: Facts): string | readonly string[] | undefined;
}

export const UNKNOWN = 'unknown';

/** A question for one response, or for the first that came. */
export const about = (
  id: string,
  text: string,
  asks: RequestName | readonly RequestName[],
  answers: readonly string[],
  judge: (seen: Seen) => string | readonly string[] | undefined,
): Question => ({
  id,
  text,
  asks: [asks].flat(),
  answers,
  judge(all) {
    const seen = all.find((each) => each !== undefined);
    return seen && judge(seen);
  },
});
