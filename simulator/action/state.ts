/** What the first step hands to the post step. */
export interface JobState {
  pid: number;
  port: number;
  /** The certificate authority of this simulator, PEM. */
  caCertificate: string;
  failOnUnknown: boolean;
}

/** Its name in the state of the step. */
export const STATE = 'simulator';

/** @throws SyntaxError for what is no JSON */
export const readState = (text: string): JobState => JSON.parse(text) as JobState;
