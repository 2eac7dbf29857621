import type { RequestName } from './requests.ts';
import type { Seen } from './seen.ts';
import type { Run } from './watch.ts';

/** What is known beside the responses. */
export interface Facts {
  /** Whether the claims of the token can be read. */
  isJwt: boolean;
  lifetimeMs: number | undefined;
  /** The run of a batch job that the probe may start. */
  run?: Run;
}

/** One thing that is not known of every environment. */
export interface Question {
  /** As the report names it: it stays as it is. */
  id: string;
  text: string;
  /** The requests whose responses it is judged by, and which are its evidence. */
  asks: readonly RequestName[];
  /** Every answer that there is. A report holds these and nothing else. */
  answers: readonly string[];
  /** Whether it is about responses that refuse; other questions do not see them. */
  ofRefusals?: boolean;
  /**
   * @param seen the responses in the order of `asks`; `undefined` for one that never came
   * @returns one answer or several; nothing if this environment does not show it
   */
  judge(seen: readonly (Seen | undefined)[], facts: Facts): string | readonly string[] | undefined;
}

export const UNKNOWN = 'unknown';
