import { cut } from '../server-text.ts';
import { startsLikeHtml, textOfHtml } from './html.ts';

/** What a server said of a failure. */
export interface ServerMessage {
  /** Empty where it said nothing. May have several lines (an Infolog). */
  text: string;
  /** An HTML page. */
  isPage: boolean;
  exceptionType: string | undefined;
  activityId: string | undefined;
  /** For the debug log alone. */
  stackTrace: string | undefined;
}

const TEXT_LIMIT = 2_000;

/**
 * Reads the error shapes of F&O: OData (`error.innererror.message`, the useful one, or `error.message`), custom services
 * (`Message`, `ExceptionType`, `ActivityId`), HTML of gateways, XML of blob stores, plain text, and nothing. JSON of any
 * other shape is told as it is; of an empty body, what `www-authenticate` says.
 *
 * @param headers in lower case; `ms-dyn-aid` is the activity id
 * @param redact takes the secrets out of a text
 */
export function readServerMessage(
  headers: Record<string, string>,
  body: string,
  redact: (text: string) => string,
): ServerMessage {
  const json = parseObject(body);
  const error = objectOf(json?.['error']);
  const inner = objectOf(error?.['innererror']);
  const text =
    stringOf(inner?.['message']) ||
    stringOf(error?.['message']) ||
    stringOf(json?.['Message']) ||
    stringOf(json?.['message']) ||
    stringOf(json?.['error_description']) ||
    stringOf(json?.['ExceptionMessage']) ||
    textOf(body) ||
    (/error_description="([^"]*)"/.exec(headers['www-authenticate'] ?? '')?.[1] ?? '');
  return {
    text: cut(redact(text.trim()), TEXT_LIMIT),
    isPage: !json && startsLikeHtml(Buffer.from(body.slice(0, 1024))),
    exceptionType: stringOf(json?.['ExceptionType']) || stringOf(inner?.['type']) || undefined,
    activityId: headers['ms-dyn-aid'] ?? (stringOf(json?.['ActivityId']) || undefined),
    stackTrace: stringOf(inner?.['stacktrace']) || stringOf(json?.['StackTrace']) || undefined,
  };
}

const isMarkup = /^\ufeff?\s*</;

function textOf(body: string): string {
  return (isMarkup.test(body) && textOfHtml(body)) || body.trim();
}

function parseObject(body: string): Record<string, unknown> | undefined {
  try {
    return objectOf(JSON.parse(body.replace(/^\ufeff/, '')));
  } catch {
    return undefined;
  }
}

const objectOf = (value: unknown) =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
const stringOf = (value: unknown) => (typeof value === 'string' ? value : '');
