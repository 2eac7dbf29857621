import process from 'node:process';
import { writeJournal } from '../../journal.mjs';
import { input, isAccepted, runStep } from '../../step.mjs';

/** How a message ends whose file is sent again. https://learn.microsoft.com/dynamics365/fin-ops-core/dev-itpro/data-entities/recurring-integrations */
const ENDED_BADLY = /^(processedwitherrors|preprocessingerror|postprocessingfailed)$/i;

await runStep(() => {
  const [known, status] = [input('known'), input('status')];
  const accepted = /^processedwitherrors$/i.test(status) && isAccepted('partially-succeeded');
  if (known !== '' && (accepted || !ENDED_BADLY.test(status))) {
    process.stdout.write(
      `An earlier attempt of this job has sent this file (message ${known}, ${status}). It is not sent again.\n`,
    );
    return { send: 'false', 'journal-file': '' };
  }
  if (known !== '')
    process.stdout.write(`The message of an earlier attempt, ${known}, ended as ${status}. The file is sent again.\n`);
  return { send: 'true', 'journal-file': writeJournal({ state: 'sending' }) };
});
