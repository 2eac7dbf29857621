import process from 'node:process';
import { input, isAccepted, Problem, runStep } from '../../step.mjs';

/** How an execution ends that is sent again; anything else is under way, or went well. */
const ENDED_BADLY = /^(failed|cancell?ed|partiallysucceeded)$/i;

await runStep(() => {
  const ids = JSON.parse(input('execution-ids'));
  const place = ids.indexOf(input('known'));
  const status = input('status');
  if (place === -1) return chosen(ids[0], true);
  if (!ENDED_BADLY.test(status) || (/^partially/i.test(status) && isAccepted('partially-succeeded'))) {
    process.stdout.write(
      `An earlier attempt of this job has sent this package (execution ${ids[place]}, ${status}). It is not sent again.\n`,
    );
    return chosen(ids[place], false);
  }
  const next = ids[place + 1];
  if (next === undefined)
    throw new Problem(
      `F&O has ended this import ${ids.length} times without success. Start a new run. Nothing was sent.`,
    );
  process.stdout.write(
    `The execution of an earlier attempt, ${ids[place]}, ended as ${status}. The package is sent again.\n`,
  );
  return chosen(next, true);
});

function chosen(id, send) {
  return { 'execution-id': id, 'unique-name': `${id}.zip`, send: String(send) };
}
