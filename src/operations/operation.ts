import type { Clock } from '../clock.ts';
import type { InputName, OutputName } from '../contract.ts';
import type { Bearer } from '../entra/bearer.ts';
import type { Fno } from '../fno/environment.ts';
import type { Inputs } from '../inputs.ts';
import type { Log } from '../report/log.ts';
import type { Secrets } from '../report/secrets.ts';

/** What is known of the run while an operation parses its inputs. */
export interface ParseContext {
  /** `environment-url`; an invalid one is a problem already. */
  environment: URL | 'missing' | 'invalid';
  /** Whether requests carry no bearer (`auth: none`). */
  anonymous: boolean;
  /** Relative files are meant from here. */
  workspace: string;
  nowMs: number;
}

/** What an operation works with; it touches nothing else of the outside world but its own files. */
export interface Tools {
  fno: Fno;
  bearer: Bearer;
  log: Log;
  clock: Clock;
  secrets: Secrets;
  /** Aborted with `Interrupted` when the runner ends the step. */
  signal: AbortSignal;
  /** A folder of the job for files that nobody named. */
  tempFolder: string;
}

export type Outputs<Output extends OutputName = OutputName> = Partial<Record<Output, string>>;

/** `summary` is the operation's part of the job summary, in Markdown. */
export type Result<Output extends OutputName = OutputName> =
  | { verdict: 'ok'; outputs: Outputs<Output>; summary: string }
  | { verdict: 'failed'; error: string; outputs: Outputs<Output>; summary: string };

interface Definition<Input extends InputName, Output extends OutputName, Args> {
  /** The inputs that it reads beside those of every operation; reading another does not compile. */
  inputs: readonly Input[];
  /** The outputs that it sets beside `error`; setting another does not compile. */
  outputs: readonly Output[];
  requestTimeoutSeconds: number;
  /** Parses everything before the first request. What it returns after noting a problem is never run. */
  parse(inputs: Inputs<Input>, context: ParseContext): Args | Promise<Args>;
  /** Carries it out; throws `Failure` where it cannot go on. */
  run(args: Args, tools: Tools): Promise<Result<Output>>;
  /** The outputs of a run that ended by a throw or by invalid inputs. */
  outputsOfFailure?: (thrown: unknown) => Outputs<Output>;
  /** Where the result is to be told, whatever it is; read even where other inputs are wrong. */
  callbackUrl?: (inputs: Inputs<Input>) => URL | undefined;
}

/** An operation as main sees it: its inputs go in, and what remains to be done comes out. */
export interface Operation {
  inputs: readonly InputName[];
  outputs: readonly OutputName[];
  requestTimeoutSeconds: number;
  prepare(inputs: Inputs, context: ParseContext): Promise<(tools: Tools) => Promise<Result>>;
  outputsOfFailure(thrown: unknown): Outputs;
  callbackUrl(inputs: Inputs): URL | undefined;
}

export function operation<const Input extends InputName, const Output extends OutputName, Args>(
  definition: Definition<Input, Output, Args>,
): Operation {
  return {
    inputs: definition.inputs,
    outputs: definition.outputs,
    requestTimeoutSeconds: definition.requestTimeoutSeconds,
    async prepare(inputs, context) {
      const args = await definition.parse(inputs, context);
      return (tools) => definition.run(args, tools);
    },
    outputsOfFailure: (thrown) => definition.outputsOfFailure?.(thrown) ?? {},
    callbackUrl: (inputs) => definition.callbackUrl?.(inputs),
  };
}

/** Notes a missing `environment-url`, for operations that cannot do without it. */
export function requireEnvironment(inputs: Pick<Inputs, 'problem'>, { environment }: ParseContext): void {
  if (environment !== 'missing') return;
  inputs.problem(
    '`environment-url` is missing: give the URL of the environment, such as https://contoso.operations.dynamics.com.',
  );
}
