/** What the first step hands to the post step. */
export interface JobState {
  pid: number;
  port: number;
  caFile: string;
  failOnUnknown: boolean;
}

/** @throws SyntaxError for what is no JSON */
export const readState = (text: string): JobState => JSON.parse(text) as JobState;
