import type { InputName } from '../contract.ts';
import { EMPTY_HINT } from '../inputs.ts';
import type { SignInMethod } from './method.ts';
import { credentialInputs, methodNames, methods, type MethodName } from './methods/index.ts';

export const authChoices = ['auto', ...methodNames] as const;
export type Auth = (typeof authChoices)[number];

export interface Circumstances {
  auth: Auth;
  /** The credential inputs that have a value. */
  given: ReadonlySet<InputName>;
  /** Whether the job may request an ID token: `id-token: write`. */
  idTokens: 'available' | 'unavailable';
  /** `undefined` where nobody knows which is meant. */
  operation: string | undefined;
}

const ID_TOKEN_REMEDY =
  'add the two lines `permissions:` and `id-token: write` to the job, and to every workflow that calls it (with `contents: read` if the job checks out)';

/**
 * Chooses the method and notes what is wrong with the combination, all of it.
 *
 * @param problem notes a message
 * @returns `undefined` where nothing can be chosen
 */
export function chooseMethod(circumstances: Circumstances, problem: (message: string) => void): MethodName | undefined {
  const { auth, given, idTokens, operation } = circumstances;
  if (auth === 'auto') return chooseByCredentials(circumstances, problem);
  const { credential }: SignInMethod = methods[auth];
  if (credential && !given.has(credential)) {
    problem(`\`auth\` is \`${auth}\`, but \`${credential}\` has no value: provide one. ${EMPTY_HINT}`);
  }
  if (auth === 'oidc' && idTokens === 'unavailable') {
    problem(`\`auth\` is \`oidc\`, but this job may not request an ID token: ${ID_TOKEN_REMEDY}.`);
  }
  if (auth === 'none' && operation !== undefined && operation !== 'rest') {
    problem(`\`auth\` is \`none\`, which only operation \`rest\` allows: provide a credential for \`${operation}\`.`);
  }
  for (const name of strangersTo(auth, given)) {
    problem(`\`${name}\` cannot be combined with \`auth: ${auth}\`: remove it, or sign in another way.`);
  }
  return auth;
}

/** The given credential inputs that may not stand beside a method. */
function strangersTo(name: MethodName, given: ReadonlySet<InputName>): InputName[] {
  const { credential, beside }: SignInMethod = methods[name];
  return [...given].filter((input) => input !== credential && !beside.includes(input));
}

function chooseByCredentials(
  { given, idTokens, operation }: Circumstances,
  problem: (message: string) => void,
): MethodName | undefined {
  const candidates = methodNames.filter((name) => {
    const { credential }: SignInMethod = methods[name];
    return credential !== undefined && given.has(credential);
  });
  if (candidates.length > 0) {
    const chosen = candidates.find((name) => strangersTo(name, given).length === 0);
    if (!chosen) {
      const names = [...given].filter((name) => name !== 'token').map((name) => `\`${name}\``);
      problem(`${names.join(' and ')} are both given: remove one of them.`);
    }
    return chosen;
  }
  if (idTokens === 'available') return 'oidc';
  const names = new Intl.ListFormat('en', { type: 'disjunction' }).format(
    credentialInputs.map((name) => `\`${name}\``),
  );
  problem(
    `No credential has a value: provide ${names}, or for OIDC ${ID_TOKEN_REMEDY}. ${EMPTY_HINT}${
      operation === 'rest' ? ' To call without signing in, set `auth` to `none`.' : ''
    }`,
  );
  return undefined;
}
