import {
  ConfidentialClientApplication,
  PublicClientApplication,
  type AuthenticationResult,
  type INetworkModule,
  type NodeAuthOptions,
} from '@azure/msal-node';
import { Failure, messageOf } from '../errors.ts';
import type { JsonObject } from '../json/narrow.ts';
import type { Authority } from './authority.ts';

/** With what an application proves that it is itself. */
export type Proof = Pick<NodeAuthOptions, 'clientSecret' | 'clientAssertion' | 'clientCertificate'>;

export type Grant =
  | { kind: 'client-credentials'; proof: Proof }
  /** Without proof it is a public client. */
  | { kind: 'refresh-token'; refreshToken: string; proof: Proof | undefined };

export interface MsalRequest {
  authority: Authority;
  clientId: string;
  scopes: string[];
  grant: Grant;
  /** Sends the form to the token endpoint; what it throws is thrown on. */
  post: (form: string) => Promise<{ status: number; headers: Record<string, string>; body: JsonObject }>;
}

/**
 * Acquires an access token by MSAL: exactly one request, to the token endpoint of the authority. Each call has an MSAL
 * application of its own, so that MSAL can neither hand back a token that was refused nor hold a request back.
 *
 * This file is the only one to run MSAL; it is loaded when a token must be acquired, because that takes a while.
 */
export async function acquireByMsal(request: MsalRequest): Promise<string> {
  // MSAL hides what its network client throws behind an error of its own.
  let thrown: { error: unknown } | undefined;
  const keepingError = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      thrown ??= { error };
      throw error;
    }
  };
  const networkClient: INetworkModule = {
    sendGetRequestAsync: (url) =>
      keepingError(() => Promise.reject(new Error(`MSAL requested ${url}, which it knows already.`))),
    // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- MSAL's interface has it
    sendPostRequestAsync: <T>(_url: string, options?: { body?: string }) =>
      keepingError(async () => {
        const { status, headers, body } = await request.post(options?.body ?? '');
        // MSAL names the type of the body, and checks what it needs of it.
        return { status, headers, body: body as T };
      }),
  };
  try {
    const result = await acquire(request, networkClient);
    if (result?.accessToken) return result.accessToken;
    throw new Error('MSAL returned no token.');
  } catch (error) {
    if (thrown) throw thrown.error;
    const host = request.authority.tokenEndpoint.host;
    throw new Failure(`Signing in at ${host} failed: ${messageOf(error)}`, { cause: error });
  }
}

function acquire(
  { authority, clientId, scopes, grant }: MsalRequest,
  networkClient: INetworkModule,
): Promise<AuthenticationResult | null> {
  const system = { networkClient, disableInternalRetries: true };
  const identity = { clientId, ...describeAuthority(authority) };
  const confidential = (proof: Proof) => new ConfidentialClientApplication({ auth: { ...identity, ...proof }, system });
  switch (grant.kind) {
    case 'client-credentials':
      return confidential(grant.proof).acquireTokenByClientCredential({
        scopes,
        skipCache: true,
        // Else a variable of the runner's environment could have MSAL look for a regional host.
        azureRegion: 'DisableMsalForceRegion',
      });
    case 'refresh-token': {
      const { refreshToken, proof } = grant;
      const application = proof ? confidential(proof) : new PublicClientApplication({ auth: identity, system });
      return application.acquireTokenByRefreshToken({ scopes, refreshToken });
    }
  }
}

/** Everything that MSAL would otherwise look up: no host, known or not, costs a discovery request. */
function describeAuthority({ origin, tenant, tokenEndpoint }: Authority) {
  return {
    // MSAL takes https alone, although what it sends goes through `post`, which also takes http on loopback.
    authority: `${origin.replace(/^http:/, 'https:')}/${tenant}`,
    knownAuthorities: [new URL(origin).host],
    authorityMetadata: JSON.stringify({
      token_endpoint: tokenEndpoint.href,
      // MSAL insists on these, and uses none of them here.
      authorization_endpoint: new URL('authorize', tokenEndpoint).href,
      issuer: `${origin}/${tenant}`,
      jwks_uri: `${origin}/${tenant}/keys`,
    }),
  };
}
