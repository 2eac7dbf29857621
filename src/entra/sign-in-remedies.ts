import type { SignInAttempt } from './sign-in-errors.ts';

/** Why signing in failed, as the end of a sentence, and what to do about it, as a sentence. */
export interface Remedy {
  failed: string;
  remedy: string;
}

type Row = (attempt: SignInAttempt) => Remedy;

const PORTAL = 'Entra admin center > App registrations > your application';

/** Microsoft's codes: https://learn.microsoft.com/entra/identity-platform/reference-error-codes. They are hints, not a contract. */
const BY_CODE: Record<number, Row> = {
  700016: ({ clientId, authority }) => ({
    failed: `the application ${clientId} is not in the tenant ${authority.tenant}`,
    remedy: 'Check `client-id` (the application id, not the object id) and `tenant-id`.',
  }),
  7000215: ({ method }) => ({
    failed: 'the client secret is wrong',
    remedy:
      method.kind === 'client-secret' && method.secretLooksLikeId
        ? `What \`client-secret\` holds is a GUID, so it is the id of the secret, not its value. The value is shown only once, when it is made: make a new one at ${PORTAL} > Certificates & secrets.`
        : `Give the value of the secret, not its id, as ${PORTAL} > Certificates & secrets shows it once; look at \`client-secret-encoding\` as well.`,
  }),
  7000222: () => ({
    failed: 'the client secret has expired',
    remedy: `Make a new one at ${PORTAL} > Certificates & secrets and store its value; \`auth: oidc\` needs none.`,
  }),
  90002: ({ authority }) => ({
    failed: `the tenant ${authority.tenant} was not found`,
    remedy: `Check \`tenant-id\`, and whether the tenant lives in another cloud than ${authority.origin} (\`authority-host\`).`,
  }),
  500011: ({ scope, authority }) => ({
    failed: `${resourceOf(scope)} is not known in the tenant ${authority.tenant}`,
    remedy:
      'Check `environment-url` (the host as the client shows it, of that very environment) and that `tenant-id` is the tenant of the environment.',
  }),
  65001: () => ({
    failed: 'nobody has consented to the permissions of the application',
    remedy: `Let an administrator grant consent at ${PORTAL} > API permissions (Dynamics ERP).`,
  }),
  7000216: noProof,
  7000218: noProof,
  700025: () => ({
    failed: 'the application is a public client, which must not prove itself',
    remedy: 'Remove `client-secret` or `certificate` beside `refresh-token`.',
  }),
  1002012: ({ scope }) => ({
    failed: `the scope ${scope} is none that an application can ask for`,
    remedy: 'Leave `scope` out, or let it end with `/.default`.',
  }),
  7000112: ({ clientId }) => ({
    failed: `the application ${clientId} is disabled`,
    remedy:
      'Let an administrator enable it: Entra admin center > Enterprise applications > your application > Properties.',
  }),
  7000229: ({ clientId, authority }) => ({
    failed: `the application ${clientId} has no service principal in the tenant ${authority.tenant}`,
    remedy: 'Add it to the tenant: `az ad sp create --id` and the client id, or an administrator consents to it there.',
  }),
  53003: () => conditionalAccess('Conditional Access stops this sign-in'),
  50076: () => conditionalAccess('this sign-in calls for multi-factor authentication'),
  50105: notAssigned,
  501051: notAssigned,
  700082: refreshTokenExpired,
  70043: refreshTokenExpired,
  700027: () => ({
    failed: "the certificate's signature was refused",
    remedy: `Upload this very certificate (its public part) at ${PORTAL} > Certificates & secrets > Certificates, and compare the thumbprints.`,
  }),
  700024: ({ method }) => ({
    failed: 'the assertion was refused because of its time',
    remedy:
      method.kind === 'oidc'
        ? "Set the clock of the runner right; the job's ID token lives five minutes."
        : 'Set the clock of the runner right, and check that the certificate has not expired.',
  }),
  70021: federated('no federated credential matches the ID token of this job'),
  700211: federated('no federated credential has the issuer of the ID token of this job'),
  700212: federated('no federated credential has the audience of the ID token of this job'),
  700213: federated('no federated credential has the subject of the ID token of this job'),
};

/** OAuth's own names (RFC 6749, 5.2), which AD FS and codes that are not in the table leave us with. */
const BY_ERROR: Record<string, Row> = {
  invalid_client: ({ clientId }) => ({
    failed: `the credential of the application ${clientId} was refused`,
    remedy: 'Check `client-id` and the credential: whether it is of this application, and has not expired.',
  }),
  invalid_grant: ({ method }) => ({
    failed: method.kind === 'refresh-token' ? 'the refresh token was refused' : 'the grant was refused',
    remedy:
      method.kind === 'refresh-token'
        ? 'Let the user sign in again and store the new refresh token; it must have been issued to this `client-id`.'
        : 'Check the credential and `tenant-id`.',
  }),
  unauthorized_client: ({ clientId }) => ({
    failed: `the application ${clientId} may not sign in this way`,
    remedy: 'Check `client-id` and `tenant-id`, and what the application is allowed to do.',
  }),
  invalid_scope: badResource,
  invalid_resource: badResource,
  invalid_target: badResource,
};

/** @returns the row for Entra ID's code, else for the OAuth error, else words that fit everything */
export function remedyFor(
  { code, error }: { code: number | undefined; error: string },
  attempt: SignInAttempt,
): Remedy {
  const row =
    (code === undefined ? undefined : BY_CODE[code]) ?? (Object.hasOwn(BY_ERROR, error) ? BY_ERROR[error] : undefined);
  return (
    row?.(attempt) ?? {
      failed: 'the sign-in service refused',
      remedy: 'Look the code up at https://login.microsoftonline.com/error, or in the sign-in log of the tenant.',
    }
  );
}

function conditionalAccess(failed: string): Remedy {
  return {
    failed,
    remedy:
      'Let an administrator look at the sign-in log (Entra admin center > Monitoring > Sign-in logs) and exempt this application or runner from the policy, or sign in as an application (`oidc`, `certificate`, `client-secret`) in place of a user.',
  };
}

function noProof({ method }: SignInAttempt): Remedy {
  return {
    failed: 'no secret or assertion reached the sign-in service',
    remedy:
      method.kind === 'refresh-token'
        ? `The application is a confidential client: give \`client-secret\` or \`certificate\` beside \`refresh-token\`, or allow public client flows at ${PORTAL} > Authentication.`
        : 'Check that the credential has a value, and that no proxy changes the request.',
  };
}

function notAssigned({ scope }: SignInAttempt): Remedy {
  return {
    failed: `the application or its user is not assigned to ${resourceOf(scope)}`,
    remedy:
      'Assign it, or switch off "Assignment required": Entra admin center > Enterprise applications > the resource > Users and groups.',
  };
}

function refreshTokenExpired(): Remedy {
  return {
    failed: 'the refresh token has expired',
    remedy:
      'Let the user sign in again and store the new refresh token. A rotated one is not kept by this action, so a stored one ages out; `auth: oidc` or `certificate` does not.',
  };
}

function badResource({ scope }: SignInAttempt): Remedy {
  return {
    failed: `there is no access to ${scope}`,
    remedy: 'Check `environment-url` and `scope`.',
  };
}

function federated(failed: string): Row {
  return ({ identity, clientId }) => {
    const sent = identity
      ? `The ID token has subject "${identity.subject}", issuer "${identity.issuer}", audience "${identity.audience}".`
      : 'The ID token could not be read.';
    return {
      failed,
      remedy: `${sent} A federated credential of the application ${clientId} must hold exactly these, in the same case (${PORTAL} > Certificates & secrets > Federated credentials). Repositories made or renamed since 2026-07-15 have immutable subjects with ids (repo:owner@id/repo@id:…), which one made from names alone does not match.`,
    };
  };
}

/** The resource that a scope is about. */
const resourceOf = (scope: string) => scope.replace(/\/\.default$/, '');
