import { journalIn } from '../../journal.mjs';
import { input, Problem, runStep } from '../../step.mjs';

await runStep(() => {
  const journal = input('download') === 'failure' ? 'lost' : journalIn(input('folder'), 'lost');
  if (journal === 'lost')
    throw new Problem(
      'The journal of the earlier attempt could not be downloaded or read, so it is not known whether that attempt has sent the file. Nothing was sent. Run the job again; if this happens again, check *Data management > Job history* in F&O, then start a new run.',
    );
  // The journal is kept before the file is sent: without one, nothing was.
  if (journal === undefined || journal.state === 'not sent') return { 'message-id': '' };
  if (journal.state === 'sent') return { 'message-id': journal.messageId };
  throw new Problem(
    'An earlier attempt of this job stopped while it was sending the file, so the file may have arrived. It is not sent again. Check in F&O (recurring data job, *Manage messages*) whether it did. If not, start a new run.',
  );
});
