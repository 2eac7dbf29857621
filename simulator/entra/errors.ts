import { randomUUID } from 'node:crypto';
import { json, type SimulatedResponse } from '../response.ts';

/** What an error text may name. */
export interface SignInDetails {
  clientId: string;
  tenant: string;
  resource: string;
  subject?: string;
  issuer?: string;
  audience?: string;
  /** The parameter that is missing. */
  parameter?: string;
}

/** The texts of the errors, by OAuth error, status and code. */
const texts: Readonly<Record<string, Readonly<Record<number, (details: SignInDetails) => string>>>> = {
  'unauthorized_client 401': {
    7000112: (d) => `Application '${d.clientId}'(simulator) is disabled.`,
    7000229: (d) => `The client application ${d.clientId} is missing service principal in the tenant ${d.tenant}.`,
  },
  'invalid_client 401': {
    7000215: (d) =>
      `Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '${d.clientId}'.`,
    7000216: () =>
      "'client_assertion', 'client_secret' or 'request' is required for the 'client_credentials' grant type.",
    7000218: () => "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
    7000222: (d) =>
      `The provided client secret keys for app '${d.clientId}' are expired. Visit the Azure portal to create new keys for your app: https://aka.ms/NewClientSecret, or consider using certificate credentials for added security: https://aka.ms/certCreds.`,
    700024: () =>
      'Client assertion is not within its valid time range. Review the documentation for the expected time range.',
    700027: (d) =>
      `Client assertion failed signature validation. The certificate with the identifier used to sign the client assertion is not registered on application '${d.clientId}'.`,
    70021: (d) =>
      `No matching federated identity record found for presented assertion. Assertion Issuer: '${d.issuer ?? ''}'. Assertion Subject: '${d.subject ?? ''}'. Assertion Audience: '${d.audience ?? ''}'.`,
    700211: (d) => `No matching federated identity record found for presented assertion issuer '${d.issuer ?? ''}'.`,
    700212: (d) =>
      `No matching federated identity record found for presented assertion audience '${d.audience ?? ''}'.`,
    700213: (d) =>
      `No matching federated identity record found for presented assertion subject '${d.subject ?? ''}'. Check your federated identity credential Subject, Audience and Issuer against the presented assertion.`,
    700025: () => "Client is public so neither 'client_assertion' nor 'client_secret' should be presented.",
  },
  'unauthorized_client 400': {
    700016: (d) =>
      `Application with identifier '${d.clientId}' was not found in the directory '${d.tenant}'. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You may have sent your authentication request to the wrong tenant.`,
  },
  'invalid_grant 400': {
    50013: () => 'Assertion failed signature validation. [Reason - The key was not found.]',
    65001: (d) =>
      `The user or administrator has not consented to use the application with ID '${d.clientId}' named 'simulator'. Send an interactive authorization request for this user and resource.`,
    70043: () => 'The refresh token has expired or is invalid due to sign-in frequency checks by conditional access.',
    700082: () =>
      'The refresh token has expired due to inactivity. The token was issued earlier and was inactive for 90.00:00:00.',
    9002313: () => 'Invalid request. Request is malformed or invalid.',
    50076: () =>
      'Due to a configuration change made by your administrator, or because you moved to a new location, you must use multi-factor authentication to access the resource.',
    53003: () =>
      'Access has been blocked by Conditional Access policies. The access policy does not allow token issuance.',
    50105: (d) =>
      `Your administrator has configured the application simulator ('${d.resource}') to block users unless they are specifically granted ('assigned') access to the application.`,
    501051: (d) =>
      `Application '${d.clientId}'(simulator) is not assigned to a role for the application '${d.resource}'(operations).`,
  },
  'invalid_request 400': {
    50027: () => 'JWT token is invalid or malformed.',
    90002: (d) =>
      `Tenant '${d.tenant}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud. Check with your subscription administrator, this may happen if there are no active subscriptions for the tenant.`,
    900144: (d) => `The request body must contain the following parameter: '${d.parameter ?? 'scope'}'.`,
  },
  'unsupported_grant_type 400': {
    70003: () => 'The app requested an unsupported grant type.',
  },
  'invalid_scope 400': {
    70011: () => "The provided value for the input parameter 'scope' is not valid.",
    1002012: (d) =>
      `The provided value for scope ${d.resource} is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier (application ID URI).`,
  },
  'invalid_resource 400': {
    500011: (d) =>
      `The resource principal named ${d.resource} was not found in the tenant named ${d.tenant}. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You might have sent your authentication request to the wrong tenant.`,
  },
};

/** A sign-in error in Microsoft's shape. */
export function entraError(code: number, details: SignInDetails, nowMs: number): SimulatedResponse {
  const [kind = 'invalid_request 400', group] =
    Object.entries(texts).find(([, byCode]) => Object.hasOwn(byCode, code)) ?? [];
  const [error, status] = kind.split(' ');
  const text = group?.[code]?.(details) ?? 'An error that this simulator has no text for.';
  const traceId = randomUUID();
  const correlationId = randomUUID();
  const timestamp = new Date(nowMs)
    .toISOString()
    .replace('T', ' ')
    .replace(/\.\d+Z$/, 'Z');
  return json(
    Number(status),
    {
      error,
      error_description: `AADSTS${code}: ${text} Trace ID: ${traceId} Correlation ID: ${correlationId} Timestamp: ${timestamp}`,
      error_codes: [code],
      timestamp,
      trace_id: traceId,
      correlation_id: correlationId,
      error_uri: `https://login.microsoftonline.com/error?code=${code}`,
    },
    { 'cache-control': 'no-store, no-cache', pragma: 'no-cache', 'x-ms-request-id': traceId },
  );
}
