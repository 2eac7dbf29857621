/**
 * Checks the syntax of a path of the environment before anything is sent.
 *
 * @returns a message if something is wrong with it; `''` for an empty path
 */
export function pathProblem(name, path) {
  if (path === '') return '';
  const shown = `\`${name}\` is ${JSON.stringify(path)}, but`;
  if (!/^(\/|https:\/\/)/i.test(path)) return `${shown} must start with \`/\`, such as \`/data/LegalEntities\`.`;
  if (path.startsWith('//')) return `${shown} must start with a single \`/\`.`;
  if (path.includes('#')) return `${shown} must not contain \`#\`. Write it as \`%23\`.`;
  return /[\p{Cc}]/u.test(path) ? `${shown} must not contain line breaks or other control characters.` : '';
}
