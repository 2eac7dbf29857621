import { Failure, Outage } from '../errors.ts';
import { readServerMessage } from '../fno/server-message.ts';
import { parseAddress } from '../http/address.ts';
import { intoMemory } from '../http/receive.ts';
import { retryAfterOf } from '../http/retry.ts';
import { isSuccess, mayPass } from '../http/status.ts';
import type { Inputs } from '../inputs.ts';
import { asText, parseObject } from '../json/narrow.ts';
import { claimsOf, isTokenText } from './claims.ts';
import type { SignInParts } from './method.ts';

/** Where the job requests its ID token, as the runner names it to a job that has `id-token: write`. */
export interface IdTokenEndpoint {
  url: URL;
  requestToken: string;
}

/** Whether the job may request an ID token. */
export const offersIdTokens = (env: Record<string, string | undefined>) =>
  Boolean(env['ACTIONS_ID_TOKEN_REQUEST_URL'] && env['ACTIONS_ID_TOKEN_REQUEST_TOKEN']);

/** @returns what the runner's environment says; nothing where the job may not request one, or after noting a problem */
export function readIdTokenEndpoint(
  env: Record<string, string | undefined>,
  inputs: Pick<Inputs, 'problem'>,
): IdTokenEndpoint | undefined {
  const address = env['ACTIONS_ID_TOKEN_REQUEST_URL'];
  const requestToken = env['ACTIONS_ID_TOKEN_REQUEST_TOKEN'];
  if (!address || !requestToken) return undefined;
  const url = parseAddress(address);
  if (url instanceof URL) return { url, requestToken };
  inputs.problem(`ACTIONS_ID_TOKEN_REQUEST_URL, which the runner sets, ${url.problem}.`);
  return undefined;
}

/** The workflow's identity as its ID token states it, ready for a message; none of it is secret. */
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
 * Requests a new ID token of the job from the runner's service. Not through core.getIDToken, which never settles when
 * the response is cut off.
 *
 * @throws Failure where the service refuses, Outage where it may respond later
 */
export async function requestIdToken(
  { url, requestToken }: IdTokenEndpoint,
  audience: string,
  { client, clock, secrets, show, signal, timeoutMs, attempts }: SignInParts,
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
    { read: true, attempts, name, signal, timeoutMs },
  );
  const { status, headers, givenUp } = response;
  const body = response.body.toString('utf8');
  const said = isSuccess(status) ? '' : show(readServerMessage(headers, body, show).text, 400).replaceAll('"', "'");
  const returned = `${status}${said && ` ("${said}")`}`;
  if (mayPass(status)) {
    const pause = givenUp ? ` ${givenUp}` : '';
    throw new Outage(
      `${name} failed: it returned ${returned}.${pause} The service is busy or unavailable (see https://www.githubstatus.com).`,
      { remedy: 'Run the job again later.', retryAfterMs: retryAfterOf(response, clock.wallTime()) },
    );
  }
  const token = status === 200 ? asText(parseObject(body)?.['value']) : undefined;
  if (!token || !isTokenText(token)) {
    throw new Failure(
      `${name} failed: it returned ${returned} without an ID token. Run the job again; if it happens each time, check that the job still has \`id-token: write\` (and https://www.githubstatus.com).`,
    );
  }
  secrets.add(token);
  const claims = claimsOf(token);
  const claim = (name: string) => show(asText(claims?.[name]) ?? '(none)', 400);
  return { token, identity: { subject: claim('sub'), issuer: claim('iss'), audience: claim('aud') } };
}
