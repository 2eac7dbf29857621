import { createHash, randomBytes } from 'node:crypto';
import { closeSync, createReadStream, openSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import process from 'node:process';
import { URL } from 'node:url';
import { input } from './step.mjs';

/** Names that the chains give to executions in F&O and to artifacts. */

/**
 * Names an artifact after what it is of. The digest tells unlike parts apart whatever their text becomes: `a-b`, `c` and
 * `a`, `b-c`, letters that GitHub or Windows refuses, capitals, which Windows does not tell apart, and what is cut off.
 *
 * @returns a name that GitHub accepts, of letters, digits, `_`, `.` and `-`; equal parts give the same one in every attempt
 */
export function artifactName(...parts) {
  const text = parts
    .filter(Boolean)
    .join('-')
    .replace(/[^\w.-]+/g, '-');
  return `${text.slice(0, 100)}-${sha256(JSON.stringify(parts)).slice(0, 12)}`;
}

/**
 * The artifact of a chain: the name that its input `artifact-name` gives, or for `auto` one made of where it comes from.
 *
 * @param parts what of the environment it is, beside the chain
 */
export function chosenArtifactName(chain, ...parts) {
  const given = input('artifact-name');
  const environment = environmentName(input('environment-name'), input('environment-url'));
  return given === 'auto' ? artifactName(chain, environment, ...parts) : given;
}

/**
 * @returns a message if the input `artifact-name` is one that GitHub refuses, which it would do after everything else
 *
 * https://github.com/actions/toolkit/blob/main/packages/artifact/src/internal/upload/path-and-artifact-name-validation.ts
 */
export const notArtifactName = () =>
  /[":<>|*?\r\n\\/]/.test(input('artifact-name'))
    ? `\`artifact-name\` is ${JSON.stringify(input('artifact-name'))}, but must not contain any of " : < > | * ? \\ / or line breaks.`
    : '';

/** The environment as the user calls it, else the host of its URL. */
export function environmentName(name, url) {
  const address = url || process.env.D365FO_ENVIRONMENT_URL || '';
  return name || (URL.canParse(address) ? new URL(address).host : address);
}

/**
 * Names this run of a chain. The last part distinguishes two chains in one workflow run.
 *
 * @returns `{run-key, attempt, started-at}`
 */
export function newRunKey() {
  const { GITHUB_RUN_ID: run = '0', GITHUB_RUN_ATTEMPT: attempt = '1' } = process.env;
  return {
    'run-key': `${run}-${attempt}-${randomBytes(4).toString('hex')}`,
    attempt,
    'started-at': new Date().toISOString(),
  };
}

/** Whether this is a later attempt than the one in which the chain began (input `first-attempt`). */
export const isLaterAttempt = (firstAttempt) => (process.env.GITHUB_RUN_ATTEMPT ?? '1') !== firstAttempt;

/**
 * The execution ID of an import or export, without its last digit. It is the same when the same job of the same run is
 * run again, so F&O can be asked what became of it; anything else gives another one. At most 27 characters.
 *
 * @param parts what is imported or exported, and where
 */
export function executionName(runKey, ...parts) {
  const { GITHUB_SERVER_URL, GITHUB_REPOSITORY, GITHUB_RUN_ID, GITHUB_JOB } = process.env;
  const all = [GITHUB_SERVER_URL, GITHUB_REPOSITORY, runKey || GITHUB_RUN_ID, GITHUB_JOB, ...parts];
  const base = sha256(JSON.stringify(all));
  return `gh-${sha256(`${base} ${placeOf(base)}`).slice(0, 24)}`;
}

/**
 * Names one use of a chain that sends a file, from the inputs that all of these have.
 *
 * @param parts where the file goes, beside the environment and the legal entity
 * @returns `{name, artifactOf}`: what executionName returns, and the name of an artifact that no other use has
 */
export async function nameFile(file, ...parts) {
  const [given, url, legalEntity] = ['environment-name', 'environment-url', 'legal-entity'].map(input);
  const address = url || process.env.D365FO_ENVIRONMENT_URL || '';
  const place = [legalEntity, await digestOf(file), input('place')];
  return {
    name: executionName(input('run-key'), `${given} ${address}`, ...parts, ...place),
    artifactOf: (chain, last) =>
      artifactName(chain, environmentName(given, address), legalEntity, process.env.GITHUB_JOB, last),
  };
}

/**
 * Two equal imports of one job are two imports: the second one finds the file that the first one left. The runner
 * empties its temporary folder between two jobs.
 */
function placeOf(base) {
  for (let place = 1; ; place += 1) {
    try {
      const file = join(process.env.RUNNER_TEMP ?? tmpdir(), `d365fo-place-${base.slice(0, 24)}-${place}`);
      closeSync(openSync(file, 'wx', 0o600));
      return place;
    } catch (thrown) {
      if (thrown.code !== 'EEXIST') throw thrown;
    }
  }
}

/**
 * Names a temporary data project: whose it is, since when, and of which run. src/operations/data-project/rules.ts reads
 * it. Two exports of one run have two.
 */
export function projectName() {
  const time = new Date().toISOString().slice(0, 19).replaceAll(/[-:]/g, '');
  return `gh-export-${time}Z-${process.env.GITHUB_RUN_ID ?? '0'}-${randomBytes(3).toString('hex')}`;
}

/** @returns the SHA-256 of a file, in hexadecimal */
export async function digestOf(file) {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}

const sha256 = (text) => createHash('sha256').update(text).digest('hex');
