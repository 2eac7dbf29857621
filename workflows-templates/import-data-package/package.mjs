import { readdirSync, statSync } from 'node:fs';
import { basename, dirname, join, posix, resolve } from 'node:path';
import { inWorkspace } from '../files.mjs';
import { notZip } from '../zip.mjs';
import { wrappedFault } from '../../dist/list-entities.js';

/** What makes a folder one with a data package as text. */
const MARK = /^(?:Manifest\.xml|package\.yml|.*\.csv)$/i;

/**
 * Finds the package of an import. A zip file is checked here, a folder by packing it.
 *
 * @param name the path that was given; `''` if the artifact holds a single package
 * @param artifact where the artifact is; `''` if the package is in the workspace
 * @returns a promise of `{file}` for a zip file, `{folder}`, or `{problem}`; `warning` if there was a choice
 */
export async function findPackage(name, artifact) {
  if (name === '') return onlyPackage(artifact);
  const base = artifact || inWorkspace('');
  const path = resolve(base, name);
  if (isFolder(path)) return checkFolder(path, name);
  const wrong = await notPackage(path);
  if (!wrong) return { file: path };
  return { problem: `The package ${path} ${wrong}${hintFor(path, name, base)}` };
}

const notPackage = async (file) => notZip(file) || (await wrappedFault(file));

const isFolder = (path) => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;

function hintFor(path, name, base) {
  const slashes = name.replaceAll('\\', '/');
  if (slashes !== name && statSync(resolve(base, slashes), { throwIfNoEntry: false }))
    return ` Did you mean \`${slashes}\`?`;
  return MARK.test(basename(path)) && isFolder(dirname(path))
    ? ' To import a folder, set `package` to the folder.'
    : '';
}

/** A folder around the one that was meant, or around a zip file, is told apart from one that lacks something. */
function checkFolder(folder, name) {
  const files = filesIn(folder);
  const folders = packageFolders(files);
  if (folders.includes('') || files.length === 0) return { folder };
  const inside = [...files.filter(isZip), ...folders];
  if (inside.length === 0) return { folder };
  return {
    problem: `The folder ${folder} is not a data package, but contains ${named(inside)}. Set \`package\` to \`${posix.join(name, inside[0])}\`.`,
  };
}

async function onlyPackage(artifact) {
  const files = filesIn(artifact);
  const zips = files.filter(isZip);
  const folders = packageFolders(files);
  const set = 'Set `package` to the path of the package inside the artifact.';
  const [zip] = zips;
  if (zips.length === 1) {
    const file = join(artifact, zip);
    const wrong = await notPackage(file);
    if (wrong) return { problem: `The package ${file} ${wrong}` };
    const other = files.find((path) => /(?:^|\/)(?:Manifest\.xml|package\.yml)$/.test(path));
    if (other === undefined) return { file };
    return { file, warning: `The artifact contains ${zip}, which is imported, and also ${other}. ${set}` };
  }
  if (zips.length === 0 && folders.length === 1) return { folder: join(artifact, folders[0]) };
  const held =
    zips.length > 1
      ? `${zips.length} zip files (${zips.join(', ')})`
      : folders.length > 1
        ? `${folders.length} folders with data packages (${folders.join(', ')})`
        : 'no zip file, and no folder with a data package';
  return { problem: `The artifact contains ${held}. ${set}` };
}

const isZip = (path) => /\.zip$/i.test(path);
const named = (paths) => (paths.length > 3 ? `${paths.slice(0, 3).join(', ')} and more` : paths.join(' and '));

/** @returns the paths of all files below a folder, with `/` between folders; what git and editors hide is left out */
function filesIn(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map(({ parentPath, name }) => join(parentPath, name).slice(join(folder, '/').length).replaceAll('\\', '/'))
    .filter((path) => !path.split('/').some((part) => part.startsWith('.')))
    .sort();
}

/** @returns the folders with a data package, of which none lies in another; `''` is the top */
function packageFolders(files) {
  const marked = files.filter((path) => MARK.test(path.split('/').at(-1)));
  const folders = [...new Set(marked.map((path) => path.split('/').slice(0, -1).join('/')))];
  return folders.filter((folder) => !folders.some((other) => other !== folder && isInside(folder, other)));
}

const isInside = (folder, other) => other === '' || folder.startsWith(`${other}/`);
