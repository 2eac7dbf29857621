import { isWhole } from '../../journal.mjs';

/**
 * What a re-run does with a group. A job that is done is left alone. One that an earlier attempt has started is
 * followed, and started again only if it failed: `start: if-failed` finds its run, because only runs since the start of
 * the plan count. One that it has not started is started.
 *
 * @param rows F&O's present rows of all batch jobs
 * @param journal of the earlier attempts, if there is one
 * @param startedAt when the plan was made, as an ISO time
 * @returns the group, or its two parts
 */
export function goneOn(group, rows, journal, startedAt) {
  if (group.start === 'false') return [group];
  const recIds = group.recid.split(',');
  const {
    done = [],
    started = [],
    open = [],
  } = Object.groupBy(recIds, (recId) => stateOf(recId, group.place, rows, journal, startedAt));
  if (done.length === recIds.length) return [{ ...group, done: 'true' }];
  const part = (jobs, settings) => (jobs.length > 0 ? [{ ...group, recid: jobs.join(','), ...settings }] : []);
  return [...part(open, {}), ...part(started, { start: 'if-failed', 'started-after': startedAt })];
}

/** The journal knows what is done, and if it is whole what was never reached. Whether anything else was started, F&O's own dates tell. */
function stateOf(recId, place, rows, journal, startedAt) {
  const entry = journal?.jobs.find((job) => job.group === place && job.recId === recId);
  if (entry?.done) return 'done';
  if (isWhole(journal) && entry === undefined) return 'open';
  const row = rows.find((each) => each.recId === recId);
  // A job that is Ready still shows the start of its last run.
  const isOurs = row !== undefined && (row.status === 'Ready' || Date.parse(row.startedAt) >= Date.parse(startedAt));
  return isOurs ? 'started' : 'open';
}
