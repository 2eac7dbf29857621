import { randomUUID } from 'node:crypto';
import { mkdirSync, renameSync, rmSync, type Stats, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { Failure, messageOf } from '../../errors.ts';
import { quoted, type Inputs } from '../../inputs.ts';
import { parseFilePath } from './file-path.ts';

/** Where the bytes of a response are written: under a name of their own until it is complete. */
export interface ResponseFile {
  path: string;
  temporaryPath: string;
}

/** @returns the absolute path; `undefined` if it is left to the action, or after noting what is wrong */
export function parseResponseFile(
  inputs: Inputs<'response-file'>,
  workspace: string,
  payloadPath: string | undefined,
): string | undefined {
  const file = parseFilePath(inputs, 'response-file', workspace);
  if (!file) return undefined;
  const { given, path } = file;
  const there = statOf(path);
  if (/[\\/]$/.test(given) || there?.isDirectory()) {
    inputs.problem(`\`response-file\` is ${quoted(given)}, which is a folder: give a file name.`);
  } else if (there && !there.isFile()) {
    inputs.problem(
      `\`response-file\` is ${quoted(given)}, which is a device or a pipe: give the name of a file. If you do not need the response, omit \`response-file\`.`,
    );
  }
  if (payloadPath === path) {
    inputs.problem('`response-file` and `payload-file` are the same file: give two different ones.');
  }
  return path;
}

function statOf(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch {
    // Nothing is there, or nothing that may be seen: whether it can be written is found out before the request.
    return undefined;
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
