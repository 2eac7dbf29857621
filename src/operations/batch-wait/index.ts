import { operation, requireEnvironment } from '../operation.ts';
import { INPUTS, parseArguments, parseCallbackUrl } from './arguments.ts';
import { OUTPUTS } from './outcome.ts';

/** Waits until batch jobs, or an execution of data management, have ended. */
export const batchWait = operation({
  inputs: INPUTS,
  outputs: OUTPUTS,
  requestTimeoutSeconds: 300,
  parse(inputs, context) {
    requireEnvironment(inputs, context);
    return parseArguments(inputs);
  },
  async run({ wanted, ...args }, tools, verdicts) {
    switch (wanted.kind) {
      case 'rec-ids':
      case 'description':
        return (await import('./jobs.ts')).waitForJobs(wanted, args, tools, verdicts);
      case 'execution':
      case 'message':
        return (await import('./execution.ts')).waitForExecution(wanted, args, tools, verdicts);
    }
  },
  outputsOfFailure: () => ({ outcome: 'failed', status: '', jobs: '[]' }),
  callbackUrl: (inputs) => parseCallbackUrl(inputs),
});
