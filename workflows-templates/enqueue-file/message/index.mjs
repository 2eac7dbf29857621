import { writeJournal } from '../../journal.mjs';
import { input, Problem, runStep } from '../../step.mjs';

const DOUBT =
  'The file may have arrived. It is not sent again, also not by a re-run. Check in F&O (recurring data job, *Manage messages*). If it did not arrive, start a new run.';

await runStep(() => {
  const [outcome, status] = [input('outcome'), input('status-code')];
  if (outcome === 'failure') {
    // The step before has said why. A server that refuses a request has not carried it out; without a status, the step
    // failed before it had sent anything.
    const isRefused = status === '' || /^[34]/.test(status);
    return {
      'message-id': '',
      doubt: isRefused ? '' : DOUBT,
      'journal-file': writeJournal({ state: isRefused ? 'not sent' : 'sending' }),
    };
  }
  const messageId = /^2/.test(status) ? messageIdOf(input('response')) : undefined;
  if (messageId === undefined)
    throw new Problem(
      `${status === '' ? 'F&O did not respond.' : `The response was ${status}, without a message ID.`} ${DOUBT}`,
    );
  return { 'message-id': messageId, doubt: '', 'journal-file': writeJournal({ state: 'sent', messageId }) };
});

/** F&O returns `{"value": "<GUID>"}`, a JSON string, or the bare GUID. */
function messageIdOf(response) {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.exec(valueOf(response))?.[0];
}

function valueOf(response) {
  try {
    const json = JSON.parse(response);
    return String(json?.value ?? json);
  } catch {
    return response;
  }
}
