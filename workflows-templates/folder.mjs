import { folderProblems } from '../dist/data-package/check-folder.js';
import { inWorkspace, notFolder } from './files.mjs';

/**
 * Checks a folder with data as text before the export.
 *
 * @param use `exported`, `compared` or `updated`
 * @returns a message with everything that is wrong with it
 */
export async function notUsable(name, folder, use) {
  const wrong = notFolder(name, folder);
  if (wrong) return wrong;
  const problems = await folderProblems(inWorkspace(folder), use);
  return problems.length === 0
    ? ''
    : `\`${name}\` names ${JSON.stringify(folder)}, which cannot be ${use}: ${problems.join(' ')}`;
}
