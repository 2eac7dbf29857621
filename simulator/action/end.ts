import { request } from 'node:https';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import type { RecordedRequest } from '../record.ts';
import { requestTable, unknownRequests } from './requests-table.ts';

/** What the first step hands to the post step. */
export interface JobState {
  pid: number;
  port: number;
  /** The certificate authority of this simulator, PEM. */
  caCertificate: string;
  failOnUnknown: boolean;
}

/** Its name in the state of the step. */
export const STATE = 'simulator';

const SHUTDOWN_MS = 10_000;

/** It is there, and is silent. */
class NoResponse extends Error {}

/** Says what the simulator was asked, and ends it. */
export async function endSimulator(state: JobState): Promise<{ log: string[]; failure: string | undefined }> {
  let requests: RecordedRequest[];
  try {
    requests = JSON.parse(await control(state, 'GET', 'requests')) as RecordedRequest[];
    await control(state, 'POST', 'stop');
  } catch (error) {
    // The number of a process that has ended may be another's by now.
    if (error instanceof NoResponse) send(state.pid, 'SIGKILL');
    const happened =
      error instanceof NoResponse
        ? 'The simulator no longer responded, so it was killed.'
        : 'The simulator had ended before this step. Did it reach its time limit (time-limit-minutes), or did a step end its process?';
    return { log: [], failure: `${happened} It is not known what was requested.` };
  }
  if (!(await hasEnded(state))) send(state.pid, 'SIGKILL');
  const log =
    requests.length === 0
      ? ['No request reached the simulator.']
      : [
          `The simulator received ${requests.length === 1 ? 'one request' : `${requests.length} requests`}:`,
          ...requestTable(requests),
        ];
  const unknown = unknownRequests(requests);
  if (unknown.length === 0) return { log, failure: undefined };
  const sentence = `The simulator does not serve what the job requested: ${unknown.join(', ')}.`;
  return state.failOnUnknown
    ? { log, failure: `${sentence} Set fail-on-unknown to false if a step requests it on purpose.` }
    : { log: [...log, sentence], failure: undefined };
}

/** A request to the control API, which responds only under the certificate of this very simulator. */
function control({ port, caCertificate: ca }: JobState, method: string, what: string): Promise<string> {
  return new Promise((settle, reject) => {
    const options = { host: '127.0.0.1', servername: 'localhost', port, ca, method, path: `/_simulator/${what}` };
    request({ ...options, agent: false, timeout: SHUTDOWN_MS }, (response) => {
      text(response).then(settle, reject);
    })
      .once('timeout', function (this: ReturnType<typeof request>) {
        this.destroy(new NoResponse());
      })
      .once('error', reject)
      .end();
  });
}

/** Whether nothing listens at its port any more; its process is then given a moment to end. */
async function hasEnded(state: JobState): Promise<boolean> {
  const giveUpAt = performance.now() + SHUTDOWN_MS;
  while (performance.now() < giveUpAt) {
    try {
      await control(state, 'GET', 'clock');
    } catch (error) {
      if (error instanceof NoResponse) return false;
      for (let tries = 0; tries < 20 && send(state.pid, 0); tries += 1) await delay(50);
      return true;
    }
    await delay(50);
  }
  return false;
}

/** @returns whether there is such a process; 0 only asks */
function send(pid: number, signal: 'SIGKILL' | 0): boolean {
  try {
    return process.kill(pid, signal);
  } catch {
    return false;
  }
}
