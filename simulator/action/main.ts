/** The action `simulator`: the same file starts the simulator and, as the post step, ends it. */
import * as core from '@actions/core';
import { endSimulator } from './end.ts';
import { startForJob } from './start.ts';
import { readState, type JobState } from './state.ts';

const STATE = 'simulator';

async function start(): Promise<void> {
  const job = await startForJob({
    scenario: core.getInput('scenario'),
    timeLimitMinutes: core.getInput('time-limit-minutes'),
    variables: process.env,
  });
  for (const secret of job.secrets) core.setSecret(secret);
  const state: JobState = { ...job.state, failOnUnknown: core.getBooleanInput('fail-on-unknown') };
  core.saveState(STATE, JSON.stringify(state));
  for (const [name, value] of Object.entries(job.variables)) core.exportVariable(name, value);
  for (const [name, value] of Object.entries(job.outputs)) core.setOutput(name, value);
  for (const line of job.log) core.info(line);
  for (const notice of job.notices) core.notice(notice);
}

async function end(state: JobState): Promise<void> {
  const { log, failure } = await endSimulator(state);
  for (const line of log) core.info(line);
  if (failure !== undefined) core.setFailed(failure);
}

try {
  const saved = core.getState(STATE);
  await (saved === '' ? start() : end(readState(saved)));
} catch (error) {
  core.setFailed(error instanceof Error ? error.message : String(error));
}
