import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

interface LockFile {
  packages: Record<string, { version?: string; license?: string; dev?: boolean; optional?: boolean }>;
}

/**
 * The licence texts of all packages that the action can hold, by the lock file: everything but development and optional
 * packages and those left out. (ncc's own list misses every package written as ES modules.)
 *
 * @returns a text for `dist/licenses.txt`
 * @throws Error where a package has no licence text
 */
export function licences(root: string, leftOut: readonly string[]): string {
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as LockFile;
  return Object.entries(lock.packages)
    .filter(([folder, { dev, optional }]) => folder !== '' && !dev && !optional)
    .map(([folder, { version = '', license = '' }]) => ({ folder, name: nameOf(folder), version, license }))
    .filter(({ name }) => !leftOut.includes(name))
    .map(({ folder, name, version, license }) => `${name} ${version} (${license})\n\n${textOf(join(root, folder))}\n`)
    .join(`\n${'-'.repeat(80)}\n\n`);
}

const nameOf = (folder: string) => folder.slice(folder.lastIndexOf('node_modules/') + 'node_modules/'.length);

function textOf(folder: string): string {
  const file = readdirSync(folder).find((name) => /^licen[cs]e/i.test(name));
  if (file === undefined) throw new Error(`${folder} has no licence text`);
  return readFileSync(join(folder, file), 'utf8').replaceAll('\r\n', '\n').trim();
}
