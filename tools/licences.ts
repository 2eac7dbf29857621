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
    .map((found) => `${found.name} ${found.version} (${termsOf(found)})\n\n${textOf(root, found)}\n`);
  return [HEAD, ...texts].join(`\n${'-'.repeat(80)}\n\n`);
}

/** `MIT`, or of several: `BSD-3-Clause OR GPL-2.0, used under BSD-3-Clause`. */
function termsOf({ licence }: Package): string {
  const chosen = chosenLicence(licence, 'shipped');
  const offered = licence.replace(/^\((.*)\)$/, '$1');
  return chosen === undefined || chosen === offered ? offered : `${offered}, used under ${chosen}`;
}

/** In the package, or, where its authors publish it without one, as their repository has it. */
function textOf(root: string, { name, folder }: Package): string {
  const inPackage = readdirSync(join(root, folder)).find((file) => /^licen[cs]e/i.test(file));
  const path = inPackage === undefined ? `tools/licence-texts/${name}.txt` : join(folder, inPackage);
  if (!existsSync(join(root, path))) throw new Error(`${folder} has no licence text: add ${path}`);
  return readFileSync(join(root, path), 'utf8').replaceAll('\r\n', '\n').trim();
}
