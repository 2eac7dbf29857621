import { isSuccess, mayPass } from '../../http/status.ts';
import { asSentence, type Show } from '../../server-text.ts';
import type { RestArguments } from './arguments.ts';
import { judgeStatus } from './judge.ts';
import { innerList, partialWarnings } from './partial.ts';
import { excerptOf, type RestResponse, typeOf } from './response.ts';

/** What one response means: a wait polls again after `may-pass`, which otherwise fails. */
export type Poll =
  | { kind: 'accepted'; response: RestResponse; result: string | undefined; warnings: readonly string[] }
  /** `message` is `withoutRemedy` and what to do, which is not yet said while a wait goes on. */
  | { kind: 'may-pass' | 'refused'; response: RestResponse; message: string; withoutRemedy: string };

/**
 * Judges a response by its status, by whether it is whole, then by `expect`, then by `extract`.
 *
 * @param name what was called
 * @param signal ends the judging, with its reason
 */
export async function judgeResponse(
  response: RestResponse,
  args: RestArguments,
  name: string,
  { show, signal }: { show: Show; signal: AbortSignal },
): Promise<Poll> {
  const { maskResponse, read } = args;
  const failed = (kind: 'may-pass' | 'refused', failure: string, remedy = ''): Poll => ({
    kind,
    response,
    message: [failure, remedy].filter(Boolean).join(' '),
    withoutRemedy: failure,
  });
  const verdict = judgeStatus(response.status, args.acceptStatus);
  if (verdict !== 'accepted') {
    const { explainResponse } = await import('../../fno/response-error.ts');
    const { HIDDEN_BODY } = await import('./mask.ts');
    const text = maskResponse && response.sizeBytes > 0 ? HIDDEN_BODY : excerptOf(response);
    const { ofUpload } = response;
    const called = {
      name,
      read: read || ofUpload !== undefined,
      elsewhere: !args.isInEnvironment,
      url: args.target.url,
      isPathGiven: true,
    };
    const { failure, remedy } = explainResponse(called, response, text, show);
    const earlier = ['GET', 'HEAD'].includes(args.method) || mayPass(response.status) ? '' : afterRetry(response);
    return failed(verdict, [failure, ofUpload].filter(Boolean).join(' '), [earlier, remedy].filter(Boolean).join(' '));
  }
  const returned = `${name} returned ${response.status}`;
  const carriedOut = read || !isSuccess(response.status) ? '' : CARRIED_OUT;
  const warnings: string[] = [];
  switch (completenessOf(response, args)) {
    case 'unfinished':
      return failed(
        'may-pass',
        `${returned}, but its JSON ends unfinished after ${response.sizeBytes} bytes.`,
        carriedOut,
      );
    case 'unfinished elsewhere':
      warnings.push(`The JSON of the response ends unfinished after ${response.sizeBytes} bytes.`);
      break;
    case 'not JSON':
      warnings.push(`The response is ${show(typeOf(response), 100)} by its content type, but not valid JSON.`);
      break;
    case 'unknown':
      warnings.push('The server did not state the length of the response, so it may be incomplete.');
      break;
    case 'whole':
  }
  if (isSuccess(response.status)) {
    warnings.push(...partialWarnings(response, args, show), ...(await errorWarning(response, args, show)));
    if (isBatch(args.target.url)) {
      const batch = await (await import('./batch.ts')).judgeBatch(response, args, { show, signal });
      if (batch.kind !== 'whole')
        return failed(batch.kind, `${returned}, but ${batch.problem}`, carriedOut && PARTS_CARRIED_OUT);
      if (batch.isPartial) warnings.push(innerList(''));
    }
  }
  if (!args.extract && args.expect.length === 0) return { kind: 'accepted', response, result: undefined, warnings };
  const { queryResponse } = await import('./query-response.ts');
  const queried = await queryResponse(response, args, { show, signal });
  if (queried.kind === 'met')
    return { kind: 'accepted', response, result: queried.result, warnings: [...warnings, ...queried.warnings] };
  return failed(queried.kind === 'unmet' ? 'may-pass' : 'refused', `${returned}, but ${queried.problem}`, carriedOut);
}

/** A write that failed can return 200: whether that fails the step is for `expect` to say. */
async function errorWarning(
  { status, headers, text = '' }: RestResponse,
  { expect, maskResponse }: RestArguments,
  show: Show,
): Promise<string[]> {
  const member = /"(?:error|ExceptionType)"/.exec(text)?.[0].slice(1, -1);
  // A record can have properties of these names.
  if (member === undefined || expect.length > 0 || text.includes('"@odata.context"')) return [];
  const { bodyReportsError, readServerMessage } = await import('../../fno/server-message.ts');
  if (!bodyReportsError(text)) return [];
  const said = maskResponse ? '' : readServerMessage(headers, text, show).text;
  const reports = asSentence(`The response reports an error, although its status is ${status}${said && `: ${said}`}`);
  return [`${reports} To fail the step in this case, set \`expect: '!${member}'\`.`];
}

/** A write that is retried can be refused because it was carried out before: the record is gone, or there already. */
const afterRetry = ({ inDoubt }: RestResponse): string =>
  inDoubt === undefined
    ? ''
    : `An earlier attempt ${inDoubt}, but may have been carried out: check what it did before you run the step again.`;

const isBatch = ({ pathname }: URL): boolean => /\/(?:\$|%24)batch\/?$/i.test(pathname);

const PARTS_CARRIED_OUT = 'Other parts may have been carried out: check what they did before you run the step again.';
const CARRIED_OUT = 'The call itself was carried out: check what it did before you run the step again.';

/** Whether a body is as long as it was meant to be, as far as it says so itself. */
function completenessOf(
  { json, sizeBytes, lengthUnstated }: RestResponse,
  { isInEnvironment, anonymous }: RestArguments,
): 'whole' | 'unfinished' | 'unfinished elsewhere' | 'not JSON' | 'unknown' {
  if (json === 'unfinished')
    return (isInEnvironment && !anonymous) || lengthUnstated ? 'unfinished' : 'unfinished elsewhere';
  if (lengthUnstated && json !== 'whole' && sizeBytes > 0) return 'unknown';
  return json === 'invalid' ? 'not JSON' : 'whole';
}
