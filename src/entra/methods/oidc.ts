import { readIdTokenEndpoint, requestIdToken, type WorkflowIdentity } from '../id-token.ts';
import { PORTAL, signInMethod, type Description, type Remedies, type SignInTarget } from '../method.ts';

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

/** Describes a refused sign-in by the workflow's identity: what was sent, and how to have Entra ID trust it. */
export function describeFederation(
  target: SignInTarget,
  identity: WorkflowIdentity | undefined,
  chosenBy: 'auth' | 'auto',
): Description {
  const remedy = `A federated credential of the application ${target.clientId} must contain exactly the subject, issuer and audience of the ID token, in the same case (${PORTAL} > Certificates & secrets > Federated credentials). Repositories created or renamed since 2026-07-15 have immutable subjects with IDs (repo:owner@id/repo@id:…), which a credential made from names alone does not match.`;
  const row = (failed: string) => ({ failed, remedy });
  const remedies: Remedies = {
    70021: row('no federated credential matches the ID token of this job'),
    70025: row('the application has no federated credential'),
    700211: row('no federated credential has the issuer of the ID token of this job'),
    700212: row('no federated credential has the audience of the ID token of this job'),
    700213: row('no federated credential has the subject of the ID token of this job'),
    7002138: row('the subject of the ID token differs from the federated credential in upper and lower case'),
    700024: {
      failed: 'the ID token of this job is not valid at this time',
      remedy: "Correct the clock of the runner; the job's ID token is valid for five minutes only.",
    },
  };
  const closing = [
    // A missing secret must not read as a riddle from OIDC.
    chosenBy === 'auto'
      ? 'No credential input had a value, so the action used OIDC: if this job should sign in with a secret or a certificate, that value is empty.'
      : '',
    identity ? trust(target, identity) : 'The ID token could not be read.',
  ];
  return { remedies, closing: closing.filter(Boolean).join(' ') };
}

/** The command is quoted for a POSIX shell. https://learn.microsoft.com/cli/azure/ad/app/federated-credential */
function trust({ clientId }: SignInTarget, { subject, issuer, audience }: WorkflowIdentity): string {
  const parameters = JSON.stringify({ name: 'github-actions', issuer, subject, audiences: [audience] });
  return `The ID token has subject "${subject}", issuer "${issuer}", audience "${audience}". If the application does not trust this identity yet, run: az ad app federated-credential create --id ${clientId} --parameters '${parameters.replaceAll("'", "'\\''")}'`;
}
