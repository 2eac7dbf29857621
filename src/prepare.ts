import type { WallTime } from './clock.ts';
import { parseSignIn, signInInputs, type SignIn } from './entra/sign-in.ts';
import { parseEnvironmentUrl } from './fno/environment-url.ts';
import { checkUnread, quoted, type Inputs } from './inputs.ts';
import { meantValue } from './near-names.ts';
import { operations, operationsOfChains } from './operations/index.ts';
import type { Operation, Result, Tools } from './operations/operation.ts';
import type { Secrets } from './report/secrets.ts';

/** The inputs of every operation; `signInInputs` are the others. */
export const commonInputs = [
  'operation',
  'environment-url',
  'request-timeout-seconds',
  'max-retries',
  'summary',
] as const;

/** The operation of a run, under the name that the input gives it. */
export interface Chosen {
  name: string;
  operation: Operation;
}

/** A run before its first request. */
export interface Prepared {
  signIn: SignIn;
  /** `undefined` where every URL is absolute. */
  environment: URL | undefined;
  requestTimeoutMs: number;
  maxRetries: number;
  run: (tools: Tools) => Promise<Result>;
}

export interface Circumstances {
  env: Record<string, string | undefined>;
  now: WallTime;
  /** Takes what is decoded from the inputs. */
  secrets: Secrets;
}

/** @returns the operation that the input names; nothing after noting that there is no such one */
export async function chooseOperation(inputs: Inputs): Promise<Chosen | undefined> {
  const given = inputs.text('operation');
  const name = given?.toLowerCase() ?? '';
  const all = { ...operations, ...operationsOfChains };
  const operation = Object.hasOwn(all, name) ? await all[name]?.() : undefined;
  if (operation) return { name, operation };
  const names = Object.keys(operations);
  const known = names.map((candidate) => `\`${candidate}\``).join(', ');
  inputs.problem(
    `\`operation\` is ${given === undefined ? 'missing' : quoted(given)}: give one of ${known}${meantValue(name, names)}.`,
  );
  return undefined;
}

/** Where the result is posted; of an operation that is not known, where the one that was meant would post it. */
export async function findCallbackUrl(inputs: Inputs, chosen: Chosen | undefined): Promise<URL | undefined> {
  if (chosen) return chosen.operation.callbackUrl(inputs);
  const all = await Promise.all(Object.values(operations).map((load) => load()));
  return all.map((operation) => operation.callbackUrl(inputs)).find((url) => url !== undefined);
}

/**
 * Parses every other input, and sends nothing.
 *
 * @returns nothing after noting a problem
 */
export async function prepare(
  inputs: Inputs,
  chosen: Chosen | undefined,
  { env, now, secrets }: Circumstances,
): Promise<Prepared | undefined> {
  const environment = parseEnvironmentUrl(inputs);
  const url = environment instanceof URL ? environment : undefined;
  const operation = chosen?.operation;
  const sendsToken = operation?.sendsToken(inputs) ?? true;
  const about = { env, environment: url, operation: chosen?.name, sendsToken, wallTime: now, secrets };
  const signIn = await parseSignIn(inputs, about);
  const requestTimeoutSeconds =
    inputs.number('request-timeout-seconds', { min: 0 }) ?? operation?.requestTimeoutSeconds;
  const maxRetries = inputs.integer('max-retries', { min: 0, max: 100 });
  if (chosen) checkUnread(inputs, chosen.name, [...commonInputs, ...signInInputs, ...chosen.operation.inputs]);
  const run = await operation?.prepare(inputs, {
    environment,
    anonymous: signIn?.kind === 'none',
    workspace: env['GITHUB_WORKSPACE'] ?? process.cwd(),
  });
  if (!signIn || !run || requestTimeoutSeconds === undefined || maxRetries === undefined) return undefined;
  return { signIn, environment: url, requestTimeoutMs: requestTimeoutSeconds * 1000, maxRetries, run };
}
