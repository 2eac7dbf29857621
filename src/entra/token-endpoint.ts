import { Failure, Outage } from '../errors.ts';
import { intoMemory } from '../http/receive.ts';
import { retryAfterOf } from '../http/retry.ts';
import { asText, parseObject, type JsonObject } from '../json/narrow.ts';
import { isTokenText } from './claims.ts';
import type { Description, SignInParts, SignInTarget } from './method.ts';
import { describeSignInError, isExpiredAssertion, isTransient } from './sign-in-errors.ts';

/** A successful response of the token endpoint (RFC 6749, 5.1). */
export interface TokenResponse {
  status: number;
  headers: Record<string, string>;
  body: JsonObject;
  refreshToken: string | undefined;
  expiresInMs: number | undefined;
}

/** What proves the application was too old, or too new, when it arrived. */
export class ExpiredAssertion extends Failure {
  override name = 'ExpiredAssertion';
}

/** A longer life of a token, in seconds, is no number that anybody means: a hundred years. */
const LONGEST_LIFE = 100 * 365 * 86_400;

/**
 * Sends a token request, which changes nothing and is therefore retried like a read. Whatever is secret in it and in
 * the response is masked first.
 *
 * @param form the form-encoded body
 * @param describe what the method of the sign-in knows about its refusal
 * @throws Failure with what the service said and the remedy; Outage where it may succeed later
 */
export async function postToTokenEndpoint(
  form: string,
  target: SignInTarget,
  describe: () => Description,
  { client, clock, secrets, show, signal, timeoutMs, attempts }: SignInParts,
): Promise<TokenResponse> {
  const { authority } = target;
  const fields = new URLSearchParams(form);
  // AD FS wants the v1 parameter; MSAL has it in the query string only, if at all.
  if (authority.kind === 'adfs') fields.set('resource', target.scope);
  for (const name of ['client_secret', 'client_assertion', 'refresh_token']) secrets.add(fields.get(name) ?? undefined);

  const response = await client.call(
    {
      method: 'POST',
      url: authority.tokenEndpoint,
      headers: { 'content-type': 'application/x-www-form-urlencoded;charset=utf-8', accept: 'application/json' },
      body: { kind: 'text', text: fields.toString() },
    },
    intoMemory,
    { read: true, attempts, name: `Signing in at ${authority.tokenEndpoint.host}`, signal, timeoutMs },
  );
  const text = response.body.toString('utf8');
  const body = parseObject(text);
  const field = (name: string) => asText(body?.[name]) || undefined;
  for (const name of ['access_token', 'refresh_token', 'id_token']) secrets.add(field(name));
  if (response.status !== 200 || !body || !isTokenText(field('access_token') ?? '')) {
    const refusal = { ...response, text, body };
    const { failure, remedy } = describeSignInError(refusal, target, describe(), show);
    if (isTransient(refusal))
      throw new Outage(failure, { remedy, retryAfterMs: retryAfterOf(response, clock.wallTime()) });
    throw isExpiredAssertion(refusal) ? new ExpiredAssertion(failure, { remedy }) : new Failure(failure, { remedy });
  }
  const seconds = Number(body['expires_in'] ?? NaN);
  return {
    status: response.status,
    headers: response.headers,
    body,
    refreshToken: field('refresh_token'),
    expiresInMs: seconds > 0 && seconds <= LONGEST_LIFE ? seconds * 1000 : undefined,
  };
}
