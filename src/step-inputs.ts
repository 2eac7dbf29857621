import { credentialRules } from './entra/methods/index.ts';
import { parseConnectionVariables } from './http/connection-variables.ts';
import { nameProxy } from './http/proxy.ts';
import { readInputs, type Inputs } from './inputs.ts';
import type { InputName } from './contract.ts';
import type { Log } from './log.ts';
import type { Secrets } from './report/secrets.ts';
import { overlayVariables, variableOf } from './variables.ts';

/**
 * Reads the inputs of a step, and the variables that stand in for them or say how to connect. What is a secret among them
 * is known before anything is printed.
 *
 * @param env of the process; the toolkit finds the proxy there afterwards
 * @param secretNames inputs that are secrets, in variables too
 * @returns beside the inputs what is wrong with the variables of connections, for the caller to note in its place
 */
export function readStepInputs(
  env: Record<string, string | undefined>,
  secretNames: readonly InputName[],
  { secrets, log }: { secrets: Secrets; log: Log },
): { inputs: Inputs; problems: readonly string[]; connectionProblems: readonly string[] } {
  const variables = overlayVariables(env, credentialRules);
  const { inputs, problems } = readInputs(variables.env, variables);
  for (const name of secretNames) {
    secrets.add(inputs.raw(name));
    secrets.add(env[variableOf(name)]);
  }
  const connections = parseConnectionVariables(env);
  for (const secret of connections.secrets) secrets.add(secret);
  nameProxy(env, connections);
  for (const warning of [...variables.warnings, ...connections.warnings]) log.warning(warning);
  if (variables.note) log.info(variables.note);
  return { inputs, problems, connectionProblems: connections.problems };
}
