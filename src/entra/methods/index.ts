import type { InputName } from '../../contract.ts';
import type { CredentialRules } from '../../variables.ts';
import type { SignInMethod } from '../method.ts';
import { certificate } from './certificate.ts';
import { clientSecret } from './client-secret.ts';
import { none } from './none.ts';
import { oidc } from './oidc.ts';
import { refreshToken } from './refresh-token.ts';
import { token } from './token.ts';

export const methods = {
  'client-secret': clientSecret,
  certificate,
  oidc,
  'refresh-token': refreshToken,
  token,
  none,
} satisfies Record<string, SignInMethod>;

export type MethodName = keyof typeof methods;
export const methodNames = Object.keys(methods) as MethodName[];

const all: SignInMethod[] = Object.values(methods);
const unique = (names: readonly InputName[]) => [...new Set(names)];

/** The inputs that hold a credential or a token. */
export const credentialInputs = all.flatMap(({ credential }) => credential ?? []);

/** The inputs that the methods read. */
export const methodInputs = unique(all.flatMap(({ inputs }) => inputs));

/** The inputs whose values are secrets: they are masked before anything is printed or sent. */
export const secretInputs = unique(all.flatMap(({ secrets }) => secrets));

/** What variables of the job may give, by the value of `auth`; `auto` and what is none reads all of it. */
export const credentialRules: CredentialRules = {
  credentials: credentialInputs.filter((name) => name !== 'token'),
  readBy: (auth) =>
    unique(
      Object.hasOwn(methods, auth) ? methods[auth as MethodName].variables : all.flatMap((method) => method.variables),
    ),
};
