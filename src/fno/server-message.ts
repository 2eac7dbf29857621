import { asList, asObject, asText, membersOf, type JsonObject } from '../json/narrow.ts';
import { showValue } from '../json/show-value.ts';
import type { Show } from '../server-text.ts';
import { startsLikeHtml, textOfHtml } from './html.ts';
import { LONGEST_EXPLAINED } from './wire.ts';

/** What a server said of a failure, ready for a message. */
export interface ServerMessage {
  /** Empty if it said nothing. */
  text: string;
  /** An HTML page. */
  isPage: boolean;
  exceptionType: string | undefined;
  activityId: string | undefined;
  /** For the debug log alone. */
  stackTrace: string | undefined;
}

const TEXT_LIMIT = 2_000;
const STACK_TRACE_LIMIT = 10_000;
/** Exceptions in each other: .NET nests a handful. */
const MOST_CAUSES = 20;

/**
 * Finds the most specific message of an error, in the shapes of OData (`error`, with `details`, `innererror` and its
 * `internalexception`), of ASP.NET (`Message`, `MessageDetail`, `ModelState`, `ExceptionMessage`, `InnerException`), of
 * RFC 9457 and RFC 6749, in HTML of gateways, XML of blob stores and plain text. JSON of any other shape is shown as it is.
 * What `www-authenticate` says is added.
 *
 * @param headers in lower case; `ms-dyn-aid` is the activity id
 */
export function readServerMessage(headers: Record<string, string>, body: string, show: Show): ServerMessage {
  const text = body.slice(0, LONGEST_EXPLAINED);
  const isPage = startsLikeHtml(Buffer.from(text));
  const json = parsed(text);
  const found = asObject(json) ? opened(errorIn(membersOf(json))) : { message: asText(json) };
  const said = found.message
    ? show(found.message, TEXT_LIMIT)
    : json === undefined
      ? show((/^\ufeff?[ \t\r\n]*</.test(text) && textOfHtml(text)) || text, TEXT_LIMIT)
      : /^[\s\ufeff]*(?:\{\s*\}|\[\s*\]|null)\s*$/.test(text)
        ? ''
        : showValue(json, show, TEXT_LIMIT);
  const challenge = show(reasonOf(headers['www-authenticate'] ?? ''), TEXT_LIMIT);
  const id = headers['ms-dyn-aid'] ?? asText(membersOf(json)['ActivityId']);
  return {
    text: [said.trim(), said.includes(challenge) ? '' : said.trim() ? `(${challenge})` : challenge]
      .filter(Boolean)
      .join(' '),
    isPage,
    exceptionType: found.type ? show(found.type, 200) : undefined,
    activityId: id ? show(id, 200) : undefined,
    stackTrace: found.stackTrace ? show(found.stackTrace, STACK_TRACE_LIMIT) : undefined,
  };
}

/** Whether a successful response reports an error in one of F&O's own shapes: the call was not carried out. */
export function reportsError(json: unknown): boolean {
  const { error, ExceptionType, Message } = membersOf(json);
  if (asObject(error)) return true;
  return asText(ExceptionType) !== undefined && asText(Message) !== undefined;
}

/** As `reportsError`, of a body. */
export function bodyReportsError(body: string): boolean {
  return /"(?:error|ExceptionType)"/.test(body) && reportsError(parsed(body));
}

interface Found {
  message?: string | undefined;
  type?: string | undefined;
  stackTrace?: string | undefined;
}

function errorIn(json: JsonObject): Found {
  const error = asObject(json['error']) ?? asObject(json['odata.error']);
  if (error) {
    const causes = chain(error['innererror'], ['internalexception', 'innererror']);
    return withCauses(causes, ['message'], ['type'], ['stacktrace'], () =>
      joined(messageText(error['message']), detailsOf(error['details']), asText(error['code'])),
    );
  }
  const causes = chain(json, ['InnerException']);
  return withCauses(causes, ['ExceptionMessage'], ['ExceptionType'], ['StackTrace'], () =>
    joined(
      joined(
        firstText(json, ['Message', 'message', 'error_description', 'errorMessage', 'detail']) ?? asText(json['title']),
        asText(json['MessageDetail']),
      ),
      fieldErrors(json['ModelState'] ?? json['errors']),
      asText(json['error']),
    ),
  );
}

/** X++ that calls another service often hands on its whole response as the message of the error. */
function opened(found: Found): Found {
  const inner = found.message?.startsWith('{') ? asObject(parsed(found.message)) : undefined;
  const within = inner ? opened(errorIn(inner)) : {};
  return within.message ? { ...found, message: within.message } : found;
}

/** The causes of an error, the deepest last. */
function chain(outermost: unknown, names: readonly string[]): JsonObject[] {
  const causes: JsonObject[] = [];
  for (let cause = asObject(outermost); cause && causes.length < MOST_CAUSES;) {
    causes.push(cause);
    const members: JsonObject = cause;
    cause = names
      .flatMap(eitherCase)
      .map((name) => asObject(members[name]))
      .find(Boolean);
  }
  return causes;
}

/** The deepest cause with a message that says something is the most specific one. */
function withCauses(
  causes: readonly JsonObject[],
  messages: readonly string[],
  types: readonly string[],
  stacks: readonly string[],
  general: () => string,
): Found {
  const specific = causes.findLast((cause) => says(firstText(cause, messages)));
  const named = specific ?? causes[0] ?? {};
  return {
    message: (specific && firstText(specific, messages)) ?? general(),
    type: firstText(named, types),
    stackTrace: causes.map((cause) => firstText(cause, stacks)).find(Boolean),
  };
}

const says = (message: string | undefined) =>
  message !== undefined && !/^An (?:unexpected |internal )?error (?:has )?occurred\.?$/i.test(message.trim());

/** A general message and what makes it specific; the last is used if there is neither. */
function joined(general: string | undefined, specific: string | undefined, otherwise?: string): string {
  if (!general || (specific && !says(general))) return specific || general || otherwise || '';
  if (!specific || general.includes(specific)) return general;
  return specific.includes(general) ? specific : `${general.replace(/[:\s]$/, '')} ${specific}`;
}

const detailsOf = (details: unknown) =>
  (asList(details) ?? [])
    .map((detail) => messageText(membersOf(detail)['message']))
    .filter(Boolean)
    .join(' ');

/** `{ "field": ["The field is required."] }` */
const fieldErrors = (fields: unknown) =>
  Object.entries(membersOf(fields))
    .map(
      ([field, texts]) =>
        [field, [asList(texts) ?? texts].flat().map(asText).filter(Boolean).join(' ').trim()] as const,
    )
    .filter(([, text]) => text)
    .map(([field, text]) => `${field}: ${text}`)
    .join(' ');

/** OData 3 wrote `{ "lang": "en-us", "value": "…" }`. */
const messageText = (message: unknown) => asText(message) ?? asText(membersOf(message)['value']);

const firstText = (object: JsonObject, names: readonly string[]) =>
  names
    .flatMap(eitherCase)
    .map((name) => asText(object[name])?.trim())
    .find(Boolean);

/** ASP.NET Core writes the names of ASP.NET in camel case. */
const eitherCase = (name: string) => [name, name.charAt(0).toLowerCase() + name.slice(1)];

/** The `error_description` of a challenge (RFC 6750, section 3). */
function reasonOf(challenge: string): string {
  const name = 'error_description=';
  const at = challenge.indexOf(name);
  if (at < 0) return '';
  const [first = '', second = ''] = challenge.slice(at + name.length).split('"', 2);
  return first === '' ? second : (first.split(',')[0] ?? '').trim();
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body.replace(/^\ufeff/, ''));
  } catch {
    return undefined;
  }
}
