import { PORTAL, type Remedies, type Remedy, type SignInTarget } from './method.ts';

/**
 * The rows of every method, by Microsoft's codes (https://learn.microsoft.com/entra/identity-platform/reference-error-codes;
 * they are hints, not a contract), and by OAuth's own names (RFC 6749, 5.2), which AD FS and other codes leave us with.
 */
function commonRemedies({ authority: { origin, tenant }, clientId, scope }: SignInTarget): Remedies {
  const resource = scope.replace(/\/\.default$/, '');
  const conditionalAccess = (failed: string): Remedy => ({
    failed,
    remedy:
      'Have an administrator check the sign-in log (Entra admin center > Monitoring > Sign-in logs) and exempt this application or runner from the policy, or sign in as an application (`oidc`, `certificate`, `client-secret`) instead of as a user.',
  });
  const blocked = conditionalAccess('Conditional Access blocks this sign-in');
  const noTenant: Remedy = {
    failed: `the tenant ${tenant} was not found`,
    remedy: `Check \`tenant-id\`, and whether the tenant is in another cloud than ${origin} (\`authority-host\`).`,
  };
  const unknownResource: Remedy = {
    failed: `${resource} is not known in the tenant ${tenant}`,
    remedy:
      'Check `environment-url` (exactly the host that users open) and that `tenant-id` is the tenant of the environment.',
  };
  const badResource: Remedy = {
    failed: `there is no access to ${scope}`,
    remedy: 'Check `environment-url` and `scope`.',
  };
  const noConsent: Remedy = {
    failed: 'the permissions of the application have not been consented to',
    remedy: `Have an administrator grant consent at ${PORTAL} > API permissions (Dynamics ERP).`,
  };
  const noProof: Remedy = {
    failed: 'no secret or assertion reached the sign-in service',
    remedy: 'Check that the credential has a value, and that no proxy changes the request.',
  };
  const notAssigned: Remedy = {
    failed: `the application or its user is not assigned to ${resource}`,
    remedy:
      'Assign it, or turn off "Assignment required": Entra admin center > Enterprise applications > the resource > Users and groups.',
  };
  const refreshTokenExpired: Remedy = {
    failed: 'the refresh token has expired',
    remedy:
      'Have the user sign in again and store the new refresh token. A rotated one is not kept by this action, so the stored one eventually expires; `auth: oidc` avoids this.',
  };
  const notValidNow: Remedy = {
    failed: 'the assertion is not valid at this time',
    remedy: 'Correct the clock of the runner, and check that the certificate has not expired.',
  };
  return {
    700016: {
      failed: `the application ${clientId} is not in the tenant ${tenant}`,
      remedy: 'Check `client-id` (the application ID, not the object ID) and `tenant-id`.',
    },
    7000222: {
      failed: 'the client secret has expired',
      remedy: `Create a new one at ${PORTAL} > Certificates & secrets and store its value; \`auth: oidc\` needs none.`,
    },
    90002: noTenant,
    900023: noTenant,
    900382: noTenant,
    900439: noTenant,
    500021: {
      failed: `the network of the runner does not allow the tenant ${tenant} (tenant restrictions)`,
      remedy: 'Have the administrators of the network allow this tenant, or use another runner.',
    },
    500011: unknownResource,
    650052: unknownResource,
    65001: noConsent,
    7000216: noProof,
    7000218: noProof,
    700025: {
      failed: 'the application is a public client, which must not send a secret or assertion',
      remedy: 'Remove `client-secret` or `certificate`, and keep `refresh-token`.',
    },
    1002012: {
      failed: `an application cannot request the scope ${scope}`,
      remedy: 'Omit `scope`, or end it with `/.default`.',
    },
    7000112: {
      failed: `the application ${clientId} is disabled`,
      remedy:
        'Have an administrator enable it: Entra admin center > Enterprise applications > your application > Properties.',
    },
    7000229: {
      failed: `the application ${clientId} has no service principal in the tenant ${tenant}`,
      remedy:
        'Add it to the tenant with `az ad sp create --id` and the client ID, or have an administrator consent to it there.',
    },
    53000: blocked,
    53001: blocked,
    53003: blocked,
    530003: blocked,
    50076: conditionalAccess('this sign-in requires multi-factor authentication'),
    50105: notAssigned,
    501051: notAssigned,
    700082: refreshTokenExpired,
    70043: refreshTokenExpired,
    700027: {
      failed: 'the signature made with the certificate was rejected',
      remedy: `Upload this certificate (its public part) at ${PORTAL} > Certificates & secrets > Certificates, and compare the thumbprints.`,
    },
    700024: notValidNow,
    1000502: notValidNow,
    invalid_client: {
      failed: `the credential of the application ${clientId} was rejected`,
      remedy: 'Check `client-id` and that the credential belongs to this application and has not expired.',
    },
    invalid_grant: { failed: 'the grant was rejected', remedy: 'Check the credential and `tenant-id`.' },
    unauthorized_client: {
      failed: `the application ${clientId} may not sign in this way`,
      remedy: 'Check `client-id` and `tenant-id`, and what the application is allowed to do.',
    },
    interaction_required: conditionalAccess('this sign-in requires a user to interact'),
    consent_required: noConsent,
    invalid_scope: badResource,
    invalid_resource: badResource,
    invalid_target: badResource,
  };
}

const UNKNOWN: Remedy = {
  failed: 'the sign-in service refused',
  remedy: 'Look up the code at https://login.microsoftonline.com/error, or check the sign-in log of the tenant.',
};

/**
 * @param ofMethod the rows of the method that was used, which come first
 * @returns the row for Entra ID's code, else for the OAuth error, else a remedy that fits everything
 */
export function remedyFor(
  { code = 0, error }: { code: number | undefined; error: string },
  target: SignInTarget,
  ofMethod: Remedies = {},
): Remedy {
  const rows = new Map(Object.entries({ ...commonRemedies(target), ...ofMethod }));
  return rows.get(String(code)) ?? rows.get(error) ?? UNKNOWN;
}
