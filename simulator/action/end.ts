import { readFile } from 'node:fs/promises';
import { request } from 'node:https';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import type { RecordedRequest } from '../record.ts';
import { requestTable, unknownRequests } from './requests-table.ts';
import type { JobState } from './state.ts';

const SHUTDOWN_MS = 10_000;

/** Says what the simulator was asked, and ends it. */
export async function endSimulator(state: JobState): Promise<{ log: string[]; failure: string | undefined }> {
  const ca = await readFile(state.caFile, 'utf8');
  let requests: RecordedRequest[];
  try {
    requests = JSON.parse(await control(state, ca, 'GET', 'requests')) as RecordedRequest[];
    await control(state, ca, 'POST', 'stop');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return {
      log: [],
      failure: `The simulator had ended before this step, so it is not known what was requested (${reason}). Did it reach its time limit?`,
    };
  }
  if (!(await hasEnded(state, ca))) kill(state.pid);
  const log =
    requests.length === 0
      ? ['No request reached the simulator.']
      : [`The simulator received ${requests.length} requests:`, ...requestTable(requests)];
  const unknown = unknownRequests(requests);
  if (unknown.length === 0) return { log, failure: undefined };
  const sentence = `The simulator does not serve what the job requested: ${unknown.join(', ')}.`;
  return state.failOnUnknown
    ? { log, failure: `${sentence} Set fail-on-unknown to false if a step requests it on purpose.` }
    : { log: [...log, sentence], failure: undefined };
}

/** A request to the control API, which responds only under the certificate of this very simulator. */
function control({ port }: JobState, ca: string, method: string, what: string): Promise<string> {
  return new Promise((settle, reject) => {
    const options = { host: '127.0.0.1', servername: 'localhost', port, ca, method, path: `/_simulator/${what}` };
    request({ ...options, agent: false, timeout: SHUTDOWN_MS }, (response) => {
      text(response).then(settle, reject);
    })
      .once('timeout', function (this: ReturnType<typeof request>) {
        this.destroy(new Error('no response'));
      })
      .once('error', reject)
      .end();
  });
}

/** Whether nothing listens at its port any more. */
async function hasEnded(state: JobState, ca: string): Promise<boolean> {
  const giveUpAt = performance.now() + SHUTDOWN_MS;
  while (performance.now() < giveUpAt) {
    try {
      await control(state, ca, 'GET', 'clock');
    } catch {
      return true;
    }
    await delay(50);
  }
  return false;
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended meanwhile.
  }
}
