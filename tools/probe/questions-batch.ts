import { asText } from '../../src/json/narrow.ts';
import { errorShapeOf, isFine, objectOf, rowsOf, textOf, type Seen } from './seen.ts';
import type { Field } from './schema.ts';
import type { Question } from './question.ts';
import type { RequestName } from './requests.ts';

const OTHERS = 'others';

/** Those of a list that are known, and whether there are others, whose names are nobody's business. */
function knownOf(names: readonly string[], known: readonly string[]): string[] | undefined {
  if (names.length === 0) return undefined;
  const others = names.filter((name) => !known.includes(name));
  return [...known.filter((name) => names.includes(name)), ...(others.length > 0 ? [OTHERS] : [])];
}

const batchStatuses = [
  ...['Hold', 'Waiting', 'Executing', 'Error', 'Finished', 'Ready', 'NotRun'],
  ...['Cancelling', 'Canceling', 'Canceled', 'Cancelled', 'Scheduled'],
];
/** What was seen, and what its label in the client suggests. */
const dmfStatuses = [
  ...['None', 'NotRun', 'Waiting', 'Queued', 'Executing', 'Finished', 'Succeeded', 'PartiallySucceeded', 'Error'],
  ...['Failed', 'Aborted', 'Canceled', 'Cancelled', 'Hold', 'Ready', 'Scheduled', 'Unknown', 'Preview', 'Submitted'],
];
const jobFields = [
  ...['BatchJobRecId', 'JobDescription', 'Status', 'CompanyAccounts', 'ExecutingBy', 'CanceledBy', 'CreatedBy'],
  ...['OrigStartDateTime', 'StartDateTime', 'EndDateTime', 'StartDate', 'StartTime', 'Finishing', 'Recurrence'],
  ...['SaveJobToHistory', 'RuntimeJob', 'PartitionKey', 'BatchGroup', 'GroupId', 'dataAreaId'],
];
const fieldText = ({ name, nullable }: Field) => `${name}${nullable ? ' (nullable)' : ''}`;
const fieldAnswers = jobFields.flatMap((name) => [false, true].map((nullable) => fieldText({ name, nullable })));

/** Which spellings of a status `$filter` takes. */
const spelling = (id: string, [one, two]: readonly [string, string], asks: readonly RequestName[]): Question => ({
  id,
  text: `Which of ${one} and ${two} does $filter accept?`,
  asks,
  answers: ['both', `only ${one}`, `only ${two}`, 'neither'],
  judge([first, second]) {
    if (!first || !second) return undefined;
    if (isFine(first)) return isFine(second) ? 'both' : `only ${one}`;
    return isFine(second) ? `only ${two}` : 'neither';
  },
});

/** How a row spells a status; only a job that has it shows that. */
const spelled = (id: string, spellings: readonly string[], asks: readonly RequestName[]): Question => ({
  id,
  text: `How do rows spell ${spellings.join(' or ')}?`,
  asks,
  answers: spellings,
  judge(all) {
    const found = all.flatMap((seen) => (seen && rowsOf(seen)) ?? []).map((row) => asText(row['Status']) ?? '');
    return spellings.find((each) => found.includes(each));
  },
});

const executionAnswers = ['were not found', 'Unknown', 'NotRun', 'another status', '400', '404', '500', 'other'];
function executionAnswer(seen: Seen): string {
  if (isFine(seen)) {
    const status = asText(objectOf(seen)['value']) ?? '';
    return ['Unknown', 'NotRun'].find((each) => each === status) ?? 'another status';
  }
  if (/were not found/i.test(textOf(seen))) return 'were not found';
  const status = String(seen.status);
  return executionAnswers.includes(status) ? status : 'other';
}

/** Batch jobs and data management. */
export const batchQuestions: readonly Question[] = [
  {
    id: 'batch-job-fields',
    text: 'Which fields does a batch job have ($metadata)?',
    asks: ['schema'],
    answers: [...fieldAnswers, OTHERS],
    judge: ([seen]) => knownOf(seen?.schema?.batchJob.map(fieldText) ?? [], fieldAnswers),
  },
  {
    id: 'batch-statuses',
    text: 'Which members does BatchStatus have ($metadata)?',
    asks: ['schema'],
    answers: [...batchStatuses, OTHERS],
    judge: ([seen]) => knownOf(seen?.schema?.batchStatus ?? [], batchStatuses),
  },
  {
    id: 'dmf-statuses',
    text: 'Which members does DmfBatchJobStatus have ($metadata)?',
    asks: ['schema'],
    answers: [...dmfStatuses, OTHERS],
    judge: ([seen]) => knownOf(seen?.schema?.dmfBatchJobStatus ?? [], dmfStatuses),
  },
  spelling('filter-canceled', ['Canceled', 'Cancelled'], ['canceled', 'cancelled']),
  spelling('filter-cancelling', ['Cancelling', 'Canceling'], ['cancelling', 'canceling']),
  spelled('row-canceled', ['Canceled', 'Cancelled'], ['canceled', 'cancelled']),
  spelled('row-cancelling', ['Cancelling', 'Canceling'], ['cancelling', 'canceling']),
  {
    id: 'unset-date',
    text: 'What does a date that is not set read?',
    asks: ['unset date'],
    answers: ['1900-01-01T00:00:00Z', '1900-01-01T12:00:00Z', 'another date'],
    judge([seen]) {
      const date = seen && asText(rowsOf(seen)?.[0]?.['EndDateTime']);
      if (date === undefined) return undefined;
      return ['1900-01-01T00:00:00Z', '1900-01-01T12:00:00Z'].find((each) => each === date) ?? 'another date';
    },
  },
  {
    id: 'unknown-execution',
    text: 'What does the status of an execution that is not there get?',
    asks: ['unknown execution'],
    answers: executionAnswers,
    judge: ([seen]) => seen && executionAnswer(seen),
  },
  {
    id: 'unknown-execution-shape',
    text: 'What shape has its error?',
    asks: ['unknown execution'],
    answers: ['odata', 'odata without innererror', 'web-api', 'other json', 'empty', 'json', 'html', 'xml', 'text'],
    judge: ([seen]) => (seen && !isFine(seen) ? errorShapeOf(seen) : undefined),
  },
];
