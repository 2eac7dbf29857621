import type { SignIn } from './entra/sign-in.ts';
import { parseSignIn, signInInputs } from './entra/sign-in.ts';
import { parseEnvironmentUrl } from './fno/environment-url.ts';
import { checkNames, checkUnread, readInputs, type Inputs } from './inputs.ts';
import type { Secrets } from './report/secrets.ts';
import { operations } from './operations/index.ts';
import type { Operation, Result, Tools } from './operations/operation.ts';
import type { Overlay } from './variables.ts';

/** The inputs of every operation; `signInInputs` are the others. */
export const commonInputs = [
  'operation',
  'environment-url',
  'request-timeout-seconds',
  'max-retries',
  'summary',
] as const;

export interface Prepared {
  signIn: SignIn;
  environment: URL | undefined;
  requestTimeoutMs: number;
  maxRetries: number;
  run: (tools: Tools) => Promise<Result>;
}

/** What is known of the step before its first request; `prepared` holds all problems where there are any. */
export interface Preparation {
  operationName: string;
  /** `undefined` where the name is wrong. */
  operation: Operation | undefined;
  callbackUrl: URL | undefined;
  writesSummary: boolean;
  prepared: Prepared | { problems: string[] };
}

export interface Circumstances {
  env: Record<string, string | undefined>;
  variables: Overlay;
  nowMs: number;
  /** Takes what is decoded from the inputs. */
  secrets: Secrets;
}

/** Parses every input, and sends nothing. */
export async function prepare(circumstances: Circumstances): Promise<Preparation> {
  const { env, variables } = circumstances;
  const { inputs, problems } = readInputs(variables.env, variables);
  const operationName = inputs.text('operation')?.toLowerCase() ?? '';
  const operation = Object.hasOwn(operations, operationName) ? await operations[operationName]?.() : undefined;
  const writesSummary = inputs.flag('summary');
  const preparation = { operationName, operation, writesSummary };
  checkNames(env, inputs);
  if (!operation) {
    inputs.problem(wrongOperation(operationName));
    await parseCommon(inputs, { name: undefined, sendsToken: true }, circumstances);
    // The one operation that is waited for by others may be the one that was meant.
    return { ...preparation, callbackUrl: await anyCallbackUrl(inputs), prepared: { problems } };
  }
  checkUnread(inputs, operationName, [...commonInputs, ...signInInputs, ...operation.inputs]);
  const prepared = await parseAll(inputs, operationName, operation, circumstances);
  const callbackUrl = operation.callbackUrl(inputs);
  return { ...preparation, callbackUrl, prepared: prepared && problems.length === 0 ? prepared : { problems } };
}

async function anyCallbackUrl(inputs: Inputs): Promise<URL | undefined> {
  const all = await Promise.all(Object.values(operations).map((load) => load()));
  return all.map((operation) => operation.callbackUrl(inputs)).find((url) => url !== undefined);
}

async function parseAll(
  inputs: Inputs,
  operationName: string,
  operation: Operation,
  circumstances: Circumstances,
): Promise<Prepared | undefined> {
  const { environment, signIn, requestTimeoutSeconds, maxRetries } = await parseCommon(
    inputs,
    { name: operationName, sendsToken: operation.sendsToken(inputs) },
    circumstances,
  );
  const run = await operation.prepare(inputs, {
    environment,
    anonymous: signIn?.kind === 'none',
    workspace: circumstances.env['GITHUB_WORKSPACE'] ?? process.cwd(),
    nowMs: circumstances.nowMs,
  });
  if (!signIn || !run) return undefined;
  const requestTimeoutMs = (requestTimeoutSeconds ?? operation.requestTimeoutSeconds) * 1000;
  return { signIn, environment: urlOf(environment), requestTimeoutMs, maxRetries, run };
}

/** Parses what every operation reads. */
async function parseCommon(
  inputs: Inputs,
  { name, sendsToken }: { name: string | undefined; sendsToken: boolean },
  { env, nowMs, secrets }: Circumstances,
) {
  const environment = parseEnvironmentUrl(inputs);
  const wallTime = { epochMs: nowMs };
  return {
    environment,
    signIn: await parseSignIn(inputs, {
      env,
      environment: urlOf(environment),
      operation: name,
      sendsToken,
      wallTime,
      secrets,
    }),
    requestTimeoutSeconds: inputs.number('request-timeout-seconds', { min: 0 }),
    maxRetries: inputs.integer('max-retries', { min: 0, max: 100 }) ?? 5,
  };
}

const urlOf = (environment: ReturnType<typeof parseEnvironmentUrl>) =>
  environment instanceof URL ? environment : undefined;

function wrongOperation(name: string): string {
  const known = Object.keys(operations)
    .map((candidate) => `\`${candidate}\``)
    .join(', ');
  return name ? `\`operation\` is "${name}": give one of ${known}.` : `\`operation\` is missing: give one of ${known}.`;
}
