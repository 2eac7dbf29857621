import { operation, requireEnvironment } from '../operation.ts';
import { INPUTS, parseArguments, parseCallbackUrl } from './arguments.ts';
import { OUTPUTS } from './outcome.ts';
import { waitForExecution } from './wait-for-execution.ts';
import { waitForJobs } from './wait-for-jobs.ts';

/** Waits until batch jobs, or an execution of data management, have ended. */
export const batchWait = operation({
  inputs: INPUTS,
  outputs: OUTPUTS,
  requestTimeoutSeconds: 300,
  parse(inputs, context) {
    requireEnvironment(inputs, context);
    return parseArguments(inputs);
  },
  run({ wanted, ...args }, tools) {
    switch (wanted.kind) {
      case 'rec-ids':
      case 'description':
        return waitForJobs(wanted, args, tools);
      case 'execution':
      case 'message':
        return waitForExecution(wanted, args, tools);
    }
  },
  outputsOfFailure: () => ({ outcome: 'failed', status: '', jobs: '[]' }),
  callbackUrl: (inputs) => parseCallbackUrl(inputs),
});
