import { randomBytes } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import process from 'node:process';

/**
 * The small steps of the chains that expressions cannot do: JSON to check, a file to look at, a payload to write.
 * They are JavaScript actions without dependencies, so that they run on every runner and nothing of an input, an event
 * or an output is ever part of a script.
 */

/** What the reader is to put right; its sentence becomes the annotation and the output `error`. */
export class Problem extends Error {}

/** @returns the value of an input, trimmed; `''` where it has none */
export const input = (name) => (process.env[`INPUT_${name.toUpperCase()}`] ?? '').trim();

/** Hides a value, and each of its lines, in everything that the job prints from here on. */
export function mask(value) {
  for (const part of new Set([value, ...value.split(/\r?\n/)])) {
    if (part.trim() !== '') process.stdout.write(`::add-mask::${escaped(part)}\n`);
  }
}

/**
 * Runs a step: the object that it returns becomes its outputs.
 * A `Problem` fails it with its sentence, anything else with a stack trace.
 */
export async function runStep(step) {
  try {
    writeOutputs({ error: '', ...(await step()) });
  } catch (thrown) {
    const sentence = thrown instanceof Problem ? thrown.message : `This step has a fault: ${thrown?.stack ?? thrown}`;
    writeOutputs({ error: sentence.replace(/\s+/g, ' ') });
    process.stdout.write(`::error::${escaped(sentence)}\n`);
    process.exitCode = 1;
  }
}

/** @throws Problem with all sentences that are not empty, where there are any */
export function refuse(problems) {
  const sentences = problems.filter(Boolean);
  if (sentences.length > 0) throw new Problem(`${sentences.join(' ')} Nothing was sent.`);
}

/** @returns a sentence where the input is empty */
export const missing = (name, what) => (input(name) === '' ? `\`${name}\` is missing: give ${what}.` : '');

/** @returns a sentence where the input is not a number above 0 */
export function notPositive(name) {
  const value = input(name);
  return /^(\d+\.?\d*|\.\d+)$/.test(value) && Number(value) > 0
    ? ''
    : `\`${name}\` is ${JSON.stringify(value)}: give a number above 0.`;
}

/** @returns a sentence where the input is neither `true` nor `false` */
export const notBoolean = (name) =>
  ['true', 'false'].includes(input(name))
    ? ''
    : `\`${name}\` is ${JSON.stringify(input(name))}: give \`true\` or \`false\`.`;

/**
 * An execution id of our own: the run on GitHub can be told from it, and no two executions share one. It is what makes
 * an answer that got lost a question (what became of that execution?) and not a second import.
 */
export const newExecutionId = () =>
  `gh-${process.env.GITHUB_RUN_ID ?? '0'}-${process.env.GITHUB_RUN_ATTEMPT ?? '1'}-${randomBytes(4).toString('hex')}`;

function writeOutputs(outputs) {
  const delimiter = `end-${randomBytes(16).toString('hex')}`;
  const text = Object.entries(outputs).map(([name, value]) => `${name}<<${delimiter}\n${value}\n${delimiter}\n`);
  appendFileSync(process.env.GITHUB_OUTPUT, text.join(''));
}

const escaped = (text) => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
