import { Failure, Outage } from '../errors.ts';
import { parseAddress } from '../http/address.ts';
import { intoMemory } from '../http/receive.ts';
import { retryAfterOf } from '../http/retry.ts';
import { mayPass } from '../http/status.ts';
import { claimsOf } from './claims.ts';
import type { SignInParts } from './parts.ts';

/** Where the job asks for its ID token, as the runner names it to a job that has `id-token: write`. */
export interface IdTokenEndpoint {
  url: URL;
  requestToken: string;
}

/** @returns what the runner's environment says, `undefined` where the job may not ask for an ID token */
export function readIdTokenEndpoint(
  env: Record<string, string | undefined>,
): IdTokenEndpoint | { problem: string } | undefined {
  const address = env['ACTIONS_ID_TOKEN_REQUEST_URL'];
  const requestToken = env['ACTIONS_ID_TOKEN_REQUEST_TOKEN'];
  if (!address || !requestToken) return undefined;
  const url = parseAddress(address);
  if (url instanceof URL) return { url, requestToken };
  return { problem: `ACTIONS_ID_TOKEN_REQUEST_URL, which the runner sets, ${url.problem}.` };
}

/** The workflow's identity, as its ID token states it; none of it is secret. */
export interface WorkflowIdentity {
  subject: string;
  issuer: string;
  audience: string;
}

export interface IdToken {
  token: string;
  identity: WorkflowIdentity;
}

/**
 * Asks the runner's service for a new ID token of the job. Not through core.getIDToken, which never settles when the
 * answer is cut off.
 *
 * @throws Failure where the service refuses, Outage where it may answer later
 */
export async function requestIdToken(
  { url, requestToken }: IdTokenEndpoint,
  audience: string,
  { client, clock, secrets, signal, timeoutMs }: SignInParts,
): Promise<IdToken> {
  secrets.add(requestToken);
  const address = new URL(url);
  address.searchParams.set('audience', audience);
  const name = `The request for the job's ID token at ${url.host}`;
  const response = await client.call(
    {
      method: 'GET',
      url: address,
      headers: { accept: 'application/json; api-version=2.0', authorization: `Bearer ${requestToken}` },
    },
    intoMemory,
    { read: true, attempts: 'retry', name, signal, timeoutMs },
  );
  const { status } = response;
  if (mayPass(status)) {
    throw new Outage(
      `${name} failed: it answered ${status}. The service is busy or out of order (see https://www.githubstatus.com): run the job again later.`,
      { retryAfterMs: retryAfterOf(response, clock.wallTime()) },
    );
  }
  const token = status === 200 ? valueOf(response.body.toString('utf8')) : undefined;
  if (token === undefined) {
    throw new Failure(
      `${name} failed: it answered ${status} without an ID token. Run the job again; if it happens each time, check that the job still has \`id-token: write\` (see https://www.githubstatus.com as well).`,
    );
  }
  secrets.add(token);
  const claims = claimsOf(token);
  const text = (claim: string) => {
    const value = claims?.[claim];
    return typeof value === 'string' ? value : '(none)';
  };
  return { token, identity: { subject: text('sub'), issuer: text('iss'), audience: text('aud') } };
}

function valueOf(body: string): string | undefined {
  try {
    const response: unknown = JSON.parse(body);
    const isResponse = typeof response === 'object' && response !== null && 'value' in response;
    return isResponse && typeof response.value === 'string' && response.value !== '' ? response.value : undefined;
  } catch {
    return undefined;
  }
}
