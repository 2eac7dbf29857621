import { randomBytes } from 'node:crypto';
import { appendFileSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';

/**
 * What the small steps of the chains share. They do what expressions cannot: validate JSON, inspect a file, write a
 * payload. They are JavaScript actions without dependencies, so they run on every runner, and no input, event or
 * output is ever part of a script.
 */

/** An error that the user can fix; its message becomes the annotation and the output `error`, beside other outputs. */
export class Problem extends Error {
  outputs;

  constructor(message, outputs = {}) {
    super(message);
    this.outputs = outputs;
  }
}

/** @returns the value of an input, trimmed; `''` if it has none */
export const input = (name) => (process.env[`INPUT_${name.toUpperCase()}`] ?? '').trim();

/** Masks a value, and each of its lines, in everything that the job prints from here on. */
export function mask(value) {
  for (const part of new Set([value, ...value.split(/\r?\n/)])) {
    if (part.trim() !== '') process.stdout.write(`::add-mask::${escaped(part)}\n`);
  }
}

/** Prints a warning annotation. */
export const warn = (message) => process.stdout.write(`::warning::${escaped(message)}\n`);

/** Prints a notice annotation. */
export const notice = (message) => process.stdout.write(`::notice::${escaped(message)}\n`);

/**
 * Runs a step: the object that it returns becomes its outputs.
 * A `Problem` fails the step with its message, anything else with a stack trace.
 */
export async function runStep(step) {
  try {
    writeOutputs({ error: '', ...(await step()) });
  } catch (thrown) {
    const message =
      thrown instanceof Problem ? thrown.message : `Internal error in this step: ${thrown?.stack ?? thrown}`;
    writeOutputs({ ...thrown?.outputs, error: message.replace(/\s+/g, ' ') });
    process.stdout.write(`::error::${escaped(message)}\n`);
    process.exitCode = 1;
  }
}

/** @throws Problem with all messages that are not empty, if there are any, and with the outputs */
export function refuse(problems, outputs = {}) {
  const messages = problems.filter(Boolean);
  if (messages.length > 0) throw new Problem(`${messages.join(' ')} Nothing was sent.`, outputs);
}

/** @returns a message if the input is empty */
export const missing = (name, what) => (input(name) === '' ? `\`${name}\` is missing. Set it to ${what}.` : '');

export const isNumber = (text) => /^(\d+(\.\d*)?|\.\d+)$/.test(text);

/** @returns a message if the value, by default that of the input, is not a number greater than 0 */
export const notPositive = (name, value = input(name)) =>
  isNumber(value) && Number(value) > 0
    ? ''
    : `\`${name}\` is ${JSON.stringify(value)}, but must be a number greater than 0.`;

/** @returns an input that is `true` or `false`, in any case */
export const flag = (name) => input(name).toLowerCase();

/** @returns a message if the input is neither `true` nor `false` */
export const notBoolean = (name) =>
  ['true', 'false'].includes(flag(name))
    ? ''
    : `\`${name}\` is ${JSON.stringify(input(name))}, but must be \`true\` or \`false\`.`;

/** @returns the inputs without what people paste around them, for the steps that send them */
export const trimmed = (...names) => Object.fromEntries(names.map((name) => [name, input(name)]));

/** @returns a message if the value, by default that of the input, cannot be a name or a path, which stands in one line without quotes */
export function notPlain(name, value = input(name)) {
  if (/[\r\n]/.test(value)) return `\`${name}\` must not contain line breaks.`;
  return /^(["'“”„«‘’]).*["'“”„»‘’]$/u.test(value)
    ? `\`${name}\` is ${JSON.stringify(value)}. Remove the quotation marks around it.`
    : '';
}

/**
 * @returns a message if the value, by default that of the input, is not the ID of one legal entity, which has up to four letters and digits
 *
 * https://learn.microsoft.com/dynamics365/fin-ops-core/fin-ops/organization-administration/tasks/create-legal-entity
 */
export const notLegalEntity = (name, value = input(name)) =>
  value === '' || /^[^\s,;]{1,4}$/u.test(value)
    ? notPlain(name, value)
    : notPlain(name, value) ||
      `\`${name}\` is ${JSON.stringify(value)}, but must be the ID of one legal entity, such as \`usmf\`.`;

/** What an input with a list of choices takes. src/operations/batch-wait/ has the same. */
const CHOICES = {
  'accept-outcome': [
    ...['error', 'canceled', 'not-run', 'deleted', 'withheld', 'scheduled', 'pending', 'ended-unknown'],
    ...['partially-succeeded', 'finished'],
  ],
  'cancel-on': ['interrupted', 'timeout'],
};
const choicesOf = (text) =>
  text
    .toLowerCase()
    .split(/[,\r\n]/)
    .map((part) => part.trim())
    .filter(Boolean);

/** @returns a message if the value, by default that of the input, has something that is none of its choices */
export function notChoices(name, value = input(name), where = '') {
  const other = choicesOf(value).find((choice) => !CHOICES[name].includes(choice));
  if (other === undefined) return '';
  return `${where}\`${name}\` has ${JSON.stringify(other)}, but takes only ${CHOICES[name].map((choice) => `\`${choice}\``).join(', ')}.`;
}

/** @returns whether the input `accept-outcome` names an outcome */
export const isAccepted = (outcome) => choicesOf(input('accept-outcome')).includes(outcome);

/** Minutes that a job needs besides its waits: sign-in, uploads, downloads, the summary. */
export const SPARE_MINUTES = 10;

/**
 * @param minutes how long the waits of the chain may take together
 * @returns a message if the job would be ended by its time limit (input `job-timeout-minutes`) before the waits are
 */
export function tooLong(minutes) {
  const limit = input('job-timeout-minutes');
  const malformed = notPositive('job-timeout-minutes');
  if (malformed || minutes + SPARE_MINUTES <= Number(limit)) return malformed;
  return `The waits of this chain may take ${rounded(minutes)} minutes, and the other steps ${SPARE_MINUTES}, but the job ends after ${limit} (\`job-timeout-minutes\`). Shorten the waits, or give the job more time.`;
}

/** @returns a message if the input `wait-timeout-minutes` is no time limit, or none that the job can keep */
export const notWait = () => notPositive('wait-timeout-minutes') || tooLong(Number(input('wait-timeout-minutes')));

/** The text without the slashes at its end. */
export function withoutEndSlashes(text) {
  let end = text.length;
  while (text[end - 1] === '/') end -= 1;
  return text.slice(0, end);
}

const rounded = (minutes) => String(Math.round(minutes * 10) / 10);

/**
 * Parses JSON that users write.
 *
 * @returns the value, in which a number that JavaScript cannot hold exactly is the text that stood there
 * @throws SyntaxError
 */
export const parseExactly = (json) =>
  JSON.parse(json, (_, value, { source }) =>
    typeof value === 'number' && !Number.isSafeInteger(value) ? new LargeNumber(source) : value,
  );

/** A number that is no integer up to 2^53: as text it keeps its digits, but whoever wrote the JSON may have lost some. */
export class LargeNumber {
  text;

  constructor(text) {
    this.text = text;
  }

  toString() {
    return this.text;
  }
}

/** Keeps a value for the `post` script of the same step, which has it in the variable `STATE_` and its name. */
export const saveState = (name, value) => appendFileSync(process.env.GITHUB_STATE, `${name}=${value}\n`);

/** Writes a new file that only this user can read: it neither follows a link nor overwrites a file of somebody else. */
export const writePrivately = (file, text) => writeFileSync(file, text, { mode: 0o600, flag: 'wx' });

/** @returns a new folder that only this user can open, for the files of one use of a chain */
export const newFolder = (name) => mkdtempSync(join(process.env.RUNNER_TEMP ?? tmpdir(), `d365fo-${name}-`));

function writeOutputs(outputs) {
  const delimiter = `end-${randomBytes(16).toString('hex')}`;
  const text = Object.entries(outputs).map(([name, value]) => `${name}<<${delimiter}\n${value}\n${delimiter}\n`);
  appendFileSync(process.env.GITHUB_OUTPUT, text.join(''));
}

const escaped = (text) => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
