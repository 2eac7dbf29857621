import { isSuccess } from '../../http/status.ts';
import { asText, membersOf } from '../../json/narrow.ts';
import { ServerText, type Show } from '../../server-text.ts';
import { opened, unwrapAction } from '../action.ts';
import type { Reader } from '../read.ts';
import { readServerMessage } from '../server-message.ts';
import { write } from '../write.ts';

/** What is known after a start was sent; `unclear` leaves it to reading the job. */
export type StartResponse =
  { kind: 'accepted' } | { kind: 'refused'; message: string } | { kind: 'unclear'; message: string };

const PATH = '/data/BatchJobs/Microsoft.Dynamics.DataEntities.SetBatchJobToWaiting';
const NAME = `POST ${PATH}`;

/**
 * Sets a job to Waiting (SetBatchJobToWaiting, 10.0.22 and later). Success means that it waits, not that it ran.
 *
 * @throws SignInOutage if nothing was sent and a later attempt may succeed; the signal's reason if it was cut
 */
export async function setToWaiting(reader: Reader, recId: string): Promise<StartResponse> {
  // The RecId is written as it is: a number in JavaScript would lose its last digits.
  const written = await write(reader, { method: 'POST', path: PATH, body: `{"batchJobId":${recId}}` });
  if (written.kind === 'none') {
    return { kind: written.mayHaveArrived ? 'unclear' : 'refused', message: written.message };
  }
  const { head, text, refusal, failure } = written;
  if (isSuccess(head.status)) return readStartResponse(text, reader.fno.show);
  if (head.status === 404) return { kind: 'refused', message: `${failure} Starting a job needs F&O 10.0.22 or later.` };
  return head.status === 408 || head.status >= 500
    ? { kind: 'unclear', message: failure }
    : { kind: 'refused', message: refusal };
}

/**
 * Reads the response, which comes as the object or as JSON inside `value`; a failure can be HTTP 200 with
 * `IsSuccess:false`, or with F&O's `error`.
 */
export function readStartResponse(text: string, show: Show): StartResponse {
  if (text.trim() === '') return { kind: 'accepted' };
  const document = opened(text.replace(/^\ufeff/, ''));
  const result = membersOf(opened(unwrapAction(document)));
  const success = result['IsSuccess'];
  if (success === true || asText(success)?.toLowerCase() === 'true') return { kind: 'accepted' };
  if (membersOf(document)['error'] !== undefined) {
    return { kind: 'refused', message: `F&O refused: ${readServerMessage({}, text, show).text.replace(/\.$/, '')}.` };
  }
  if (success === undefined) {
    return { kind: 'unclear', message: `${NAME} succeeded, but did not return what F&O documents.` };
  }
  const said = ['ExceptionDetails', 'reponseMessage', 'ReponseMessage', 'ResponseMessage']
    .map((name) => asText(result[name])?.trim())
    .filter(Boolean)
    .join(' ')
    .replace(/\.$/, '');
  const reason = said ? `: ${show(new ServerText(said))}` : '';
  return { kind: 'refused', message: `F&O refused to set the job to Waiting (IsSuccess is false)${reason}.` };
}
