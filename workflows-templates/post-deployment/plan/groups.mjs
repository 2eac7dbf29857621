import { LargeNumber, notChoices, notPositive } from '../../step.mjs';
import { isObject, readArray, tooMany, trimmedEntry, unknownKeys } from './lists.mjs';

/** Reads the list of batch jobs. Everything that is wrong is added to `problems`, as a message. */

const nameKeys = ['batch-job-recid', 'batch-job-description', 'legal-entity'];
/** The inputs of run-batch-job that apply to all jobs that run together. */
const settingKeys = [
  'start',
  'requeue-limit',
  'started-after',
  'allow-scheduled',
  'accept-outcome',
  'cancel-on',
  'wait-timeout-minutes',
];
const example = '[{"batch-job-description": "Rebuild the balances", "legal-entity": "usmf"}]';

/**
 * @param text a group per line, or a JSON array of objects with the inputs of run-batch-job; in it, an array of objects
 *   is a group that runs together
 * @returns for each group its jobs `{recIds}` or `{description, legalEntity}`, and its settings, all of them strings
 */
export function readGroups(text, slots, problems) {
  const groups = /^\[\s*[[{"\]\d]/.test(text) ? fromJson(text, problems) : fromLines(text, problems);
  if (groups.length > slots) problems.push(tooMany('batch-jobs', groups.length, slots));
  groups.forEach(({ jobs }, index) => problems.push(...repeatedJobs(`\`batch-jobs\`, group ${index + 1}`, jobs)));
  return groups;
}

function fromLines(text, problems) {
  const lines = text
    .split(/[\r\n;]+/)
    .map((line) => line.trim())
    .filter(Boolean);
  return lines.map((line, index) => {
    const parts = line.split(',').map((part) => part.trim());
    const recIds = parts.filter((part) => /^\d+$/.test(part));
    const where = `\`batch-jobs\`, group ${index + 1}`;
    const odd = oddLine(where, line);
    if (odd) problems.push(odd);
    if (recIds.length === 0) return { jobs: [{ description: line, legalEntity: '' }] };
    const others = parts.filter((part) => part !== '' && !/^\d+$/.test(part));
    if (others.length > 0) {
      problems.push(
        `${where} mixes RecIds with ${JSON.stringify(others[0])}. A group is either RecIds separated by commas, or one description.`,
      );
    }
    return { jobs: [{ recIds }] };
  });
}

/** A line that only people understand; its description would be looked for in F&O. */
function oddLine(where, line) {
  const shownLine = JSON.stringify(line);
  if (/^(#|\/\/)/.test(line) || /^\d+\s+(#|\/\/)/.test(line))
    return `${where} is ${shownLine}. Comments are not supported.`;
  if (/^\d+(\s+\d+)+$/.test(line)) return `${where} is ${shownLine}. Separate the RecIds with commas.`;
  return /^["'“”„«‘’].*["'“”„»‘’]$/u.test(line)
    ? `${where} is ${shownLine}. Remove the quotation marks around it.`
    : '';
}

function fromJson(text, problems) {
  const groups = readArray('batch-jobs', text, example, problems) ?? [];
  return groups.map((group, index) => {
    const where = `\`batch-jobs\`, group ${index + 1}`;
    const entries = (Array.isArray(group) ? group : [group]).map(trimmedEntry);
    const found = [];
    if (entries.length === 0) problems.push(`${where} is empty.`);
    for (const entry of entries) {
      if (isObject(entry)) found.push(...readEntry(where, entry, problems));
      else problems.push(`${where} contains ${shown(entry)}, which is not an object. Example: ${example}.`);
    }
    const settings = entries.filter(isObject).map(settingsOf);
    const differing = settingKeys.find((key) => settings.some((each) => each[key] !== settings[0]?.[key]));
    if (differing) problems.push(`${where}: jobs that run together must have the same \`${differing}\`.`);
    return { jobs: found, ...settings[0] };
  });
}

function readEntry(where, entry, problems) {
  problems.push(...unknownKeys(where, entry, [...nameKeys, ...settingKeys]));
  const recId = entry['batch-job-recid'];
  const description = entry['batch-job-description'];
  if (recId instanceof LargeNumber) {
    problems.push(
      `${where}: \`batch-job-recid\` is the number ${recId.text}, which is above 2^53, so other programs may have rounded it. Write it as a string, such as "5637144576123456789".`,
    );
    return [];
  }
  const given = [recId, description].filter((value) => value !== undefined && String(value).trim() !== '');
  if (given.length !== 1) {
    problems.push(`${where} must have either \`batch-job-recid\` or \`batch-job-description\`.`);
    return [];
  }
  problems.push(...settingProblems(where, entry));
  if (recId === undefined || String(recId).trim() === '')
    return [{ description: String(description).trim(), legalEntity: String(entry['legal-entity'] ?? '').trim() }];
  const recIds = String(recId)
    .split(/[,\s[\]"]+/)
    .filter(Boolean);
  const malformed = recIds.find((each) => !/^\d+$/.test(each));
  if (malformed)
    problems.push(`${where}: ${JSON.stringify(malformed)} is not a RecId. A RecId consists of digits only.`);
  if (entry['legal-entity']) problems.push(`${where}: \`legal-entity\` can only narrow \`batch-job-description\`.`);
  return [{ recIds }];
}

function settingProblems(where, entry) {
  const one = (key, allowed) =>
    entry[key] === undefined || allowed.includes(String(entry[key]))
      ? ''
      : `${where}: \`${key}\` is ${shown(entry[key])}, but must be ${allowed.map((value) => `\`${value}\``).join(', ')}.`;
  const minutes = entry['wait-timeout-minutes'];
  return [
    one('start', ['true', 'false', 'if-failed']),
    one('requeue-limit', ['0', '1', '2', '3', '4', '5']),
    one('allow-scheduled', ['true', 'false']),
    ...['accept-outcome', 'cancel-on'].map((key) => notChoices(key, String(entry[key] ?? ''), `${where}: `)),
    /^(P|\d{4}-\d\d-\d\d|$)/i.test(String(entry['started-after'] ?? ''))
      ? ''
      : `${where}: \`started-after\` is ${shown(entry['started-after'])}, but must be an ISO time, or an ISO duration such as \`PT12H\`.`,
    minutes === undefined ? '' : notPositive(`${where}, wait-timeout-minutes`.replaceAll('`', ''), String(minutes)),
  ].filter(Boolean);
}

const settingsOf = (entry) =>
  Object.fromEntries(
    settingKeys.filter((key) => entry[key] !== undefined).map((key) => [key, String(entry[key]).trim()]),
  );

/** The same job twice at the same time is one job started twice. */
function repeatedJobs(where, jobs) {
  const names = jobs.flatMap(
    ({ recIds, description, legalEntity }) => recIds ?? [`${description}${legalEntity ? ` (${legalEntity})` : ''}`],
  );
  return names
    .filter((name, index) => names.indexOf(name) < index)
    .map(
      (name) =>
        `${where} lists ${JSON.stringify(name)} twice. If these are two jobs, name each by its RecId, or with its legal entity.`,
    );
}

const shown = (value) => (value instanceof LargeNumber ? value.text : JSON.stringify(value));

/** What a person calls the group, in the log and in the summary. */
export function groupName({ jobs }) {
  const names = jobs.flatMap(
    ({ recIds, description, legalEntity }) => recIds ?? [legalEntity ? `${description} (${legalEntity})` : description],
  );
  return names.length <= 3 ? names.join(', ') : `${names.slice(0, 2).join(', ')} and ${names.length - 2} more`;
}

/** What a query of at most 2,000 characters has room for beside its other options: IIS refuses a longer one with a 404. */
const longestFilter = 1_850;
/** Every batch job; which of them are meant is compared afterwards. */
const all = 'BatchJobRecId ne 0';

/**
 * The `$filter` with which F&O is asked once for all batch jobs: `lookup` for those that are named by description, and
 * `lookup-again` also for the others, of which a re-run must know what has become.
 */
export function lookupsOf(groups) {
  const jobs = groups.flatMap((group) => group.jobs);
  const termsOf = (field, values) => [...new Set(values)].map((value) => `${field} eq ${value}`);
  // In `$filter`, quotes are doubled.
  const descriptions = jobs
    .flatMap(({ description }) => description ?? [])
    .map((text) => `'${text.replaceAll("'", "''")}'`);
  const lookup = termsOf('JobDescription', descriptions);
  const recIds = termsOf(
    'BatchJobRecId',
    jobs.flatMap((job) => job.recIds ?? []),
  );
  const joined = (terms) => {
    const filter = terms.join(' or ');
    return encodeURIComponent(filter).length > longestFilter ? all : filter;
  };
  return { lookup: joined(lookup), 'lookup-again': joined([...lookup, ...recIds]) };
}
