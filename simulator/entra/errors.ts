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
}

interface EntraError {
  error: string;
  status: 400 | 401;
  text: (details: SignInDetails) => string;
}

const entraErrors: Record<number, EntraError> = {
  7000112: {
    error: 'unauthorized_client',
    status: 401,
    text: (d) => `Application '${d.clientId}'(simulator) is disabled.`,
  },
  7000215: {
    error: 'invalid_client',
    status: 401,
    text: (d) =>
      `Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '${d.clientId}'.`,
  },
  7000216: {
    error: 'invalid_client',
    status: 401,
    text: () => "'client_assertion', 'client_secret' or 'request' is required for the 'client_credentials' grant type.",
  },
  7000218: {
    error: 'invalid_client',
    status: 401,
    text: () => "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
  },
  7000222: {
    error: 'invalid_client',
    status: 401,
    text: (d) =>
      `The provided client secret keys for app '${d.clientId}' are expired. Visit the Azure portal to create new keys for your app: https://aka.ms/NewClientSecret, or consider using certificate credentials for added security: https://aka.ms/certCreds.`,
  },
  7000229: {
    error: 'unauthorized_client',
    status: 401,
    text: (d) => `The client application ${d.clientId} is missing service principal in the tenant ${d.tenant}.`,
  },
  700016: {
    error: 'unauthorized_client',
    status: 400,
    text: (d) =>
      `Application with identifier '${d.clientId}' was not found in the directory '${d.tenant}'. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You may have sent your authentication request to the wrong tenant.`,
  },
  700024: {
    error: 'invalid_client',
    status: 401,
    text: () =>
      'Client assertion is not within its valid time range. Review the documentation for the expected time range.',
  },
  700027: {
    error: 'invalid_client',
    status: 401,
    text: (d) =>
      `Client assertion failed signature validation. The certificate with the identifier used to sign the client assertion is not registered on application '${d.clientId}'.`,
  },
  50013: {
    error: 'invalid_grant',
    status: 400,
    text: () => 'Assertion failed signature validation. [Reason - The key was not found.]',
  },
  50027: { error: 'invalid_request', status: 400, text: () => 'JWT token is invalid or malformed.' },
  70021: {
    error: 'invalid_client',
    status: 401,
    text: (d) =>
      `No matching federated identity record found for presented assertion. Assertion Issuer: '${d.issuer ?? ''}'. Assertion Subject: '${d.subject ?? ''}'. Assertion Audience: '${d.audience ?? ''}'.`,
  },
  700211: {
    error: 'invalid_client',
    status: 401,
    text: (d) => `No matching federated identity record found for presented assertion issuer '${d.issuer ?? ''}'.`,
  },
  700212: {
    error: 'invalid_client',
    status: 401,
    text: (d) => `No matching federated identity record found for presented assertion audience '${d.audience ?? ''}'.`,
  },
  700213: {
    error: 'invalid_client',
    status: 401,
    text: (d) =>
      `No matching federated identity record found for presented assertion subject '${d.subject ?? ''}'. Check your federated identity credential Subject, Audience and Issuer against the presented assertion.`,
  },
  90002: {
    error: 'invalid_request',
    status: 400,
    text: (d) =>
      `Tenant '${d.tenant}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud. Check with your subscription administrator, this may happen if there are no active subscriptions for the tenant.`,
  },
  900144: {
    error: 'invalid_request',
    status: 400,
    text: () => "The request body must contain the following parameter: 'scope'.",
  },
  70003: { error: 'unsupported_grant_type', status: 400, text: () => 'The app requested an unsupported grant type.' },
  70011: {
    error: 'invalid_scope',
    status: 400,
    text: () => "The provided value for the input parameter 'scope' is not valid.",
  },
  1002012: {
    error: 'invalid_scope',
    status: 400,
    text: (d) =>
      `The provided value for scope ${d.resource} is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier (application ID URI).`,
  },
  500011: {
    error: 'invalid_resource',
    status: 400,
    text: (d) =>
      `The resource principal named ${d.resource} was not found in the tenant named ${d.tenant}. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You might have sent your authentication request to the wrong tenant.`,
  },
  65001: {
    error: 'invalid_grant',
    status: 400,
    text: (d) =>
      `The user or administrator has not consented to use the application with ID '${d.clientId}' named 'simulator'. Send an interactive authorization request for this user and resource.`,
  },
  70043: {
    error: 'invalid_grant',
    status: 400,
    text: () => 'The refresh token has expired or is invalid due to sign-in frequency checks by conditional access.',
  },
  700082: {
    error: 'invalid_grant',
    status: 400,
    text: () =>
      'The refresh token has expired due to inactivity. The token was issued earlier and was inactive for 90.00:00:00.',
  },
  9002313: { error: 'invalid_grant', status: 400, text: () => 'Invalid request. Request is malformed or invalid.' },
  700025: {
    error: 'invalid_client',
    status: 401,
    text: () => "Client is public so neither 'client_assertion' nor 'client_secret' should be presented.",
  },
  50076: {
    error: 'invalid_grant',
    status: 400,
    text: () =>
      'Due to a configuration change made by your administrator, or because you moved to a new location, you must use multi-factor authentication to access the resource.',
  },
  53003: {
    error: 'invalid_grant',
    status: 400,
    text: () =>
      'Access has been blocked by Conditional Access policies. The access policy does not allow token issuance.',
  },
  50105: {
    error: 'invalid_grant',
    status: 400,
    text: (d) =>
      `Your administrator has configured the application simulator ('${d.resource}') to block users unless they are specifically granted ('assigned') access to the application.`,
  },
  501051: {
    error: 'invalid_grant',
    status: 400,
    text: (d) =>
      `Application '${d.clientId}'(simulator) is not assigned to a role for the application '${d.resource}'(operations).`,
  },
};

/** A sign-in error in Microsoft's shape. */
export function entraError(code: number, details: SignInDetails, nowMs: number): SimulatedResponse {
  const { error, status, text } = entraErrors[code] ?? {
    error: 'invalid_request',
    status: 400,
    text: () => 'An error that this simulator has no text for.',
  };
  const traceId = randomUUID();
  const correlationId = randomUUID();
  const timestamp = new Date(nowMs)
    .toISOString()
    .replace('T', ' ')
    .replace(/\.\d+Z$/, 'Z');
  return json(
    status,
    {
      error,
      error_description: `AADSTS${code}: ${text(details)} Trace ID: ${traceId} Correlation ID: ${correlationId} Timestamp: ${timestamp}`,
      error_codes: [code],
      timestamp,
      trace_id: traceId,
      correlation_id: correlationId,
      error_uri: `https://login.microsoftonline.com/error?code=${code}`,
    },
    { 'cache-control': 'no-store, no-cache', pragma: 'no-cache', 'x-ms-request-id': traceId },
  );
}
