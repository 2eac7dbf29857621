import { existsSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';

/**
 * Deletes the data project that this step made, unless a later step has. If a job is cancelled in the middle of a chain,
 * no later step of the chain may run, but this does.
 */
const { env } = process;
const isDeleted = existsSync(join(env.RUNNER_TEMP ?? '.', `d365fo-deleted-${env.INPUT_PROJECT}`));
if (env.INPUT_MODE === 'create' && !isDeleted) {
  Object.assign(env, { INPUT_MODE: 'delete', INPUT_ENTITIES: '', 'INPUT_REQUEST-TIMEOUT-SECONDS': '60' });
  await import('../../dist/index.js');
}
