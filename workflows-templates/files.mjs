import { readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { notFile } from './zip.mjs';

/** @returns the absolute path of what is named relative to the workspace */
export const inWorkspace = (path) => resolve(process.env.GITHUB_WORKSPACE ?? '.', path);

/** @returns a message if an input names no folder of the workspace */
export function notFolder(name, folder) {
  const found = statSync(inWorkspace(folder), { throwIfNoEntry: false });
  if (found?.isDirectory()) return '';
  const wrong = found
    ? 'is not a folder'
    : 'does not exist. Check the path, and that the job checks out the repository';
  return `\`${name}\` names ${JSON.stringify(folder)}, which ${wrong}.`;
}

/**
 * Finds the file that a chain sends.
 *
 * @param name the path that was given; `''` if the artifact holds a single file
 * @param folder where the artifact is; `''` if it is a file of the workspace
 * @returns `{file}`, or `{problem}`
 */
export function findFile(name, folder) {
  if (name === '') {
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => !entry.isDirectory());
    if (files.length !== 1)
      return {
        problem: `The artifact contains ${files.length} files. Set \`file\` to the path of the file inside the artifact.`,
      };
    return { file: join(files[0].parentPath, files[0].name) };
  }
  const file = resolve(folder || inWorkspace(''), name);
  const wrong = notFile(file);
  return wrong ? { problem: `The file ${file} ${wrong}` } : { file };
}
