import { signInMethod } from '../method.ts';
import { readIdTokenEndpoint, requestIdToken, type WorkflowIdentity } from '../id-token.ts';
import { describeFederation } from '../federation.ts';

/** An application that trusts the identity of the workflow: GitHub's ID token is the assertion, a new one each time. */
export const oidc = signInMethod({
  inputs: [],
  secrets: [],
  variables: [],
  beside: ['token'],
  parse(inputs, { env, chosenBy }) {
    const endpoint = readIdTokenEndpoint(env, inputs);
    if (!endpoint) return undefined;
    let identity: WorkflowIdentity | undefined;
    return {
      kind: 'credential',
      async authenticate({ authority }, parts) {
        const idToken = await requestIdToken(endpoint, authority.idTokenAudience, parts);
        identity = idToken.identity;
        return {
          kind: 'client-credentials',
          proof: { clientAssertion: () => Promise.resolve(idToken.token) },
        };
      },
      describe: (target) => describeFederation(target, identity, chosenBy),
    };
  },
});
