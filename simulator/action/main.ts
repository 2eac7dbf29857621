/** The action `simulator`: starts it. The post step is `post.ts`. */
import * as core from '@actions/core';
import { STATE } from './end.ts';
import { startForJob } from './start.ts';

try {
  const job = await startForJob({
    scenario: core.getInput('scenario'),
    timeLimitMinutes: core.getInput('time-limit-minutes'),
    failOnUnknown: core.getInput('fail-on-unknown'),
    variables: process.env,
  });
  for (const secret of job.secrets) core.setSecret(secret);
  core.saveState(STATE, JSON.stringify(job.state));
  await job.keep();
  for (const [name, value] of Object.entries(job.variables)) core.exportVariable(name, value);
  for (const [name, value] of Object.entries(job.outputs)) core.setOutput(name, value);
  for (const line of job.log) core.info(line);
  for (const notice of job.notices) core.notice(notice);
  for (const warning of job.warnings) core.warning(warning);
} catch (error) {
  core.setFailed(error instanceof Error ? error.message : String(error));
}
