import type { Head } from '../http/transport.ts';
import { isOfGateway, isSuccess } from '../http/status.ts';
import { asSentence, type Show } from '../server-text.ts';
import { readServerMessage, type ServerMessage } from './server-message.ts';

/** What was called. */
export interface Called {
  /** `POST /api/services/…` */
  name: string;
  /** May be carried out twice without harm. */
  read: boolean;
  /** Another server than the environment, such as a blob store. */
  elsewhere?: boolean;
  /** Where the request went; without it nothing is said of that. */
  url?: URL;
  /** An input named the path; default is `elsewhere`. */
  isPathGiven?: boolean;
  /** A poll of a wait, which no input limits in its retries. */
  isPoll?: boolean;
}

/**
 * The message of a failure: what failed and what the server said, and what to do about it, which is not said while a wait
 * goes on.
 *
 * @param body the text of the response, as far as it is needed
 */
export function explainResponse(
  called: Called,
  head: Head,
  body: string,
  show: Show,
): { failure: string; remedy: string } {
  const said = readServerMessage(head.headers, body, show);
  const { exceptionType, activityId } = said;
  const text = withoutStatus(said.text, head.status);
  const type = exceptionType && !text.includes(exceptionType) ? `${exceptionType}: ` : '';
  const message = text ? `: ${type}${text}` : body.trim() === '' ? ' with an empty body' : ' without a message';
  const failure = [
    asSentence(
      `${called.name} returned ${head.status}${isSuccess(head.status) ? ', but reports an error' : ''}${message}`,
    ),
    activityId && `Activity ID ${activityId}.`,
    head.givenUp,
  ]
    .filter(Boolean)
    .join(' ');
  return { failure, remedy: remedy(head, said, called) };
}

/** A gateway writes its status into the title, the heading and the text. */
export function withoutStatus(text: string, status: number): string {
  const opening = /^(?:HTTP )?(?:Error )?(\d{3})(?:[\s:.–-]+|$)/i.exec(text);
  if (opening?.[1] !== String(status)) return text;
  const rest = text.slice(opening[0].length);
  const again = rest.indexOf(`${status} `);
  const reason = rest.slice(0, Math.max(again, 0)).trim();
  const second = rest.slice(again + 4);
  return reason && second.startsWith(reason) ? second : rest;
}

/** Hosts of Dataverse, which has no F&O behind it. https://learn.microsoft.com/power-platform/admin/new-datacenter-regions */
const DATAVERSE = /\.(?:crm\d*\.dynamics\.com|crm\.dynamics\.cn|crm\.microsoftdynamics\.us|crm\.appsplatform\.us)$/;

/** What to do about it. Only a request of which an input named the path can be told to change. */
function remedy(head: Head, said: ServerMessage, called: Called): string {
  const { status } = head;
  const { elsewhere = false, isPathGiven = elsewhere, url } = called;
  if (!elsewhere && url && DATAVERSE.test(url.hostname) && status >= 400 && status < 500)
    return `${url.hostname} is a Dataverse environment, not F&O: set \`environment-url\` to the URL that users of F&O open, such as https://contoso.operations.dynamics.com.`;
  if (OF_REQUEST.has(status)) return isPathGiven ? (OF_REQUEST.get(status) ?? '') : '';
  if (status >= 300 && status < 400) return 'Redirects are not followed. If the target is the right one, use its URL.';
  return elsewhere ? remedyElsewhere(head, called) : remedyOfEnvironment(head, said, called);
}

/** The request decides these alone, whatever server it went to. */
const OF_REQUEST = new Map([
  [304, 'The record has not changed since its ETag was read. To accept that, set `accept-status: 304`.'],
  [405, 'This path does not accept this `method`.'],
  [412, 'The record has changed since its ETag was read: read it again.'],
]);

function remedyElsewhere({ status, givenUp }: Head, { read, isPoll = false }: Called): string {
  switch (status) {
    case 401:
    case 403:
      return 'The server did not accept the authorization: check that a signed URL is complete and has not expired, and the lines in `headers`.';
    case 404:
      return 'Check the URL.';
    case 429:
      return `The server is throttling requests. ${runLater(givenUp, isPoll)}`;
    default:
      if (!isOfGateway(status)) return '';
      return `The server (or its gateway) is busy or out of order. ${read ? 'Run the step again later.' : inDoubt('check')}`;
  }
}

function remedyOfEnvironment(
  { status, givenUp }: Head,
  { text, isPage, activityId }: ServerMessage,
  { read, isPathGiven = false, isPoll = false }: Called,
): string {
  switch (status) {
    case 400:
      if (!isPathGiven) return '';
      if (/\bInfolog\b/i.test(text)) return 'F&O checked the data and refused it: correct what its message names.';
      return /not Queryable/i.test(text)
        ? 'F&O cannot filter by this function: compare with `eq`, `ne`, `gt` or `lt`, or filter the rows afterwards.'
        : 'Check the names and values in the request; names are case-sensitive.';
    case 401:
      return 'F&O did not accept the token. Register the client ID under System administration > Setup > Microsoft Entra ID applications, and check that the token was issued for this environment and has not expired.';
    case 403:
      return `${isPage ? 'Such a page usually comes from a gateway or firewall rather than from F&O: check that this runner may reach the environment. If F&O itself refused, the' : 'The'} user of this client ID lacks a role. Find the user under System administration > Setup > Microsoft Entra ID applications, and assign the security role. F&O may also return 403 if the client ID is not registered there.`;
    case 414:
      return isPathGiven ? TOO_LONG : '';
    case 404:
      // So IIS refuses a URL that is too long.
      if (isPathGiven && isPage && /\btoo long\b/i.test(text)) return TOO_LONG;
      return isPathGiven
        ? 'Check the path: names under /data and /api/services are case-sensitive.'
        : 'Check that `environment-url` is the URL of F&O, with its path if it has one (`/namespaces/AXSF` on premises).';
    case 429:
      return `The environment is short of resources and is throttling requests. ${runLater(givenUp, isPoll)}`;
    case 501:
      return isPathGiven ? 'F&O does not support this request: check its path, query and method.' : '';
    default:
      if (!isOfGateway(status))
        return status >= 500
          ? `The error occurred inside F&O. Give Microsoft support ${activityId ? 'the activity ID and the time' : 'the time'}.`
          : '';
      return `The environment (or its gateway) is busy, starting or in maintenance. ${
        read
          ? 'Check its state in Lifecycle Services or the Power Platform admin center, and run the step again when it is up.'
          : inDoubt('check in F&O')
      }`;
  }
}

const TOO_LONG = 'Shorten the URL, its `$filter` for example, or send the request as a part of a `$batch`.';

const runLater = (givenUp: string | undefined, isPoll: boolean) =>
  `Run the step again later${givenUp || isPoll ? '' : ', or raise `max-retries`'}.`;

const inDoubt = (check: string) =>
  `The call may have been carried out, so it was not retried: ${check} before you run the step again.`;
