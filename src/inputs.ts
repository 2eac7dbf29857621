import { inputDefaults, inputsOfChains, type InputName } from './contract.ts';
import { withInvisibleNamed, withoutInvisible } from './invisible.ts';
import { meantValue, nearestName } from './near-names.ts';
import type { Overlay } from './variables.ts';

export type Bounds = { min: number; max?: number } | { above: number };

/**
 * Reads inputs; what is wrong with one becomes a problem, and reading goes on, so that all problems are found at once.
 * An input that is passed empty has its default in action.yml, like one that is not passed.
 */
export interface Inputs<Name extends string = InputName> {
  /** Trimmed; `undefined` where it is empty and has no default. */
  text: (name: Name) => string | undefined;
  /** As it came, for values whose bytes matter; `undefined` where it is empty and has no default. */
  raw: (name: Name) => string | undefined;
  /** `text` of an identifier or a URL, without the characters that nobody sees: it can hold none. */
  identifier: (name: Name) => string | undefined;
  flag: (name: Name) => boolean;
  choice: <Choice extends string>(name: Name, choices: readonly Choice[]) => Choice | undefined;
  /** Several of the choices, by comma or line. */
  choices: <Choice extends string>(name: Name, choices: readonly Choice[]) => Choice[];
  /** A decimal number within the bounds. */
  number: (name: Name, bounds: Bounds) => number | undefined;
  integer: (name: Name, bounds: { min: number; max: number }) => number | undefined;
  /** The values that are not empty, by comma or line. */
  list: (name: Name) => string[];
  /** The lines that are not blank, trimmed at the end. */
  lines: (name: Name) => string[];
  /** The lines that are not blank, trimmed, or the texts of a JSON array, for which the single line of a form does. */
  texts: (name: Name) => string[] | undefined;
  /** Whether it has a value other than its default in action.yml. */
  isGiven: (name: Name) => boolean;
  /** Whether a variable of the job gave its value. */
  isFromVariable: (name: Name) => boolean;
  /** Notes what is wrong, as a sentence that says what to do. */
  problem: (message: string) => void;
}

/** Which inputs have their values from variables of the job, and how a message names them. */
export type Origin = Pick<Overlay, 'fromVariables' | 'withVariables'>;
const STEP_ALONE: Origin = { fromVariables: new Set(), withVariables: (message) => message };

/**
 * @param env the variables of the process; an input travels as `INPUT_` and its name in capitals
 * @returns the inputs, and the list to which their problems are added
 */
export function readInputs(env: Record<string, string | undefined>, origin = STEP_ALONE) {
  return readInputsOf<InputName>(inputDefaults, env, origin);
}

/** The same for any action: its inputs are those that have a default, an empty one included. */
export function readInputsOf<Name extends string>(
  defaults: Readonly<Record<Name, string>>,
  env: Record<string, string | undefined>,
  { fromVariables, withVariables } = STEP_ALONE,
): { inputs: Inputs<Name>; problems: string[] } {
  const problems: string[] = [];
  const problem = (message: string) => {
    const named = withVariables(message);
    if (!problems.includes(named)) problems.push(named);
  };
  const given = (name: Name) => env[`INPUT_${name.toUpperCase()}`] ?? '';
  const raw = (name: Name) => given(name) || defaults[name] || undefined;
  const text = (name: Name) => given(name).trim() || defaults[name] || undefined;
  const list = (name: Name) =>
    (text(name) ?? '')
      .split(/[,\r\n]/)
      .map((part) => part.trim())
      .filter(Boolean);

  const number: Inputs<Name>['number'] = (name, bounds) => {
    const value = text(name);
    if (value === undefined) return undefined;
    const parsed = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)$/.test(value) ? Number(value) : NaN;
    if (isWithin(parsed, bounds)) return parsed;
    problem(`\`${name}\` is ${quoted(value)}: give a number ${rangeText(bounds)}.`);
    return undefined;
  };

  const inputs: Inputs<Name> = {
    text,
    identifier: (name) => withoutInvisible(text(name) ?? '').trim() || undefined,
    raw,
    list,
    number,
    problem,
    flag(name) {
      const value = text(name)?.toLowerCase();
      if (value !== undefined && value !== 'true' && value !== 'false') {
        problem(`\`${name}\` is ${quoted(value)}: give \`true\` or \`false\`${meantValue(value, ['true', 'false'])}.`);
      }
      return value === 'true';
    },
    choice(name, choices) {
      const value = text(name);
      const found = choices.find((choice) => choice === value?.toLowerCase());
      if (value !== undefined && found === undefined) {
        problem(`\`${name}\` is ${quoted(value)}: give one of ${listOf(choices)}${meantValue(value, choices)}.`);
      }
      return found;
    },
    choices(name, choices) {
      return list(name).flatMap((value) => {
        const found = choices.find((choice) => choice === value.toLowerCase());
        if (found) return [found];
        problem(
          `\`${name}\` has ${quoted(value)}: give one or more of ${listOf(choices)}${meantValue(value, choices)}.`,
        );
        return [];
      });
    },
    integer(name, bounds) {
      const value = number(name, bounds);
      if (value === undefined || Number.isInteger(value)) return value;
      problem(`\`${name}\` is ${quoted(String(value))}: give a whole number.`);
      return undefined;
    },
    lines: (name) =>
      (raw(name) ?? '')
        .split(/\r?\n/)
        .map((line) => line.trimEnd())
        .filter(Boolean),
    texts(name) {
      const value = text(name) ?? '';
      const texts = value.startsWith('[') ? jsonTexts(value) : value.split('\n');
      if (!texts) problem(`\`${name}\` is neither lines nor a JSON array of texts.`);
      return texts?.map((each) => each.trim()).filter(Boolean);
    },
    isFromVariable: (name) => (fromVariables as ReadonlySet<string>).has(name),
    isGiven: (name) => text(name) !== undefined && text(name) !== defaults[name],
  };
  return { inputs, problems };
}

function jsonTexts(value: string): string[] | undefined {
  try {
    const list: unknown = JSON.parse(value);
    const isList = Array.isArray(list) && list.every((each) => ['string', 'number'].includes(typeof each));
    return isList ? list.map(String) : undefined;
  } catch {
    return undefined;
  }
}

const listOf = (choices: readonly string[]): string => choices.map((choice) => `\`${choice}\``).join(', ');

const isWithin = (value: number, bounds: Bounds): boolean =>
  'above' in bounds ? value > bounds.above : value >= bounds.min && value <= (bounds.max ?? Infinity);

function rangeText(bounds: Bounds): string {
  if ('above' in bounds) return `above ${bounds.above}`;
  return bounds.max === undefined ? `of at least ${bounds.min}` : `from ${bounds.min} to ${bounds.max}`;
}

/** Of action.yml; an action of the chains has more. */
const known = (Object.keys(inputDefaults) as InputName[]).filter(
  (name) => !(inputsOfChains as readonly InputName[]).includes(name),
);

/** Notes variables that are nearly an input's name. */
export function checkNames(
  env: Record<string, string | undefined>,
  inputs: Pick<Inputs, 'problem'>,
  names: readonly string[] = known,
): void {
  for (const variable of Object.keys(env).filter((key) => key.startsWith('INPUT_'))) {
    const name = variable.slice('INPUT_'.length).toLowerCase();
    const near = names.includes(name) ? undefined : nearestName(name, names);
    if (near) inputs.problem(`\`${name}\` is not an input: did you mean \`${near}\`?`);
  }
}

/** Notes inputs that are given to an operation that does not read them. */
export function checkUnread(inputs: Inputs, operation: string, read: readonly InputName[]): void {
  for (const name of known.filter((candidate) => inputs.isGiven(candidate) && !read.includes(candidate))) {
    inputs.problem(`\`${name}\` is not read by operation \`${operation}\`: remove it.`);
  }
}

/** Why an input is empty although somebody set it. */
export const EMPTY_HINT =
  'A secret or variable is empty if the job does not name the GitHub environment that holds it (`environment:`), or if the run may not read it (a pull request from a fork or from Dependabot).';

/** A user's value inside a sentence: in quotes, on one line, what cannot be seen named, and not longer than a glance. */
export function quoted(value: string): string {
  const line = withInvisibleNamed(value).replace(/\s+/g, ' ');
  return `"${line.length > 80 ? `${line.slice(0, 79)}…` : line}"`;
}
