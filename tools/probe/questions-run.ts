import { asObject, asText, membersOf, parseObject, type JsonObject } from '../../src/json/narrow.ts';
import { isFine, objectOf, rowsOf } from './seen.ts';
import type { Question } from './question.ts';
import { hasEnded, type Run } from './watch.ts';

/** A question about the run that the probe may start; without one it stays open. */
const ofRun = (
  id: string,
  text: string,
  answers: readonly string[],
  judge: (run: Run) => string | undefined,
): Question => ({ id, text, asks: [], answers, judge: (_, { run }) => run && judge(run) });

const isSet = (date: string) => date !== '' && !date.startsWith('1900-');
const shapeOf = ({ response }: Run): { shape: string; result: JsonObject } | undefined => {
  if (!isFine(response)) return undefined;
  const members = objectOf(response);
  const inner = asText(members['value']);
  if (inner !== undefined) return { shape: 'string-in-value', result: parseObject(inner) ?? {} };
  const value = asObject(members['value']);
  return value ? { shape: 'object-in-value', result: value } : { shape: 'object', result: membersOf(members) };
};
const moved = ({ before, after }: Run) => after.some(({ status }) => status !== before.status);

/** What becomes of a batch job that is started: asked only with `--may-start-batch-job`. */
export const runQuestions: readonly Question[] = [
  ofRun(
    'right-start',
    'May the user start a batch job (`batch-wait` with `start`)?',
    ['allowed', 'refused'],
    ({ response }) => (response.status === 403 ? 'refused' : isFine(response) ? 'allowed' : undefined),
  ),
  ofRun(
    'start-shape',
    'How does SetBatchJobToWaiting return its result?',
    ['object', 'string-in-value', 'object-in-value'],
    (run) => shapeOf(run)?.shape,
  ),
  ofRun('start-names', 'Which names has its result?', ['documented', 'table', 'others'], (run) => {
    const { result } = shapeOf(run) ?? {};
    if (!result) return undefined;
    if ('Batch JobId' in result) return 'documented';
    return 'BatchJobId' in result ? 'table' : 'others';
  }),
  ofRun(
    'start-under-way',
    'What does starting a job that is under way get?',
    ['is-success-false', 'http-500', 'accepted', 'other'],
    (run) => {
      if (run.before.status !== 'Executing') return undefined;
      if (run.response.status === 500) return 'http-500';
      const success = shapeOf(run)?.result['IsSuccess'];
      return success === false ? 'is-success-false' : success === true ? 'accepted' : 'other';
    },
  ),
  ofRun('start-withheld', 'Does a start release a withheld job?', ['yes', 'no'], (run) =>
    run.before.status === 'Hold' ? (moved(run) ? 'yes' : 'no') : undefined,
  ),
  ofRun('start-scheduled', 'Does a start make a scheduled job run at once?', ['keeps-start', 'at-once'], (run) => {
    const isScheduled = run.before.status === 'Waiting' && Date.parse(run.before.origStart) > run.startedAtMs;
    if (!isScheduled) return undefined;
    return moved(run) ? 'at-once' : 'keeps-start';
  }),
  ofRun(
    'end-date-under-way',
    'Which EndDateTime has a job that runs again?',
    ['unset', 'kept', 'another'],
    ({ before, after }) => {
      const executing = after.find(({ status }) => status === 'Executing');
      if (!executing || !isSet(before.end)) return undefined;
      if (!isSet(executing.end)) return 'unset';
      return executing.end === before.end ? 'kept' : 'another';
    },
  ),
  {
    id: 'status-after-run',
    text: 'Which status does a job have after its run (without a run: one that waits for its next)?',
    asks: ['waiting again'],
    answers: ['Waiting', 'Finished', 'Error', 'NotRun', 'Canceled', 'Cancelled'],
    judge([waiting], { run }) {
      if (run) return run.after.find((row) => hasEnded(run.before, row))?.status;
      return waiting && (rowsOf(waiting)?.length ?? 0) > 0 ? 'Waiting' : undefined;
    },
  },
];
