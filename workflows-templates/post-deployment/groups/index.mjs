import { readFileSync } from 'node:fs';
import { isWhole, journalIn } from '../../journal.mjs';
import { input, parseExactly, Problem, refuse, runStep, warn } from '../../step.mjs';
import { countOutputs } from '../slots.mjs';
import { goneOn } from './again.mjs';
import { describedJobs, resolveGroup } from './resolve.mjs';

await runStep(() => {
  const file = input('response-file');
  const rows = file === '' ? [] : describedJobs(parseExactly(readFileSync(file, 'utf8')));
  const problems = [];
  const groups = JSON.parse(input('groups')).map((group, index) => ({
    ...resolveGroup(group, rows, `\`batch-jobs\`, group ${index + 1}`, problems),
    place: String(index + 1),
    done: '',
  }));
  refuse(problems);
  const planned = input('again') === 'true' && groups.length > 0 ? planAgain(groups, rows) : groups;
  return Object.fromEntries(planned.map((group, index) => [`group-${index + 1}`, JSON.stringify(group)]));
});

function planAgain(groups, rows) {
  const journal = journalIn(input('journal-folder'));
  const startedAt = input('started-at') || journal?.startedAt;
  if (!startedAt)
    throw new Problem(
      'The earlier attempt left no journal, so it is not known which batch jobs it started. Check them in F&O, then start a new run. Nothing was sent.',
    );
  if (!isWhole(journal))
    warn(
      `The earlier attempt left no journal. A batch job whose run began after ${startedAt} counts as started by it, and is started again only if it failed.`,
    );
  // F&O's dates have whole seconds.
  const since = `${new Date(startedAt).toISOString().slice(0, 19)}Z`;
  const planned = groups.flatMap((group) => goneOn(group, rows, journal, since));
  const places = countOutputs('groups', 'group');
  if (planned.length > places)
    throw new Problem(
      `Of several groups, some batch jobs were started and others were not. That makes ${planned.length} groups, and one run takes at most ${places}. Check the batch jobs in F&O, then start a new run with those that are missing. Nothing was sent.`,
    );
  return planned;
}
