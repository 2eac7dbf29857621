import { randomUUID } from 'node:crypto';
import { mkdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { Failure, messageOf } from '../../errors.ts';
import { quoted, type Inputs } from '../../inputs.ts';

/** Where the bytes of a response are written: under a name of their own until it is complete. */
export interface ResponseFile {
  path: string;
  temporaryPath: string;
}

/** @returns the absolute path; `undefined` if it is left to the action */
export function parseResponseFile(
  inputs: Inputs<'response-file'>,
  workspace: string,
  payloadFile: string | undefined,
): string | undefined {
  const given = inputs.text('response-file');
  if (given === undefined) return undefined;
  const path = resolve(workspace, given);
  if (/[\\/]$/.test(given) || isFolder(path)) {
    inputs.problem(`\`response-file\` is ${quoted(given)}, which is a folder: give a file name.`);
  }
  if (payloadFile !== undefined && resolve(workspace, payloadFile) === path) {
    inputs.problem('`response-file` and `payload-file` are the same file: give two different ones.');
  }
  return path;
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    // Nothing is there, or nothing that may be seen: whether it can be written is found out before the request.
    return false;
  }
}

/**
 * Makes the folder, and proves before anything is sent that a file can be written there.
 *
 * @throws Failure if it cannot
 */
export function prepareResponseFile(given: string | undefined, tempFolder: string): ResponseFile {
  const file = nextPart(given ?? join(tempFolder, `d365fo-response-${randomUUID()}`));
  try {
    mkdirSync(dirname(file.path), { recursive: true });
    writeFileSync(file.temporaryPath, '', { mode: 0o600 });
    dropPart(file);
  } catch (thrown) {
    throw new Failure(`\`response-file\` cannot be written, and nothing was sent: ${messageOf(thrown)}.`, {
      cause: thrown,
    });
  }
  return file;
}

/** A fresh temporary name, so that a response that is cut leaves the one before it whole. */
export const nextPart = (path: string): ResponseFile => ({
  path,
  temporaryPath: join(dirname(path), `.${basename(path)}.${randomUUID().slice(0, 8)}.part`),
});

/** @throws Failure if the file cannot be given its name */
export function keepPart({ path, temporaryPath }: ResponseFile, name: string, status: number): void {
  try {
    renameSync(temporaryPath, path);
  } catch (thrown) {
    throw new Failure(
      `${name} was carried out and returned ${status}, but \`response-file\` cannot be written: ${messageOf(thrown)}. Check what the call did before you run the step again.`,
      { cause: thrown },
    );
  }
}

/** Removes what is not to be kept; there may be nothing. */
export function dropPart({ temporaryPath }: ResponseFile): void {
  rmSync(temporaryPath, { force: true });
}
