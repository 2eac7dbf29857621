import { operation } from '../operation.ts';
import { parseRest, restInputs, restOutputs } from './arguments.ts';
import { runRest } from './run.ts';

/** Calls any service or OData path of the environment, or any other URL without a sign-in. */
export const rest = operation({
  inputs: restInputs,
  outputs: restOutputs,
  requestTimeoutSeconds: 300,
  parse: parseRest,
  run: runRest,
});
