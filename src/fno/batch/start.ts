import { DeadlinePassed, Failure, Interrupted, Outage, SignInOutage } from '../../errors.ts';
import { TransportFault } from '../../http/fault.ts';
import { intoMemory } from '../../http/receive.ts';
import { isSuccess } from '../../http/status.ts';
import { opened, unwrapAction } from '../action.ts';
import { describeResponse } from '../response-error.ts';
import { JSON_CONTENT } from '../../http/content-type.ts';
import { fieldsOf, type Reader } from '../read.ts';
import { SignInPage } from '../environment.ts';

/** What is known after a start was sent; `unclear` leaves it to a look at the job. */
export type StartResponse =
  { kind: 'accepted' } | { kind: 'refused'; message: string } | { kind: 'unclear'; message: string };

const PATH = '/data/BatchJobs/Microsoft.Dynamics.DataEntities.SetBatchJobToWaiting';
const NAME = `POST ${PATH}`;
const PASSED_ON = [DeadlinePassed, Interrupted, SignInOutage];

/**
 * Sets a job to Waiting (SetBatchJobToWaiting, 10.0.22 and later). Success means that it waits, not that it ran.
 *
 * @throws SignInOutage where nothing was sent and a later attempt may succeed; the signal's reason where it was cut
 */
export async function setToWaiting({ fno, signal }: Reader, recId: string): Promise<StartResponse> {
  try {
    const call = {
      method: 'POST',
      url: fno.url(PATH),
      name: NAME,
      headers: JSON_CONTENT,
      // The RecId is written as it is: a number in JavaScript would lose its last digits.
      body: { kind: 'text' as const, text: `{"batchJobId":${recId}}` },
      read: false,
      signal,
    };
    const response = await fno.send(call, intoMemory);
    const text = response.body.toString('utf8');
    if (isSuccess(response.status)) return readStartResponse(text);
    const message = describeResponse({ name: NAME, read: false }, response, text, fno.redact);
    return { kind: response.status === 408 || response.status >= 500 ? 'unclear' : 'refused', message };
  } catch (thrown) {
    if (!(thrown instanceof Failure) || PASSED_ON.some((kind) => thrown instanceof kind)) throw thrown;
    const mayHaveArrived =
      thrown instanceof Outage &&
      !(thrown instanceof SignInPage) &&
      thrown.cause instanceof TransportFault &&
      thrown.cause.requestSent;
    return { kind: mayHaveArrived ? 'unclear' : 'refused', message: thrown.message };
  }
}

/** Reads the answer, which comes as the object or as JSON inside `value`; a failure can be HTTP 200 with `IsSuccess:false`. */
export function readStartResponse(text: string): StartResponse {
  if (text.trim() === '') return { kind: 'accepted' };
  const response = fieldsOf(opened(unwrapAction(opened(text.replace(/^\ufeff/, '')))));
  const success = response['IsSuccess'];
  if (success === true || String(success).toLowerCase() === 'true') return { kind: 'accepted' };
  if (success === undefined) {
    return { kind: 'unclear', message: `${NAME} was answered with success, but not with what the action promises.` };
  }
  const said = [
    response['ExceptionDetails'],
    response['reponseMessage'],
    response['ReponseMessage'],
    response['ResponseMessage'],
  ]
    .filter((part): part is string => typeof part === 'string' && part.trim() !== '')
    .join(' ');
  return {
    kind: 'refused',
    message: `F&O refused to set the job to Waiting (IsSuccess is false)${said ? `: ${said.trim()}` : ''}.`,
  };
}
