import type { Credential, SignInTarget } from './method.ts';
import { acquireByMsal } from './msal.ts';
import type { SignInParts } from './parts.ts';
import { lifeOfAcquired, type Life } from './renewal.ts';
import { postToTokenEndpoint, type TokenResponse } from './token-endpoint.ts';

export interface AcquiredToken {
  token: string;
  life: Life | undefined;
}

/**
 * Acquires a new token by the credential of the run.
 *
 * @param parts its signal cuts the requests
 * @throws Failure with what was refused and the remedy, Outage where it may succeed later
 */
export async function acquireToken(
  target: SignInTarget,
  credential: Credential,
  parts: SignInParts,
): Promise<AcquiredToken> {
  const grant = await credential.authenticate(target, parts);
  const requestedAt = { moment: parts.clock.moment(), wallTime: parts.clock.wallTime() };
  let response: TokenResponse | undefined;
  const token = await acquireByMsal({
    ...target,
    scopes: target.scope.split(/\s+/),
    grant,
    async post(form) {
      response = await postToTokenEndpoint(form, target, () => credential.describe(target), parts);
      if (response.refreshToken !== undefined) credential.rotated?.(response.refreshToken);
      return response;
    },
  });
  return { token, life: lifeOfAcquired(token, response?.expiresInMs, requestedAt) };
}
