import type { Clock } from '../clock.ts';
import type { InputName, OutputName } from '../contract.ts';
import type { Bearer } from '../entra/bearer.ts';
import type { Fno } from '../fno/environment.ts';
import { EMPTY_HINT, type Inputs } from '../inputs.ts';
import type { Log } from '../log.ts';
import type { Complaint } from '../report/report.ts';
import type { Secrets } from '../report/secrets.ts';
import type { Story } from '../report/summary.ts';

/** What is known of the run while an operation parses its inputs. */
export interface ParseContext {
  /** `environment-url`; an invalid one is a problem already. */
  environment: URL | 'missing' | 'invalid';
  /** Whether requests carry no bearer (`auth: none`). */
  anonymous: boolean;
  /** Relative files are meant from here. */
  workspace: string;
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

declare const byVerdicts: unique symbol;

/** How a run ended. Only `Verdicts` makes one. */
export type Result<Output extends OutputName = OutputName> = (
  { verdict: 'ok' } | { verdict: 'failed'; error: Complaint }
) & {
  outputs: Outputs<Output>;
  story: Story;
  /** The outputs that may be in it: a result with others is of another type. */
  readonly [byVerdicts]: Output;
};

/** Outputs that hold no other names than the declared ones: also in a variable, in a spread, in one case of a union. */
export type Declared<Given, Output extends OutputName> = Given &
  Outputs<Output> &
  Record<Exclude<Given extends unknown ? keyof Given : never, Output>, never>;

/** How a run says what came of it; setting an output that is not declared does not compile. */
export interface Verdicts<Output extends OutputName = OutputName> {
  ok: <Given extends object>(outputs: Declared<Given, Output>, story?: Story) => Result<Output>;
  failed: <Given extends object>(error: Complaint, outputs: Declared<Given, Output>, story?: Story) => Result<Output>;
}

export const verdicts: Verdicts = {
  ok: (outputs, story = { blocks: [] }) => ({ verdict: 'ok', outputs, story }) as unknown as Result,
  failed: (error, outputs, story = { blocks: [] }) =>
    ({ verdict: 'failed', error, outputs, story }) as unknown as Result,
};

interface Definition<
  Input extends InputName,
  Output extends OutputName,
  Args extends object,
  OfFailure extends object,
> {
  /** The inputs that it reads in addition to those of every operation; reading another does not compile. */
  inputs: readonly Input[];
  /** The outputs that it sets in addition to `error`; setting another does not compile. */
  outputs: readonly Output[];
  requestTimeoutSeconds: number;
  /** Parses everything before the first request; returns nothing after noting a problem. */
  parse: (inputs: Inputs<NoInfer<Input>>, context: ParseContext) => Args | undefined | Promise<Args | undefined>;
  /** Carries it out; throws `Failure` where it cannot go on. */
  run: (args: Args, tools: Tools, verdicts: Verdicts<NoInfer<Output>>) => Promise<Result<NoInfer<Output>>>;
  /** The outputs of a run that ended by a throw or by invalid inputs. */
  outputsOfFailure?: (thrown: unknown) => Declared<OfFailure, NoInfer<Output>>;
  /** Whether it sends the token to the environment; default is yes. */
  sendsToken?: (inputs: Inputs<NoInfer<Input>>) => boolean;
  /** Where the result is posted, whatever it is; read even if other inputs are wrong. */
  callbackUrl?: (inputs: Inputs<NoInfer<Input>>) => URL | undefined;
}

/** An operation as main sees it: its inputs go in, and what remains to be done comes out. */
export interface Operation {
  inputs: readonly InputName[];
  outputs: readonly OutputName[];
  requestTimeoutSeconds: number;
  prepare(inputs: Inputs, context: ParseContext): Promise<((tools: Tools) => Promise<Result>) | undefined>;
  outputsOfFailure(thrown: unknown): Outputs;
  sendsToken(inputs: Inputs): boolean;
  callbackUrl(inputs: Inputs): URL | undefined;
}

export function operation<
  const Input extends InputName,
  const Output extends OutputName,
  Args extends object,
  OfFailure extends object,
>(definition: Definition<Input, Output, Args, OfFailure>): Operation {
  return {
    inputs: definition.inputs,
    outputs: definition.outputs,
    requestTimeoutSeconds: definition.requestTimeoutSeconds,
    async prepare(inputs, context) {
      const args = await definition.parse(inputs, context);
      return args && ((tools) => definition.run(args, tools, verdicts as unknown as Verdicts<Output>));
    },
    outputsOfFailure: (thrown) => definition.outputsOfFailure?.(thrown) ?? {},
    sendsToken: (inputs) => definition.sendsToken?.(inputs) ?? true,
    callbackUrl: (inputs) => definition.callbackUrl?.(inputs),
  };
}

/** An operation that reads its inputs as another does, and sends nothing: a chain checks so what it sends at its end. */
export const parsedOnly = (other: Operation): Operation => ({
  ...other,
  outputs: [],
  prepare: async (inputs, context) =>
    (await other.prepare(inputs, context)) && (() => Promise.resolve(verdicts.ok({}))),
  outputsOfFailure: () => ({}),
});

export const ENVIRONMENT_MISSING = `\`environment-url\` is missing: give the URL of the environment, such as https://contoso.operations.dynamics.com. ${EMPTY_HINT}`;

/** Notes a missing `environment-url`, for operations that cannot do without it. */
export function requireEnvironment(inputs: Pick<Inputs, 'problem'>, { environment }: ParseContext): void {
  if (environment !== 'missing') return;
  inputs.problem(ENVIRONMENT_MISSING);
}
