import type { Head } from '../http/transport.ts';
import { readServerMessage, type ServerMessage } from './server-message.ts';

/** What was called. */
export interface Called {
  /** `POST /api/services/…` */
  name: string;
  /** May be carried out twice without harm. */
  read: boolean;
  /** Another server than the environment, such as a blob store. */
  elsewhere?: boolean;
}

/**
 * The sentence of a failure: what failed, what the server said, what to do about it.
 *
 * @param body the answer's text, as far as it is needed
 * @param redact takes the secrets out of a text
 */
export function describeResponse(called: Called, head: Head, body: string, redact: (text: string) => string): string {
  const { failure, remedy: whatToDo } = explainResponse(called, head, body, redact);
  return [failure, whatToDo].filter(Boolean).join(' ');
}

/** The parts of that sentence: what failed and what the server said, and what to do about it. */
export function explainResponse(
  called: Called,
  head: Head,
  body: string,
  redact: (text: string) => string,
): { failure: string; remedy: string } {
  const said = readServerMessage(head.headers, body, redact);
  const { text, exceptionType, activityId } = said;
  const words = text
    ? `: ${exceptionType && !text.includes(exceptionType) ? `${exceptionType}: ` : ''}${text}`
    : ' with an empty body';
  const support = activityId ? ` Activity id ${activityId}.` : '';
  const failure = `${called.name} was answered ${head.status}${words}${/[.!?]$/.test(words) ? '' : '.'}${support}`;
  return {
    failure: [failure, head.givenUp].filter(Boolean).join(' '),
    remedy: called.elsewhere ? remedyElsewhere(head, called.read) : remedy(head, said, called.read),
  };
}

function remedy({ status, givenUp }: Head, { text, isPage, activityId }: ServerMessage, read: boolean): string {
  switch (status) {
    case 400:
      return /not Queryable/i.test(text)
        ? 'F&O cannot filter by such a function: compare with `eq`, `ne`, `gt` or `lt`, or filter the rows afterwards.'
        : 'Check the names and values that were sent: names are case-sensitive.';
    case 401:
      return 'F&O does not take the token: register the client id under System administration > Setup > Microsoft Entra ID applications, and check that the token was made for this environment.';
    case 403:
      return `${isPage ? 'Such a page comes from a gateway or firewall more often than from F&O: check that this runner may reach the environment. If it is F&O that refuses, the' : 'The'} user of this client id lacks the role: see System administration > Setup > Microsoft Entra ID applications for the user, and give it the security role. A client id that is not registered there can be answered like this as well.`;
    case 404:
      return 'Check the path: names under /data and /api/services are case-sensitive.';
    case 405:
      return WRONG_METHOD;
    case 412:
      return CHANGED;
    case 429:
      return `The environment is short of resources and asks callers to slow down: run it again later${givenUp ? '' : ', or raise `max-retries`'}.`;
    case 408:
    case 502:
    case 503:
    case 504:
      return `The environment or a gateway before it is busy, starting or under maintenance: look at its state in Lifecycle Services or the Power Platform admin center. ${read ? 'Run it again when it is up.' : 'The call may have been carried out, so it was not repeated: look in F&O before you run it again.'}`;
    default:
      return status >= 500
        ? `The cause is in F&O: ${activityId ? 'the activity id and the time lead' : 'the time leads'} support to it.`
        : redirectRemedy(status);
  }
}

/** Of a server that is not F&O nothing is known but what HTTP says. */
function remedyElsewhere({ status, givenUp }: Head, read: boolean): string {
  switch (status) {
    case 401:
    case 403:
      return 'The server does not take what authorizes the call: check that a signed URL is whole and has not expired, or what `headers` gives.';
    case 404:
      return 'Check the URL.';
    case 405:
      return WRONG_METHOD;
    case 412:
      return CHANGED;
    case 429:
      return `The server asks callers to slow down: run it again later${givenUp ? '' : ', or raise `max-retries`'}.`;
    case 408:
    case 502:
    case 503:
    case 504:
      return `The server or a gateway before it is busy or out of order. ${read ? 'Run it again later.' : 'The call may have been carried out, so it was not repeated: look before you run it again.'}`;
    default:
      return redirectRemedy(status);
  }
}

const WRONG_METHOD = 'What the path names does not take this `method`.';
const CHANGED = 'The record has changed since its ETag was read: read it again.';

const redirectRemedy = (status: number) =>
  status >= 300 && status < 400
    ? 'Redirects are not followed: give the URL that it leads to, if it is the right one.'
    : '';
