import { cut } from '../server-text.ts';
import type { Authority } from './authority.ts';
import { remedyFor } from './sign-in-remedies.ts';
import type { WorkflowIdentity } from './id-token.ts';

export type AttemptMethod =
  | { kind: 'client-secret'; secretLooksLikeId: boolean }
  | { kind: 'certificate' }
  | { kind: 'oidc'; chosenBy: 'auth' | 'auto' }
  | { kind: 'refresh-token'; client: 'public' | 'confidential' };

/** What was tried, for the sentences about its failure. */
export interface SignInAttempt {
  authority: Authority;
  clientId: string;
  scope: string;
  method: AttemptMethod;
  /** Of the ID token that was sent, with OIDC. */
  identity: WorkflowIdentity | undefined;
}

/** An answer of the token endpoint that holds no token. */
export interface SignInRefusal {
  status: number;
  headers: Record<string, string>;
  text: string;
  /** `text` as a JSON object, where it is one. */
  body: Record<string, unknown> | undefined;
}

const LONGEST_QUOTE = 400;

/**
 * @param redact takes the secrets out of a text
 * @returns what failed, what the service said, and what to do about it
 */
export function describeSignInError(
  refusal: SignInRefusal,
  attempt: SignInAttempt,
  redact: (text: string) => string,
): string {
  const host = attempt.authority.tokenEndpoint.host;
  const { body, status } = refusal;
  if (!body || (!text(body, 'error') && !text(body, 'error_description'))) {
    return `Signing in at ${host} failed: ${withoutError(refusal)} ${remedyWithoutError(refusal)}`;
  }
  const code = aadstsCode(body);
  const { failed, remedy } = remedyFor({ code, error: text(body, 'error') ?? '' }, attempt);
  const said = messageFor(text(body, 'error_description') ?? text(body, 'error') ?? '', redact);
  const correlation = text(body, 'correlation_id') ?? refusal.headers['x-ms-request-id'];
  const reference = correlation ? `, correlation id ${oneLine(correlation, 80, redact)}` : '';
  return [
    `Signing in at ${host} failed: ${failed}.`,
    `It answered ${status}: "${said}"${reference}.`,
    remedy,
    assumedOidc(attempt),
  ]
    .filter(Boolean)
    .join(' ');
}

/** @returns the number of Entra ID's error, such as 7000215 */
export function aadstsCode(body: Record<string, unknown>): number | undefined {
  const [first] = [body['error_codes']].flat();
  if (typeof first === 'number') return first;
  const inText = /\bAADSTS(\d{4,9})\b/.exec(text(body, 'error_description') ?? '')?.[1];
  return inText === undefined ? undefined : Number(inText);
}

/** The description without its trailer of ids, which is repeated elsewhere in the answer. */
function messageFor(description: string, redact: (text: string) => string): string {
  const [message = ''] = description.split(/\s*(?:Trace ID|Correlation ID|Timestamp):/i);
  return oneLine(message, LONGEST_QUOTE, redact).replace(/"/g, "'");
}

function oneLine(value: string, limit: number, redact: (text: string) => string): string {
  return cut(redact(value.replace(/\s+/g, ' ').trim()), limit);
}

function withoutError({ status, headers, text: response }: SignInRefusal): string {
  if (status >= 300 && status < 400) {
    const target = headers['location'] ?? '';
    const host = URL.canParse(target) ? ` to ${new URL(target).host}` : '';
    return `it answered ${status}, a redirect${host}, which is not followed.`;
  }
  if (isHtml(headers, response)) return `it answered ${status} with an HTML page in place of a token.`;
  if (response.trim() === '') return `it answered ${status} with an empty body.`;
  if (status === 200) return 'it answered 200, but without an access token.';
  return `it answered ${status}, in a form that is no OAuth error.`;
}

function remedyWithoutError({ status }: SignInRefusal): string {
  if (status === 429) return 'The sign-in service is throttling: run it again later.';
  if (status >= 500) return 'The sign-in service, or a gateway before it, is out of order: run it again later.';
  return 'Check `authority-host` and `tenant-id`, and that no proxy or sign-in portal of the network answers in its place.';
}

const isHtml = (headers: Record<string, string>, response: string) =>
  /\bhtml\b/i.test(headers['content-type'] ?? '') || /^\s*<(!doctype|html)/i.test(response);

/** A missing secret must not read as a riddle from OIDC. */
function assumedOidc({ method }: SignInAttempt): string {
  return method.kind === 'oidc' && method.chosenBy === 'auto'
    ? 'No credential input had a value, so OIDC was tried: if this job should sign in with a secret or a certificate, that value is empty.'
    : '';
}

function text(body: Record<string, unknown>, name: string): string | undefined {
  const value = body[name];
  return typeof value === 'string' && value.trim() !== '' ? value : undefined;
}
