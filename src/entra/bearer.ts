/** The access token of a run: acquired when it is first needed, kept until shortly before it expires, then renewed. */
export interface Bearer {
  /**
   * @param signal cuts a renewal; default is the signal of the run
   * @returns the token for the next request; `undefined` with `auth: none`
   * @throws Failure where none can be had, with the remedy; SignInOutage where the sign-in service may answer later
   */
  current(signal?: AbortSignal): Promise<string | undefined>;
  /** The environment took the token: it did not answer 401. */
  accepted(token: string): void;
  /**
   * The environment answered 401 to the token.
   *
   * @param signal as for `current`
   * @returns whether there is a newer token with which the request is worth repeating
   * @throws Failure where the token has expired and there is nothing to renew it with, and what `current` throws
   */
  refused(token: string, signal?: AbortSignal): Promise<boolean>;
  /** @returns when a token of this run expires, in milliseconds since 1970; `undefined` where nobody has said so */
  expiresAtMs(token: string): number | undefined;
}
