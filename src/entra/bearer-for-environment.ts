import { Failure } from '../errors.ts';
import type { Show } from '../server-text.ts';
import { audienceProblem } from './audience.ts';
import type { Bearer } from './bearer.ts';
import { claimsOf } from './claims.ts';
import type { SignIn } from './sign-in.ts';

/**
 * The bearer as requests to the environment use it: a token that was acquired for another environment is not sent. What
 * AD FS issues names its resource in ways of its own, and is not compared.
 *
 * @returns a bearer whose `current` throws Failure for such a token
 */
export function bearerForEnvironment(bearer: Bearer, signIn: SignIn, show: Show): Bearer {
  if (signIn.kind !== 'credential' || signIn.target.authority.kind === 'adfs') return bearer;
  const { expected, target } = signIn;
  return {
    ...bearer,
    async current(signal) {
      const token = await bearer.current(signal);
      const problem = token === undefined ? '' : audienceProblem(claimsOf(token), expected);
      if (!problem) return token;
      throw new Failure(
        `The token acquired with the scope ${target.scope} ${show(problem)} Nothing was sent to the environment. Check \`environment-url\` and \`scope\` (or \`D365FO_SCOPE\`).`,
      );
    },
  };
}
