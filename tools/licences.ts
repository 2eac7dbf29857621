import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chosenLicence } from './licence-policy.ts';
import { readLock, type Package } from './lock-file.ts';

const HEAD = `The licences of the packages whose code is in this folder. All of them are permissive: MIT, ISC, BSD, Apache 2.0 and
their like (the list is in tools/licence-policy.ts, and \`npm run check\` holds every package against it).

Where a package may be used under one of several licences, the line that names it says which one is used here. No code is
used under the GPL, the LGPL, the AGPL or the MPL: node-forge offers the GPL as an alternative, and is used under the
BSD-3-Clause.
`;

/**
 * The licence texts of all packages that the action can hold, by the lock file: everything but development and optional
 * packages and those left out. (ncc's own list misses every package written as ES modules.)
 *
 * @returns a text for `dist/licenses.txt`
 * @throws Error where a package has no licence text
 */
export function licences(root: string, leftOut: readonly string[]): string {
  const texts = readLock(root)
    .filter(({ use, name }) => use === 'shipped' && !leftOut.includes(name))
    .map(
      (found) =>
        `${found.name} ${found.version} (${termsOf(found)})\n\n${textOf(join(root, found.folder), found.name)}\n`,
    );
  return [HEAD, ...texts].join(`\n${'-'.repeat(80)}\n\n`);
}

/** `MIT`, or of several: `BSD-3-Clause OR GPL-2.0, used under BSD-3-Clause`. */
function termsOf({ licence }: Package): string {
  const chosen = chosenLicence(licence, 'shipped');
  const offered = licence.replace(/^\((.*)\)$/, '$1');
  return chosen === undefined || chosen === offered ? offered : `${offered}, used under ${chosen}`;
}

/** The text that a package ships, or the one of its repository, kept in tools/licence-texts, if it ships none. */
function textOf(folder: string, name: string): string {
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  const kept = join(import.meta.dirname, 'licence-texts', `${name}.txt`);
  if (file === undefined && !existsSync(kept)) throw new Error(`${folder} has no licence text`);
  const path = file === undefined ? kept : join(folder, file);
  return readFileSync(path, 'utf8').replaceAll('\r\n', '\n').trim();
}
