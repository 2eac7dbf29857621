import type { Head } from '../http/door.ts';
import { readServerMessage } from './server-message.ts';

/**
 * The sentence of a failure: what failed, what the server said, what to do about it.
 *
 * @param name what was called: `POST /api/services/…`
 * @param body the answer's text, as far as it is needed
 * @param read whether it may be carried out twice without harm
 * @param redact takes the secrets out of a text
 */
export function describeAnswer(
  name: string,
  head: Head,
  body: string,
  read: boolean,
  redact: (text: string) => string,
): string {
  const { text, exceptionType, activityId } = readServerMessage(head.headers, body, redact);
  const said = text
    ? `: ${exceptionType && !text.includes(exceptionType) ? `${exceptionType}: ` : ''}${text}`
    : ' with an empty body';
  const support = activityId ? ` Activity id ${activityId}.` : '';
  return [
    `${name} was answered ${head.status}${said}${/[.!?]$/.test(said) ? '' : '.'}${support}`,
    head.givenUp,
    remedy(head, text, read),
  ]
    .filter(Boolean)
    .join(' ');
}

function remedy({ status, givenUp }: Head, text: string, read: boolean): string {
  switch (status) {
    case 400:
      return /not Queryable/i.test(text)
        ? 'F&O cannot filter by such a function: compare with `eq`, `ne`, `gt` or `lt`, or filter the rows afterwards.'
        : 'Check the names and values that were sent: enums need their type in `$filter`, names are case-sensitive.';
    case 401:
      return 'F&O does not take the token: register the client id under System administration > Setup > Microsoft Entra ID applications, and check that the token was made for this environment.';
    case 403:
      return 'The user of this client id lacks the role: see System administration > Setup > Microsoft Entra ID applications for the user, and give it the security role. A client id that is not registered there can be answered like this as well.';
    case 404:
      return 'Check the path: names under /data and /api/services are case-sensitive.';
    case 412:
      return 'The record has changed since its ETag was read: read it again.';
    case 429:
      return `The environment is short of resources and asks callers to slow down: run it again later${givenUp ? '' : ', or raise `max-retries`'}.`;
    case 408:
    case 502:
    case 503:
    case 504:
      return `The environment or a gateway before it is busy, starting or under maintenance: look at its state in Lifecycle Services or the Power Platform admin center. ${read ? 'Run it again when it is up.' : 'The call may have been carried out, so it was not repeated: look in F&O before you run it again.'}`;
    default:
      return status >= 500
        ? 'The cause is in F&O: the activity id and the time lead support to it.'
        : status >= 300 && status < 400
          ? 'Redirects are not followed: give the URL that it leads to, if it is the right one.'
          : '';
  }
}
