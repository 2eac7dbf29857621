import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { newFolder } from './step.mjs';

/**
 * Reads what an earlier attempt of the same job has left: in post-deployment `{attempt, isWhole, startedAt, jobs}`, where
 * `jobs` are the batch jobs of all groups that it reached, `{group, recId, outcome, done, startedAt}`; in enqueue-file
 * `{state, messageId}`.
 *
 * @returns `undefined` if that attempt left no journal
 * @throws SyntaxError if it is damaged
 */
function readJournal(folder) {
  if (folder === '' || !existsSync(folder)) return undefined;
  const file = readdirSync(folder).find((name) => name.endsWith('.json'));
  return file === undefined ? undefined : JSON.parse(readFileSync(join(folder, file), 'utf8'));
}

/** The same, but if it is damaged, `damaged`; by default it tells as little as one that is missing. */
export function journalIn(folder, damaged) {
  try {
    return readJournal(folder);
  } catch {
    return damaged;
  }
}

const attempt = () => Number(process.env.GITHUB_RUN_ATTEMPT ?? '1');

/**
 * Whether a journal has every batch job that any attempt reached: the last attempt has written it, and so on. A job that
 * is not in such a journal was never started. An attempt whose runner was lost leaves that of the attempt before it.
 */
export const isWhole = (journal) => journal?.isWhole === true && journal.attempt === attempt() - 1;

/** What a journal says of itself. @param again whether this is a later attempt, which had `earlier` to go on from */
export const describedBy = (again, earlier) => ({ attempt: attempt(), isWhole: !again || isWhole(earlier) });

/** @returns the path of a new file with the journal, for an artifact */
export function writeJournal(journal) {
  const file = join(newFolder('journal'), 'journal.json');
  writeFileSync(file, JSON.stringify(journal));
  return file;
}

/**
 * What a group of batch jobs leaves in the journal. The outcome of a step that died is `''`. Where batch-wait has an
 * outcome and no jobs, it has sent nothing, so nothing is left.
 *
 * @param stage `{group, recIds, start, outcome, note, jobs}`, all of them strings
 */
export function journalOf({ group, recIds, start, outcome, note, jobs }) {
  if (!group || start === 'false') return [];
  if (jobs)
    return JSON.parse(jobs).map((job) => ({
      group,
      recId: job.recId,
      outcome: job.outcome,
      done: outcome === 'success' || job.outcome === 'finished',
      startedAt: job.startDateTime,
    }));
  return note ? [] : recIds.split(',').map((recId) => ({ group, recId, outcome: '', done: false, startedAt: '' }));
}
