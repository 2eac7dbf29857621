import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { notZip } from '../zip.mjs';

/**
 * Finds the package of an import, and checks it.
 *
 * @param name the path that was given; `''` if the artifact holds a single package
 * @param folder where the artifact is; `''` if the package is a file of the workspace
 * @returns `{file}`, or `{problem}`
 */
export function findPackage(name, folder) {
  const found =
    name === '' ? onlyZip(folder) : { file: resolve(folder || (process.env.GITHUB_WORKSPACE ?? '.'), name) };
  if (found.problem) return found;
  const wrong = notZip(found.file);
  return wrong ? { problem: `The package ${found.file} ${wrong}` } : found;
}

function onlyZip(folder) {
  const files = readdirSync(folder, { recursive: true }).filter((entry) => /\.zip$/i.test(entry));
  if (files.length === 1) return { file: join(folder, files[0]) };
  const held = files.length === 0 ? 'no zip file' : `${files.length} zip files (${files.join(', ')})`;
  return { problem: `The artifact contains ${held}. Set \`package\` to the path of the package inside the artifact.` };
}
