import type { WallTime } from '../../clock.ts';
import { quoted, type Inputs } from '../../inputs.ts';
import { audienceProblem, type ExpectedOrigins } from '../audience.ts';
import { claimsOf, isTokenText, timeClaimMs } from '../claims.ts';
import { signInMethod } from '../method.ts';
import { pastedProblem } from '../pasted.ts';

/** A bearer token from an earlier step, and nothing that could renew it. */
export const token = signInMethod({
  credential: 'token',
  inputs: ['token'],
  secrets: ['token'],
  variables: [],
  beside: [],
  parse(inputs) {
    const given = inputs.text('token');
    return given === undefined ? undefined : { kind: 'token', token: given };
  },
});

export interface TokenContext {
  expected: ExpectedOrigins;
  wallTime: WallTime;
  /** Whether a credential stands beside the token, which then takes over. */
  renewable: boolean;
}

/** Checks the `token` input before it is sent anywhere, and notes what is wrong. */
export function checkGivenToken(inputs: Inputs<'token'>, { expected, wallTime, renewable }: TokenContext): void {
  const token = inputs.text('token');
  if (token === undefined) return;
  const pasted = pastedProblem(token, 'token');
  if (pasted) {
    inputs.problem(`\`token\` ${pasted}`);
  } else if (/^(?:authorization:\s*)?bearer\s/i.test(token)) {
    inputs.problem('`token` begins with the word Bearer: pass the token alone.');
  } else if (!isTokenText(token)) {
    inputs.problem('`token` contains blanks, line breaks or letters that no token has: pass the token alone.');
  } else {
    const claims = claimsOf(token);
    const expiresMs = timeClaimMs(claims, 'exp');
    if (expiresMs !== undefined && expiresMs <= wallTime.epochMs && !renewable) {
      const expired = new Date(expiresMs).toISOString();
      inputs.problem(`\`token\` expired at ${expired}: acquire a new one, or provide a credential as well.`);
    }
    const problem = audienceProblem(claims, expected, spelling);
    if (problem) inputs.problem(`\`token\` ${problem}`);
  }
}

/** Only for a token that the user made: what the sign-in service writes into one is its own affair. */
const spelling = (audience: string, origin: string) =>
  audience.startsWith(origin) ? '' : `not spelled like ${quoted(origin)}, and F&O compares letter by letter`;
