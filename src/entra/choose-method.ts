/** How the run signs in. */
export type Method = 'client-secret' | 'certificate' | 'oidc' | 'refresh-token' | 'token' | 'none';
export const authChoices = ['auto', 'client-secret', 'certificate', 'oidc', 'refresh-token', 'token', 'none'] as const;
export type Auth = (typeof authChoices)[number];

/** The inputs that hold a credential or a token. */
export const credentialInputs = ['client-secret', 'certificate', 'refresh-token', 'token'] as const;
export type CredentialInput = (typeof credentialInputs)[number];

export interface Circumstances {
  auth: Auth;
  /** The credential inputs that have a value. */
  given: ReadonlySet<CredentialInput>;
  /** Whether the job may ask for an ID token: `id-token: write`. */
  idTokens: 'available' | 'unavailable';
  /** `undefined` where nobody knows which is meant. */
  operation: string | undefined;
}

export interface Choice {
  /** `undefined` where nothing can be chosen. */
  method: Method | undefined;
  problems: string[];
}

const MAY_STAND_BESIDE: Record<Method, readonly CredentialInput[]> = {
  'client-secret': ['token'],
  certificate: ['token'],
  oidc: ['token'],
  'refresh-token': ['token', 'client-secret', 'certificate'],
  token: [],
  none: [],
};

export const ID_TOKEN_REMEDY =
  'add the two lines `permissions:` and `id-token: write` to the job, and to every workflow that calls it (with `contents: read` where the job checks out)';

const EMPTY_SECRET_HINT =
  "A secret that does not exist in the job's environment, or that the run may not read (a pull request of a fork), arrives as an empty value.";

/** Chooses the method by design 1.2, and says what is wrong with the combination, all of it. */
export function chooseMethod(circumstances: Circumstances): Choice {
  const { auth } = circumstances;
  if (auth === 'auto') return chooseByCredentials(circumstances);
  const problems = [
    ...missing(auth, circumstances),
    ...(auth === 'none' && circumstances.operation !== undefined && circumstances.operation !== 'rest'
      ? [
          `\`auth\` is \`none\`, which is for operation \`rest\` alone: give a credential for \`${circumstances.operation}\`.`,
        ]
      : []),
    ...misplaced(auth, circumstances.given),
  ];
  return { method: auth, problems };
}

function chooseByCredentials({ given, idTokens, operation }: Circumstances): Choice {
  if (given.has('refresh-token')) return { method: 'refresh-token', problems: misplaced('refresh-token', given) };
  if (given.has('client-secret') && given.has('certificate')) {
    return {
      method: undefined,
      problems: ['`client-secret` and `certificate` are both given: remove one of them.'],
    };
  }
  if (given.has('client-secret')) return { method: 'client-secret', problems: [] };
  if (given.has('certificate')) return { method: 'certificate', problems: [] };
  if (given.has('token')) return { method: 'token', problems: [] };
  if (idTokens === 'available') return { method: 'oidc', problems: [] };
  const withoutSigningIn = operation === 'rest' ? ' To call without signing in, set `auth` to `none`.' : '';
  return {
    method: undefined,
    problems: [
      `No credential has a value: give \`client-secret\`, \`certificate\`, \`refresh-token\` or \`token\`, or for OIDC ${ID_TOKEN_REMEDY}. ${EMPTY_SECRET_HINT}${withoutSigningIn}`,
    ],
  };
}

function missing(method: Method, { given, idTokens }: Circumstances): string[] {
  switch (method) {
    case 'none':
      return [];
    case 'oidc':
      return idTokens === 'available'
        ? []
        : [`\`auth\` is \`oidc\`, but this job may not ask for an ID token: ${ID_TOKEN_REMEDY}.`];
    case 'client-secret':
    case 'certificate':
    case 'refresh-token':
    case 'token':
      return given.has(method)
        ? []
        : [`\`auth\` is \`${method}\`, but \`${method}\` has no value: give one. ${EMPTY_SECRET_HINT}`];
  }
}

function misplaced(method: Method, given: ReadonlySet<CredentialInput>): string[] {
  const strangers = credentialInputs.filter(
    (name) => given.has(name) && name !== method && !MAY_STAND_BESIDE[method].includes(name),
  );
  const problems = strangers.map(
    (name) => `\`${name}\` cannot stand beside \`auth: ${method}\`: remove it, or sign in another way.`,
  );
  if (method === 'refresh-token' && given.has('client-secret') && given.has('certificate')) {
    problems.push('`client-secret` and `certificate` are both given beside `refresh-token`: remove one of them.');
  }
  return problems;
}
