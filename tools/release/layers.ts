/** The text of each file of a commit that may use actions of this repository, by path. */
export type Files = ReadonlyMap<string, string>;

/** A step or a job that uses an action of this repository. Comments, which are for people to copy, are none. */
const useIn = (repository: string) =>
  new RegExp(`^( *(?:- )?uses: ${repository.replaceAll('.', '\\.')}(/[\\w./-]+)?)@\\S+(?: #.*)?$`, 'gm');

/** @returns the paths of the manifests and workflows that a file uses */
export function usesOf(text: string, repository: string): string[] {
  return [...text.matchAll(useIn(repository))].map(([, , path = '']) => {
    const target = path.slice(1);
    if (target.endsWith('.yml')) return target;
    return target === '' ? 'action.yml' : `${target}/action.yml`;
  });
}

/**
 * Sorts files into layers: a file of a layer uses only files of the layers before it, or nothing of this repository.
 *
 * @returns the layers from the second on: those whose files name something that must be pinned
 * @throws Error where a file uses one that is not there, or where files use each other in a circle
 */
export function layersOf(files: Files, repository: string): string[][] {
  const heights = new Map<string, number>();
  const heightOf = (path: string, above: readonly string[]): number => {
    const known = heights.get(path);
    if (known !== undefined) return known;
    const text = files.get(path);
    if (text === undefined) throw new Error(`${above.at(-1) ?? ''} uses ${path}, which does not exist.`);
    if (above.includes(path)) throw new Error(`These files use each other: ${[...above, path].join(' → ')}.`);
    const below = usesOf(text, repository).map((target) => heightOf(target, [...above, path]));
    const height = below.length === 0 ? 0 : 1 + Math.max(...below);
    heights.set(path, height);
    return height;
  };
  for (const path of files.keys()) heightOf(path, []);
  const count = Math.max(0, ...heights.values());
  return Array.from({ length: count }, (_, index) =>
    [...files.keys()].filter((path) => heights.get(path) === index + 1).sort(),
  );
}

/** @returns the text with every use of this repository naming a commit, the version as a comment beside it */
export const pinned = (text: string, repository: string, commit: string, version: string): string =>
  text.replace(useIn(repository), (_, use: string) => `${use}@${commit} # v${version}`);
