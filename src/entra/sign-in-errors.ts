import { readServerMessage } from '../fno/server-message.ts';
import type { Head } from '../http/exchange.ts';
import { isSuccess, mayPass } from '../http/status.ts';
import { asText, type JsonObject } from '../json/narrow.ts';
import { cut, type Show } from '../server-text.ts';
import type { Description, SignInTarget } from './method.ts';
import { remedyFor } from './sign-in-remedies.ts';

/** A response of the token endpoint that holds no token. */
export interface SignInRefusal extends Head {
  text: string;
  /** `text` as a JSON object, where it is one. */
  body: JsonObject | undefined;
}

const LONGEST_QUOTE = 400;

/** Entra ID's codes for trouble of its own, which come with status 400. https://learn.microsoft.com/entra/identity-platform/reference-error-codes */
const TRANSIENT_CODES: readonly (number | undefined)[] = [50196, 90006, 90012, 90033, 90055];
const TRANSIENT_ERRORS: readonly (string | undefined)[] = ['temporarily_unavailable', 'server_error'];

/** Whether a later attempt may succeed though nobody changes anything. */
export const isTransient = ({ status, body }: SignInRefusal) =>
  mayPass(status) ||
  (body !== undefined &&
    (TRANSIENT_CODES.includes(aadstsCode(body)) || TRANSIENT_ERRORS.includes(asText(body['error']))));

/** Whether the time of the assertion was refused, be it that of an ID token or of what a certificate signs. */
export const isExpiredAssertion = ({ body }: SignInRefusal) => body !== undefined && aadstsCode(body) === 700_024;

/**
 * @param description what the method of the sign-in knows about it
 * @returns what failed and what the service said, and what to do about it
 */
export function describeSignInError(
  refusal: SignInRefusal,
  target: SignInTarget,
  description: Description,
  show: Show,
): { failure: string; remedy: string } {
  const host = target.authority.tokenEndpoint.host;
  const { body, status } = refusal;
  if (!body || (!text(body, 'error') && !text(body, 'error_description'))) {
    const failure = joined(`Signing in at ${host} failed: ${withoutError(refusal, show)}`, refusal.givenUp);
    return { failure, remedy: remedyWithoutError(refusal) };
  }
  const { failed, remedy } = isTransient(refusal)
    ? { failed: 'the sign-in service is temporarily unavailable', remedy: 'Run the job again later.' }
    : remedyFor({ code: aadstsCode(body), error: text(body, 'error') ?? '' }, target, description.remedies);
  const message = messageFor(text(body, 'error_description') ?? text(body, 'error') ?? '', show);
  const correlation = text(body, 'correlation_id') ?? refusal.headers['x-ms-request-id'];
  const reference = correlation ? `, correlation ID ${show(correlation, 80)}` : '';
  const failure = joined(
    `Signing in at ${host} failed: ${failed}.`,
    `It returned ${status}: "${message}"${reference}.`,
    refusal.givenUp,
  );
  const closing = isTransient(refusal) || isExpiredAssertion(refusal) ? '' : description.closing;
  return { failure, remedy: joined(remedy, closing) };
}

const joined = (...sentences: (string | undefined)[]) => sentences.filter(Boolean).join(' ');

/** @returns the number of Entra ID's error, such as 7000215 */
export function aadstsCode(body: JsonObject): number | undefined {
  const [first] = [body['error_codes']].flat();
  if (typeof first === 'number') return first;
  const inText = /\bAADSTS(\d{4,9})\b/.exec(text(body, 'error_description') ?? '')?.[1];
  return inText === undefined ? undefined : Number(inText);
}

/** The description without its trailer of ids, which is repeated elsewhere in the response. */
function messageFor(description: string, show: Show): string {
  const [message = ''] = description.split(/Trace ID:|Correlation ID:|Timestamp:/i);
  return show(message.trim(), LONGEST_QUOTE).replaceAll('"', "'");
}

function withoutError({ status, headers, text: response }: SignInRefusal, show: Show): string {
  if (status >= 300 && status < 400) {
    const target = headers['location'] ?? '';
    const host = URL.canParse(target) ? ` to ${new URL(target).host}` : '';
    return `it returned ${status}, a redirect${host}, which is not followed.`;
  }
  if (response.trim() === '') return `it returned ${status} with an empty body.`;
  const said = readServerMessage(headers, response, show);
  if (said.isPage || /\bhtml\b/i.test(headers['content-type'] ?? ''))
    return `it returned ${status} with an HTML page instead of a token${quotation(said.text)}.`;
  // It may hold a token under a name that nobody knows.
  if (isSuccess(status)) return `it returned ${status}, but without an access token.`;
  return `it returned ${status}, in a form that is not an OAuth error${quotation(said.text)}.`;
}

const quotation = (said: string) => (said ? `: "${cut(said.replaceAll('"', "'"), LONGEST_QUOTE)}"` : '');

function remedyWithoutError({ status }: SignInRefusal): string {
  if (status === 429) return 'The sign-in service is throttling: run the job again later.';
  if (status >= 500)
    return 'The sign-in service, or a gateway in front of it, is unavailable: run the job again later.';
  return 'Check `authority-host` and `tenant-id`, and that no proxy or sign-in portal of the network responds in its place.';
}

const text = (body: JsonObject, name: string) => asText(body[name])?.trim() || undefined;
