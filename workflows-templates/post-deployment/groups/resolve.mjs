import { LargeNumber } from '../../step.mjs';

/** @returns `{recId, description, legalEntity, status, startedAt}` for each row of BatchJobs, RecIds with every digit */
export const describedJobs = ({ value }) =>
  value.map((row) => ({
    recId: row.BatchJobRecId instanceof LargeNumber ? row.BatchJobRecId.text : String(row.BatchJobRecId),
    description: String(row.JobDescription ?? '').trim(),
    legalEntity: String(row.CompanyAccounts ?? '').trim(),
    status: String(row.Status ?? ''),
    startedAt: String(row.StartDateTime ?? ''),
  }));

/**
 * Gives each described job of a group its RecId. A job that is to be started must be the only one of its description
 * that is not on hold. A job that is only waited for is left to the wait, which knows which of several is meant.
 *
 * @param rows the jobs that F&O has of all descriptions
 * @returns the group as the inputs of batch-wait, all of them strings
 */
export function resolveGroup({ jobs, ...settings }, rows, where, problems) {
  const start = settings.start ?? 'true';
  const [only] = jobs;
  if (start === 'false' && jobs.length === 1 && only.description !== undefined)
    return inputsOf(settings, start, { description: only.description, 'legal-entity': only.legalEntity });
  const recIds = jobs.flatMap((job) => job.recIds ?? recIdOf(job, rows, where, problems));
  const twice = recIds.find((recId, index) => recIds.indexOf(recId) < index);
  if (twice) problems.push(`${where} names the batch job ${twice} twice.`);
  return inputsOf(settings, start, { recid: recIds.join(',') });
}

const inputsOf = (settings, start, named) => ({
  recid: '',
  description: '',
  'legal-entity': '',
  'requeue-limit': '',
  'started-after': '',
  'allow-scheduled': '',
  'accept-outcome': '',
  'cancel-on': '',
  ...settings,
  ...named,
  start,
});

/** F&O compares without regard to case, and takes `*` as a wildcard. */
function recIdOf({ description, legalEntity }, rows, where, problems) {
  const same = (one, other) => one.toLowerCase() === other.toLowerCase();
  const named = rows.filter(
    (row) => same(row.description, description) && (legalEntity === '' || same(row.legalEntity, legalEntity)),
  );
  const ready = named.filter(({ status }) => !same(status, 'Hold'));
  const [match, ...others] = ready.length > 0 ? ready : named;
  if (match !== undefined && others.length === 0) return [match.recId];
  const text = `${JSON.stringify(description)}${legalEntity ? ` in the legal entity ${legalEntity}` : ''}`;
  problems.push(
    match === undefined
      ? `${where}: no batch job has the description ${text}. Check the spelling.`
      : `${where}: ${1 + others.length} batch jobs have the description ${text}: ${[match, ...others].map(({ recId, legalEntity: of }) => `${recId} (${of || 'no legal entity'})`).join(', ')}. Name the job by its RecId, or with its legal entity.`,
  );
  return [];
}
