import { randomBytes } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import process from 'node:process';

/**
 * What the small steps of the chains share. They do what expressions cannot: validate JSON, inspect a file, write a
 * payload. They are JavaScript actions without dependencies, so they run on every runner, and no input, event or
 * output is ever part of a script.
 */

/** An error that the user can fix; its message becomes the annotation and the output `error`. */
export class Problem extends Error {}

/** @returns the value of an input, trimmed; `''` if it has none */
export const input = (name) => (process.env[`INPUT_${name.toUpperCase()}`] ?? '').trim();

/** Masks a value, and each of its lines, in everything that the job prints from here on. */
export function mask(value) {
  for (const part of new Set([value, ...value.split(/\r?\n/)])) {
    if (part.trim() !== '') process.stdout.write(`::add-mask::${escaped(part)}\n`);
  }
}

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
    writeOutputs({ error: message.replace(/\s+/g, ' ') });
    process.stdout.write(`::error::${escaped(message)}\n`);
    process.exitCode = 1;
  }
}

/** @throws Problem with all messages that are not empty, if there are any */
export function refuse(problems) {
  const messages = problems.filter(Boolean);
  if (messages.length > 0) throw new Problem(`${messages.join(' ')} Nothing was sent.`);
}

/** @returns a message if the input is empty */
export const missing = (name, what) => (input(name) === '' ? `\`${name}\` is missing. Set it to ${what}.` : '');

/** @returns a message if the input is not a number greater than 0 */
export function notPositive(name) {
  const value = input(name);
  return /^(\d+(\.\d*)?|\.\d+)$/.test(value) && Number(value) > 0
    ? ''
    : `\`${name}\` is ${JSON.stringify(value)}, but must be a number greater than 0.`;
}

/** @returns a message if the input is neither `true` nor `false` */
export const notBoolean = (name) =>
  ['true', 'false'].includes(input(name))
    ? ''
    : `\`${name}\` is ${JSON.stringify(input(name))}, but must be \`true\` or \`false\`.`;

/**
 * An execution ID chosen by us, which names the run on GitHub and is never used twice. If the response to an import is
 * lost, F&O can be asked for this execution, so the import need not be sent again.
 */
export const newExecutionId = () =>
  `gh-${process.env.GITHUB_RUN_ID ?? '0'}-${process.env.GITHUB_RUN_ATTEMPT ?? '1'}-${randomBytes(4).toString('hex')}`;

function writeOutputs(outputs) {
  const delimiter = `end-${randomBytes(16).toString('hex')}`;
  const text = Object.entries(outputs).map(([name, value]) => `${name}<<${delimiter}\n${value}\n${delimiter}\n`);
  appendFileSync(process.env.GITHUB_OUTPUT, text.join(''));
}

const escaped = (text) => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
