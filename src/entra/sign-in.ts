import { inputDefaults, type InputName } from '../contract.ts';
import type { Inputs } from '../inputs.ts';
import type { Secrets } from '../report/secrets.ts';
import { authorityOf, parseAuthorityHost, parseTenant, type Authority } from './authority.ts';
import { authChoices, chooseMethod, credentialInputs, type CredentialInput, type Method } from './choose-method.ts';
import { companionProblems, readClientProof, type ClientProof } from './client-proof.ts';
import { checkGivenToken } from './given-token.ts';
import { readIdTokenEndpoint, type IdTokenEndpoint } from './id-token.ts';

/** The inputs that parseSignIn reads. */
export const signInInputs = [
  'tenant-id',
  'client-id',
  'auth',
  'client-secret',
  'client-secret-encoding',
  'certificate',
  'certificate-password',
  'certificate-thumbprint',
  'refresh-token',
  'token',
  'authority-host',
  'scope',
] as const satisfies readonly InputName[];
export type SignInInput = (typeof signInInputs)[number];

/** The inputs whose values are secrets: they are masked before anything is printed or sent. */
export const secretInputs = [
  'client-secret',
  'certificate',
  'certificate-password',
  'refresh-token',
  'token',
] as const satisfies readonly SignInInput[];

export type Credential =
  | ClientProof
  | { kind: 'oidc'; endpoint: IdTokenEndpoint; chosenBy: 'auth' | 'auto' }
  | { kind: 'refresh-token'; refreshToken: string; proof: ClientProof | undefined };

/** How the run comes to its token. */
export type SignIn =
  | { kind: 'none' }
  | { kind: 'token'; token: string }
  | {
      kind: 'credential';
      credential: Credential;
      authority: Authority;
      clientId: string;
      /** With AD FS it is the resource. */
      scope: string;
      /** A token from an earlier step, which is used first. */
      token: string | undefined;
    };
export type CredentialSignIn = Extract<SignIn, { kind: 'credential' }>;

export interface SignInCircumstances {
  env: Record<string, string | undefined>;
  /** `undefined` where it is not given, or where it has a problem of its own. */
  environment: URL | undefined;
  /** `undefined` where nobody knows which is meant. */
  operation: string | undefined;
  nowMs: number;
  /** Takes what is decoded from the inputs: a secret in base64, the key of a PFX. */
  secrets: Secrets;
}

/**
 * Parses every credential input by design 1.2. What is wrong is noted with `inputs.problem`, all of it.
 *
 * @returns `undefined` where there is a problem, or where nobody says for which environment the token is to be
 */
export async function parseSignIn(
  inputs: Inputs<SignInInput>,
  circumstances: SignInCircumstances,
): Promise<SignIn | undefined> {
  const { env, environment, operation, nowMs, secrets } = circumstances;
  const problems: string[] = [];
  const sound = <T>(parsed: T | { problem: string }): T | undefined => {
    if (typeof parsed !== 'object' || parsed === null || !('problem' in parsed)) return parsed;
    problems.push(parsed.problem);
    return undefined;
  };

  const auth = inputs.text('auth') === undefined ? 'auto' : inputs.choice('auth', authChoices);
  const given = new Set<CredentialInput>(credentialInputs.filter((name) => inputs.text(name) !== undefined));
  const asked = readIdTokenEndpoint(env);
  const endpoint = asked && 'problem' in asked ? undefined : asked;
  const idTokens = asked ? 'available' : 'unavailable';
  const choice = auth && chooseMethod({ auth, given, idTokens, operation });
  const method = choice?.method;
  problems.push(...(choice?.problems ?? []), ...companionProblems(inputs, given));
  if (method === 'oidc') sound(asked);

  const host = sound(parseAuthorityHost(inputs.text('authority-host') ?? inputDefaults['authority-host']));
  const tenantText = inputs.text('tenant-id');
  const tenant = tenantText === undefined ? undefined : sound(parseTenant(tenantText));
  if (tenant === 'adfs' && !inputs.isGiven('authority-host')) {
    problems.push(
      '`tenant-id` is `adfs`: give the address of AD FS in `authority-host`, such as https://adfs.contoso.com.',
    );
  }
  const clientId = inputs.text('client-id');
  const holdsCredential = [...given].some((name) => name !== 'token');
  if (method === undefined ? holdsCredential : method !== 'token' && method !== 'none') {
    if (tenantText === undefined) problems.push(missingIdentifier('tenant-id'));
    if (clientId === undefined) problems.push(missingIdentifier('client-id'));
  }
  const { proof, problems: proofProblems } = await readClientProof(inputs, { nowMs, secrets });
  problems.push(...proofProblems);

  const token = inputs.text('token');
  const scopeText = inputs.text('scope');
  if (token !== undefined) {
    const origins = [environment?.origin, originOf(scopeText)].filter((origin) => origin !== undefined);
    problems.push(...checkGivenToken(token, { origins, nowMs, renewable: method !== 'token' }));
  }

  problems.forEach((problem) => {
    inputs.problem(problem);
  });
  if (problems.length > 0 || method === undefined) return undefined;
  if (method === 'none') return { kind: 'none' };
  if (method === 'token') return token === undefined ? undefined : { kind: 'token', token };
  const refreshToken = inputs.text('refresh-token');
  const chosenBy = auth === 'auto' ? 'auto' : 'auth';
  const credential = credentialOf(method, { proof, refreshToken, endpoint, chosenBy });
  const scope =
    scopeText ?? (environment && (tenant === 'adfs' ? environment.origin : `${environment.origin}/.default`));
  if (!credential || !scope || host === undefined || tenant === undefined || clientId === undefined) return undefined;
  return { kind: 'credential', credential, authority: authorityOf(host, tenant), clientId, scope, token };
}

interface CredentialParts {
  proof: ClientProof | undefined;
  refreshToken: string | undefined;
  endpoint: IdTokenEndpoint | undefined;
  chosenBy: 'auth' | 'auto';
}

function credentialOf(
  method: Exclude<Method, 'token' | 'none'>,
  { proof, refreshToken, endpoint, chosenBy }: CredentialParts,
): Credential | undefined {
  switch (method) {
    case 'client-secret':
    case 'certificate':
      return proof;
    case 'oidc':
      return endpoint && { kind: 'oidc', endpoint, chosenBy };
    case 'refresh-token':
      return refreshToken === undefined ? undefined : { kind: 'refresh-token', refreshToken, proof };
  }
}

const missingIdentifier = (name: 'tenant-id' | 'client-id') =>
  `\`${name}\` has no value: signing in needs it (Entra admin center > App registrations > your application > Overview).`;

const originOf = (scope: string | undefined) => {
  const url = scope !== undefined && URL.canParse(scope) ? new URL(scope) : undefined;
  return url && url.origin !== 'null' ? url.origin : undefined;
};
