import type { WallTime } from '../clock.ts';
import type { InputName } from '../contract.ts';
import { EMPTY_HINT, type Inputs } from '../inputs.ts';
import type { Secrets } from '../report/secrets.ts';
import { originOfScope, type ExpectedOrigins } from './audience.ts';
import {
  authorityOf,
  isKnownCloud,
  parseAuthorityHost,
  parseClientId,
  parseScope,
  parseTenant,
  PUBLIC_CLOUD,
} from './authority.ts';
import { authChoices, chooseMethod } from './choose-method.ts';
import { offersIdTokens } from './id-token.ts';
import type { Credential, Parsed, SignInMethod, SignInTarget } from './method.ts';
import { credentialInputs, methodInputs, methodNames, methods, type MethodName } from './methods/index.ts';
import { checkGivenToken } from './methods/token.ts';

/** The inputs that parseSignIn reads. */
export const signInInputs: readonly InputName[] = [
  'tenant-id',
  'client-id',
  'auth',
  ...methodInputs,
  'authority-host',
  'scope',
];

/** A credential with all that it takes to use it. */
export interface CredentialSignIn {
  kind: 'credential';
  credential: Credential;
  target: SignInTarget;
  /** A token from an earlier step, which is used first. */
  token: string | undefined;
  expected: ExpectedOrigins;
  /** Lines for the log that say what was taken for granted. */
  notes: string[];
}

/** How the run comes to its token. */
export type SignIn = { kind: 'none' } | { kind: 'token'; token: string } | CredentialSignIn;

export interface SignInCircumstances {
  env: Record<string, string | undefined>;
  /** `undefined` where it is not given, or where it has a problem of its own. */
  environment: URL | undefined;
  /** `undefined` where nobody knows which is meant. */
  operation: string | undefined;
  /** Whether the operation sends the token to the environment. */
  sendsToken: boolean;
  wallTime: WallTime;
  /** Takes what is decoded from the inputs. */
  secrets: Secrets;
}

/**
 * Parses every input of the sign-in, and notes all that is wrong.
 *
 * @returns `undefined` after noting a problem, or where nobody says for which environment the token is to be
 */
export async function parseSignIn(allInputs: Inputs, circumstances: SignInCircumstances): Promise<SignIn | undefined> {
  const noted = { any: false };
  const problem = (message: string) => {
    noted.any = true;
    allInputs.problem(message);
  };
  const inputs = { ...allInputs, problem };
  const { env, environment, operation, wallTime } = circumstances;
  const auth = inputs.text('auth') === undefined ? 'auto' : inputs.choice('auth', authChoices);
  const given = new Set(credentialInputs.filter((name) => inputs.text(name) !== undefined));
  const idTokens = offersIdTokens(env) ? 'available' : 'unavailable';
  const method = auth && chooseMethod({ auth, given, idTokens, operation }, problem);
  checkCompanions(inputs, given);

  const holdsCredential = [...given].some((name) => name !== 'token');
  const needsTarget = method === undefined ? holdsCredential : method !== 'token' && method !== 'none';
  const chosenBy = auth === 'auto' ? 'auto' : 'auth';
  const parsed = await parseMethods(inputs, method, given, { ...circumstances, chosenBy });
  const target = parseTarget(inputs, environment, needsTarget);

  const scopeInput = inputs.isFromVariable('scope') ? undefined : inputs.identifier('scope');
  const origins = [originOfScope(scopeInput), environment?.origin].filter((origin) => origin !== undefined);
  const expected = [...new Set(origins)];
  const renewable = method !== 'token';
  checkGivenToken(inputs, { expected: circumstances.sendsToken ? expected : [], wallTime, renewable });

  if (noted.any || !parsed) return undefined;
  if (parsed.kind !== 'credential') return parsed;
  if (!target) return undefined;
  const notes = [
    method === 'oidc' && auth === 'auto' ? 'No credential input has a value, so the action uses OIDC.' : '',
    inputs.isFromVariable('authority-host') ? `The sign-in host is ${target.authority.tokenEndpoint.host}.` : '',
  ].filter(Boolean);
  return { kind: 'credential', credential: parsed, target, token: inputs.text('token'), expected, notes };
}

/** Parses the chosen method, and where another credential is given as well, that one for its problems alone. */
async function parseMethods(
  inputs: Inputs,
  chosen: MethodName | undefined,
  given: ReadonlySet<InputName>,
  context: SignInCircumstances & { chosenBy: 'auth' | 'auto' },
): Promise<Parsed> {
  const isRead = new Set(chosen ? methods[chosen].inputs : []);
  for (const name of methodNames) {
    const method: SignInMethod = methods[name];
    const { credential } = method;
    if (credential && given.has(credential) && !isRead.has(credential)) await method.parse(inputs, context);
  }
  return chosen && methods[chosen].parse(inputs, context);
}

function parseTarget(inputs: Inputs, environment: URL | undefined, isNeeded: boolean): SignInTarget | undefined {
  const origin = parseAuthorityHost(inputs);
  const tenant = parseTenant(inputs);
  const clientId = parseClientId(inputs, tenant);
  const scope = parseScope(inputs, environment, tenant);
  const isPublicCloud = origin === PUBLIC_CLOUD;
  if (tenant === 'adfs' && isPublicCloud) {
    inputs.problem(
      '`tenant-id` is `adfs`: provide the address of AD FS in `authority-host`, such as https://adfs.contoso.com.',
    );
  }
  if (!isNeeded) return undefined;
  for (const name of ['tenant-id', 'client-id'] as const) {
    if (inputs.text(name) === undefined) inputs.problem(missingIdentifier(name));
  }
  const holdsSecret = credentialInputs.some(
    (name) => name !== 'token' && inputs.text(name) !== undefined && !inputs.isFromVariable(name),
  );
  if (origin !== undefined && inputs.isFromVariable('authority-host') && holdsSecret && !isKnownCloud(origin)) {
    inputs.problem(
      `\`authority-host\` names ${new URL(origin).host}, which is not a Microsoft cloud, so a credential given as an input is not sent there: set the input \`authority-host\` as well.`,
    );
    return undefined;
  }
  if (origin === undefined || tenant === undefined || clientId === undefined || scope === undefined) return undefined;
  return { authority: authorityOf(origin, tenant), clientId, scope };
}

/** Inputs that only make sense beside another one: alone they show that the other one has come empty. */
function checkCompanions(inputs: Inputs, given: ReadonlySet<InputName>): void {
  const companions = [
    ['client-secret-encoding', 'client-secret'],
    ['certificate-password', 'certificate'],
    ['certificate-thumbprint', 'certificate'],
  ] as const;
  for (const [companion, main] of companions) {
    const value = inputs.text(companion);
    if (value === undefined || value === 'plain' || given.has(main)) continue;
    inputs.problem(`\`${companion}\` is set, but \`${main}\` has no value: provide it, or remove \`${companion}\`.`);
  }
}

const missingIdentifier = (name: 'tenant-id' | 'client-id') =>
  `\`${name}\` has no value, but signing in needs it (Entra admin center > App registrations > your application > Overview). ${EMPTY_HINT}`;
