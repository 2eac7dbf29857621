import { DeadlinePassed, Failure, Interrupted, Outage, SignInOutage } from '../../errors.ts';
import { TransportFault } from '../../http/fault.ts';
import { intoMemory } from '../../http/receive.ts';
import { isSuccess } from '../../http/status.ts';
import { opened, unwrapAction } from '../action.ts';
import { describeAnswer } from '../answer-error.ts';
import { fieldsOf, JSON_CONTENT, type Asker } from '../ask.ts';
import { SignInPage } from '../environment.ts';

/** What is known after a start was sent; `unclear` leaves it to a look at the job. */
export type StartAnswer =
  { kind: 'accepted' } | { kind: 'refused'; sentence: string } | { kind: 'unclear'; sentence: string };

const PATH = '/data/BatchJobs/Microsoft.Dynamics.DataEntities.SetBatchJobToWaiting';
const NAME = `POST ${PATH}`;
const PASSED_ON = [DeadlinePassed, Interrupted, SignInOutage];

/**
 * Sets a job to Waiting (SetBatchJobToWaiting, 10.0.22 and later). Success means that it waits, not that it ran.
 *
 * @throws SignInOutage where nothing was sent and a later attempt may succeed; the signal's reason where it was cut
 */
export async function setToWaiting({ fno, signal }: Asker, recId: string): Promise<StartAnswer> {
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
    const answer = await fno.send(call, intoMemory);
    const text = answer.body.toString('utf8');
    if (isSuccess(answer.status)) return readStartAnswer(text);
    const sentence = describeAnswer({ name: NAME, read: false }, answer, text, fno.redact);
    return { kind: answer.status === 408 || answer.status >= 500 ? 'unclear' : 'refused', sentence };
  } catch (thrown) {
    if (!(thrown instanceof Failure) || PASSED_ON.some((kind) => thrown instanceof kind)) throw thrown;
    const mayHaveArrived =
      thrown instanceof Outage &&
      !(thrown instanceof SignInPage) &&
      thrown.cause instanceof TransportFault &&
      thrown.cause.requestSent;
    return { kind: mayHaveArrived ? 'unclear' : 'refused', sentence: thrown.message };
  }
}

/** Reads the answer, which comes as the object or as JSON inside `value`; a failure can be HTTP 200 with `IsSuccess:false`. */
export function readStartAnswer(text: string): StartAnswer {
  if (text.trim() === '') return { kind: 'accepted' };
  const answer = fieldsOf(opened(unwrapAction(opened(text.replace(/^\ufeff/, '')))));
  const success = answer['IsSuccess'];
  if (success === true || String(success).toLowerCase() === 'true') return { kind: 'accepted' };
  if (success === undefined) {
    return { kind: 'unclear', sentence: `${NAME} was answered with success, but not with what the action promises.` };
  }
  const said = [
    answer['ExceptionDetails'],
    answer['reponseMessage'],
    answer['ReponseMessage'],
    answer['ResponseMessage'],
  ]
    .filter((part): part is string => typeof part === 'string' && part.trim() !== '')
    .join(' ');
  return {
    kind: 'refused',
    sentence: `F&O refused to set the job to Waiting (IsSuccess is false)${said ? `: ${said.trim()}` : ''}.`,
  };
}
