import { claimsOf, timeClaimMs } from './claims.ts';
import { requestIdToken, type IdTokenEndpoint } from './id-token.ts';
import { acquireByMsal, type ConfidentialClient, type Grant } from './msal.ts';
import type { SignInParts } from './parts.ts';
import type { SignInAttempt } from './sign-in-errors.ts';
import { isGuid } from './authority.ts';
import type { ClientProof } from './client-proof.ts';
import type { CredentialSignIn } from './sign-in.ts';
import { postToTokenEndpoint, type TokenResponse } from './token-endpoint.ts';

export interface AcquiredToken {
  token: string;
  /** In milliseconds since 1970; `undefined` where neither the answer nor the token says it. */
  expiresAtMs: number | undefined;
}

/**
 * Acquires a new token each time, by the credential of the run, until its signal cuts it.
 *
 * @throws Failure with what was refused and the remedy, Outage where it may succeed later
 */
export type Acquire = (signal: AbortSignal) => Promise<AcquiredToken>;

export function createAcquirer(signIn: CredentialSignIn, runParts: SignInParts): Acquire {
  const { authority, clientId, scope, credential } = signIn;
  let refreshToken = credential.kind === 'refresh-token' ? credential.refreshToken : '';

  return async (signal) => {
    const parts = { ...runParts, signal };
    const startedAtMs = parts.clock.now();
    const attempt: SignInAttempt = { authority, clientId, scope, method: methodOf(signIn), identity: undefined };
    let response: TokenResponse | undefined;

    const freshAssertion = async (endpoint: IdTokenEndpoint): Promise<ConfidentialClient> => {
      const { token, identity } = await requestIdToken(endpoint, authority.idTokenAudience, parts);
      attempt.identity = identity;
      return { kind: 'assertion', assertion: token };
    };
    const grant = async (): Promise<Grant> => {
      switch (credential.kind) {
        case 'client-secret':
        case 'certificate':
          return { kind: 'client-credentials', client: credential };
        case 'refresh-token':
          return { kind: 'refresh-token', refreshToken, client: credential.proof ?? { kind: 'public' } };
        case 'oidc':
          return { kind: 'client-credentials', client: await freshAssertion(credential.endpoint) };
      }
    };

    const token = await acquireByMsal({
      authority,
      clientId,
      scopes: scope.split(/\s+/),
      grant: await grant(),
      async post(body) {
        response = await postToTokenEndpoint(body, attempt, parts);
        refreshToken = response.refreshToken ?? refreshToken;
        return response;
      },
    });
    const lifeMs = response?.expiresInMs;
    return {
      token,
      expiresAtMs: lifeMs === undefined ? timeClaimMs(claimsOf(token), 'exp') : startedAtMs + lifeMs,
    };
  };
}

function methodOf({ credential }: CredentialSignIn): SignInAttempt['method'] {
  const proofOf = (proof: ClientProof): SignInAttempt['method'] =>
    proof.kind === 'certificate'
      ? { kind: 'certificate' }
      : { kind: 'client-secret', secretLooksLikeId: isGuid(proof.secret) };
  switch (credential.kind) {
    case 'client-secret':
    case 'certificate':
      return proofOf(credential);
    case 'oidc':
      return { kind: 'oidc', chosenBy: credential.chosenBy };
    case 'refresh-token':
      return { kind: 'refresh-token', client: credential.proof ? 'confidential' : 'public' };
  }
}
