import { asText } from '../../src/json/narrow.ts';
import { shapeOfError } from './questions-odata.ts';
import { isFine, rowsOf, textOf, valueOf } from './seen.ts';
import type { Field, Schema } from './schema.ts';
import { about, type Question } from './question.ts';
import type { RequestName } from './requests.ts';

const OTHERS = 'others';

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

/** Those names of `$metadata` that are known, and whether there are others, which are nobody's business. */
const names = (id: string, text: string, known: readonly string[], of: (schema: Schema) => string[]) =>
  about(id, `${text} ($metadata)?`, 'schema', [...known, OTHERS], ({ schema }) => {
    const found = schema ? of(schema) : [];
    const others = found.some((name) => !known.includes(name)) ? [OTHERS] : [];
    return [...known.filter((name) => found.includes(name)), ...others];
  });

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

const unset = ['1900-01-01T00:00:00Z', '1900-01-01T12:00:00Z'];
const executionStatuses = ['Unknown', 'NotRun'];
const executionErrors = ['400', '404', '500'];

/** Batch jobs and data management. */
export const batchQuestions: readonly Question[] = [
  names('batch-job-fields', 'Which fields does a batch job have', fieldAnswers, ({ batchJob }) =>
    batchJob.map(fieldText),
  ),
  names('batch-statuses', 'Which members does BatchStatus have', batchStatuses, ({ batchStatus }) => batchStatus),
  names('dmf-statuses', 'Which members does DmfBatchJobStatus have', dmfStatuses, (schema) => schema.dmfBatchJobStatus),
  about(
    'project-key',
    'What is the key of a data project ($metadata)?',
    'schema',
    ['name', 'name-and-type', 'another key'],
    ({ schema }) => {
      const key = schema?.projectKey.toSorted().join();
      if (!key) return undefined;
      return key === 'Name' ? 'name' : key === 'Name,OperationType' ? 'name-and-type' : 'another key';
    },
  ),
  spelling('filter-canceled', ['Canceled', 'Cancelled'], ['canceled', 'cancelled']),
  spelling('filter-cancelling', ['Cancelling', 'Canceling'], ['cancelling', 'canceling']),
  spelled('row-canceled', ['Canceled', 'Cancelled'], ['canceled', 'cancelled']),
  spelled('row-cancelling', ['Cancelling', 'Canceling'], ['cancelling', 'canceling']),
  about('unset-date', 'What does a date that is not set read?', 'unset date', [...unset, 'another date'], (seen) => {
    const date = asText(rowsOf(seen)?.[0]?.['EndDateTime']);
    return date && (unset.includes(date) ? date : 'another date');
  }),
  about(
    'unknown-execution',
    'What does the status of an unknown execution return?',
    'unknown execution',
    ['were not found', ...executionStatuses, 'another status', ...executionErrors, 'other'],
    (seen) => {
      if (isFine(seen)) {
        const status = asText(valueOf(seen)) ?? '';
        return executionStatuses.includes(status) ? status : 'another status';
      }
      if (/were not found/i.test(textOf(seen))) return 'were not found';
      const status = String(seen.status);
      return executionErrors.includes(status) ? status : 'other';
    },
  ),
  shapeOfError(
    'unknown-execution-shape',
    'What shape does the error for an unknown execution have?',
    'unknown execution',
  ),
];
