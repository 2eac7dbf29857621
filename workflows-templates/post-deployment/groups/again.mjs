/**
 * In a re-run, a job that was started is not started again, unless it failed: `start: if-failed` finds its run, because
 * only runs since the start of the plan count. Without a journal, this holds for every job.
 *
 * @param place the place of the group in the list, from 1
 * @param journal of the earlier attempt, if it left one
 */
export function goneOn(group, place, journal, startedAt) {
  const started = journal === undefined || journal.groups.includes(place);
  return group.start === 'true' && started ? { ...group, start: 'if-failed', 'started-after': startedAt } : group;
}
