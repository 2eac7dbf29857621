import { Failure, Outage } from '../errors.ts';
import { intoMemory } from '../http/receive.ts';
import { retryAfterOf } from '../http/retry.ts';
import { mayPass } from '../http/status.ts';
import type { SignInParts } from './parts.ts';
import { describeSignInError, type SignInAttempt } from './sign-in-errors.ts';

/** A successful answer of the token endpoint (RFC 6749, 5.1). */
export interface TokenResponse {
  status: number;
  headers: Record<string, string>;
  /** The JSON of the answer. */
  body: Record<string, unknown>;
  refreshToken: string | undefined;
  expiresInMs: number | undefined;
}

/**
 * Sends a token request, which only asks and is therefore repeated like a read. Whatever is secret in it and in the
 * answer is masked first.
 *
 * @param form the form-encoded body
 * @throws Failure with what the service said and the remedy; Outage where it may answer later
 */
export async function postToTokenEndpoint(
  form: string,
  attempt: SignInAttempt,
  { client, clock, secrets, signal, timeoutMs }: SignInParts,
): Promise<TokenResponse> {
  const { authority } = attempt;
  const fields = new URLSearchParams(form);
  // AD FS wants the v1 parameter; MSAL has it in the query string only, if at all.
  if (authority.kind === 'adfs') fields.set('resource', attempt.scope);
  for (const name of ['client_secret', 'client_assertion', 'refresh_token']) secrets.add(fields.get(name) ?? undefined);

  const response = await client.call(
    {
      method: 'POST',
      url: authority.tokenEndpoint,
      headers: { 'content-type': 'application/x-www-form-urlencoded;charset=utf-8', accept: 'application/json' },
      body: { kind: 'text', text: fields.toString() },
    },
    intoMemory,
    { read: true, attempts: 'retry', name: `Signing in at ${authority.tokenEndpoint.host}`, signal, timeoutMs },
  );
  const text = response.body.toString('utf8');
  const body = jsonObject(text);
  for (const name of ['access_token', 'refresh_token', 'id_token']) secrets.add(stringIn(body, name));
  if (response.status !== 200 || !body || stringIn(body, 'access_token') === undefined) {
    const refusal = { status: response.status, headers: response.headers, text, body };
    const message = describeSignInError(refusal, attempt, (said) => secrets.redact(said));
    throw mayPass(response.status)
      ? new Outage(message, { retryAfterMs: retryAfterOf(response, clock.wallTime()) })
      : new Failure(message);
  }
  return {
    status: response.status,
    headers: response.headers,
    body,
    refreshToken: stringIn(body, 'refresh_token'),
    expiresInMs: millisecondsIn(body, 'expires_in'),
  };
}

function jsonObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text.replace(/^\ufeff/, ''));
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

function stringIn(body: Record<string, unknown> | undefined, name: string): string | undefined {
  const value = body?.[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function millisecondsIn(body: Record<string, unknown>, name: string): number | undefined {
  const seconds = Number(body[name] ?? NaN);
  return Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : undefined;
}
