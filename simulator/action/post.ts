/** The post step: says what the simulator was asked, and ends it. A runner comes here after a step that failed, too. */
import * as core from '@actions/core';
import { endSimulator, STATE, type JobState } from './end.ts';

try {
  const saved = core.getState(STATE);
  const { log, failure } =
    saved === ''
      ? { log: ['The simulator did not start, so there is nothing to stop.'], failure: undefined }
      : await endSimulator(JSON.parse(saved) as JobState);
  for (const line of log) core.info(line);
  if (failure !== undefined) core.setFailed(failure);
} catch (error) {
  core.setFailed(error instanceof Error ? error.message : String(error));
}
