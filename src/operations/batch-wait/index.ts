import { msSince } from '../../clock.ts';
import { operation, requireEnvironment } from '../operation.ts';
import { INPUTS, parseArguments, parseCallbackUrl } from './arguments.ts';
import { OUTPUTS, type Waited } from './outcome.ts';

/** Waits until batch jobs, or an execution of data management, have ended. */
export const batchWait = operation({
  inputs: INPUTS,
  outputs: OUTPUTS,
  requestTimeoutSeconds: 300,
  parse(inputs, context) {
    requireEnvironment(inputs, context);
    return parseArguments(inputs);
  },
  async run({ wanted, ...args }, tools, { ok, failed }) {
    const begun = tools.clock.moment();
    const wait = async (): Promise<Waited> => {
      switch (wanted.kind) {
        case 'rec-ids':
        case 'description':
          return (await import('./jobs.ts')).waitForJobs(wanted, args, tools);
        case 'execution':
        case 'message':
          return (await import('./execution.ts')).waitForExecution(wanted, args, tools);
      }
    };
    const { outcome, status, jobs, jobsFile, errorsFile, errorCount, error, story } = await wait();
    const outputs = {
      outcome,
      status,
      jobs: JSON.stringify(jobs),
      ...(jobsFile !== undefined && { 'jobs-file': jobsFile }),
      'elapsed-seconds': String(Math.round(msSince(tools.clock, begun) / 1000)),
      ...(errorCount !== undefined && { 'error-count': String(errorCount) }),
      ...(errorsFile !== undefined && { 'errors-file': errorsFile }),
    };
    return error === undefined ? ok(outputs, story) : failed(error, outputs, story);
  },
  outputsOfFailure: () => ({ outcome: 'failed', status: '', jobs: '[]' }),
  callbackUrl: (inputs) => parseCallbackUrl(inputs),
});
