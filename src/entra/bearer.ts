import type { WallTime } from '../clock.ts';

/** The access token of a run: acquired when it is first needed, kept until shortly before it expires, then renewed. */
export interface Bearer {
  /**
   * @param signal cuts a renewal; default is the signal of the run
   * @returns the token for the next request; `undefined` with `auth: none`
   * @throws Failure where none can be had, with the remedy; SignInOutage where the sign-in service may succeed later
   */
  current(signal?: AbortSignal): Promise<string | undefined>;
  /** The environment accepted the token: it did not return 401. */
  accepted(token: string): void;
  /**
   * The environment returned 401 for the token.
   *
   * @param signal as for `current`
   * @returns whether there is a newer token with which the request is worth retrying
   * @throws Failure where the token has expired and there is nothing to renew it with, and what `current` throws
   */
  refused(token: string, signal?: AbortSignal): Promise<boolean>;
  /** @returns when a token of this run expires, for readers alone; `undefined` where nobody has said so */
  expiresOn(token: string): WallTime | undefined;
}
