import type { InputName } from './contract.ts';
import { nearestName } from './near-names.ts';

type Env = Record<string, string | undefined>;

/** The variables of the job, laid under the inputs of the step. */
export interface Overlay {
  /** The environment, in which a value from a variable stands in the place of the input. */
  env: Env;
  /** The inputs whose values came from variables. */
  fromVariables: ReadonlySet<InputName>;
  /** Puts the variable behind the first mention of each of these inputs. */
  withVariables: (message: string) => string;
  /** For the log: which variables were read, never a value; empty where none was. */
  note: string;
  /** Variables that nobody reads, though one is nearly named so. */
  warnings: string[];
}

/** What the methods of the sign-in let variables give. */
export interface CredentialRules {
  /** The inputs of the credentials: where one has a value, no variable of a credential is read. */
  credentials: readonly InputName[];
  /** The inputs that a method may read from variables, by the value of `auth`. */
  readBy: (auth: string) => readonly InputName[];
}

const ALWAYS = ['environment-url', 'tenant-id', 'client-id', 'authority-host', 'scope'] as const;

/** What variables give whatever the sign-in is. */
export const jobInputs = [...ALWAYS, 'auth'] as const;

/** The variable that gives an input to every step of a job. */
export const variableOf = (name: InputName) => `D365FO_${name.toUpperCase().replaceAll('-', '_')}`;

/** Lays the variables `D365FO_…` under the inputs: where an input has no value, its variable gives it. */
export function overlayVariables(env: Env, { credentials, readBy }: CredentialRules): Overlay {
  const inputOf = (name: InputName) => env[`INPUT_${name.toUpperCase()}`]?.trim();
  const valueOf = (name: InputName) => (env[variableOf(name)]?.trim() ? env[variableOf(name)] : undefined);
  const auth = (inputOf('auth') || valueOf('auth') || 'auto').trim().toLowerCase();
  const isCredentialGiven = credentials.some(inputOf);
  const names = [...ALWAYS, ...(isCredentialGiven ? [] : (['auth', ...readBy(auth)] as const))];

  const used = names.filter((name) => !inputOf(name) && valueOf(name) !== undefined);
  const values = used.map((name) => [`INPUT_${name.toUpperCase()}`, valueOf(name)] as const);
  const variables = used.map(variableOf);
  const known = [...jobInputs, ...readBy('auto')].map(variableOf);
  return {
    env: { ...env, ...Object.fromEntries(values) },
    fromVariables: new Set(used),
    withVariables: (message) =>
      used.reduce(
        (text, name) => text.replace(`\`${name}\``, `\`${name}\` (variable \`${variableOf(name)}\`)`),
        message,
      ),
    note: variables.length === 0 ? '' : `Read from variables of the job: ${variables.join(', ')}.`,
    warnings: nearMisses(env, known),
  };
}

function nearMisses(env: Env, known: readonly string[]): string[] {
  const plain = (name: string) => name.replace(/^D365(FO)?_?/i, '').toUpperCase();
  return Object.keys(env)
    .filter((name) => /^D365/i.test(name) && !known.includes(name) && env[name])
    .flatMap((name) => {
      const near = known.find((one) => plain(one) === nearestName(plain(name), known.map(plain)));
      // Beside the right one, what only goes on (`D365FO_CLIENT_ID_TEST`) is the affair of the user.
      const isOwn = near !== undefined && Boolean(env[near]) && plain(name).startsWith(plain(near));
      return near === undefined || isOwn ? [] : [`The variable \`${name}\` is not read. Did you mean \`${near}\`?`];
    });
}
