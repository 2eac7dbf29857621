import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/** A source file of a folder: its path in it, its text, and the files of the folder that it imports. */
export interface Source {
  path: string;
  text: string;
  imports: string[];
}

/** Every TypeScript file of a folder, or every other one; type imports, exports of others and imports at run time count as imports. */
export function readSources(folder: string, ending = '.ts'): Source[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith(ending))
    .sort()
    .map((path) => sourceOf(path.replaceAll('\\', '/'), readFileSync(join(folder, path), 'utf8')));
}

export function sourceOf(path: string, text: string): Source {
  const imports = ts
    .preProcessFile(text)
    .importedFiles.map(({ fileName }) => fileName)
    .filter((name) => name.startsWith('.'))
    .map((name) => join(path, '..', name).replaceAll('\\', '/'));
  return { path, text, imports: [...new Set(imports)] };
}

/** The circles: groups of files each of which leads to every other (Tarjan's strongly connected components). */
export function circlesIn(sources: readonly Source[]): string[][] {
  const importsOf = new Map(sources.map(({ path, imports }) => [path, imports]));
  const order = new Map<string, number>();
  const lowest = new Map<string, number>();
  const open: string[] = [];
  const circles: string[][] = [];
  const visit = (path: string): number => {
    const own = order.size;
    order.set(path, own);
    let low = own;
    open.push(path);
    for (const imported of importsOf.get(path) ?? []) {
      if (imported === path) circles.push([path]);
      if (!importsOf.has(imported)) continue;
      if (!order.has(imported)) low = Math.min(low, visit(imported));
      else if (open.includes(imported)) low = Math.min(low, order.get(imported) ?? low);
    }
    lowest.set(path, low);
    if (low === own) {
      const group = open.splice(open.indexOf(path));
      if (group.length > 1) circles.push(group.sort());
    }
    return low;
  };
  for (const { path } of sources) if (!order.has(path)) visit(path);
  return circles;
}

/**
 * The imports of a floor above the importing file's own.
 *
 * @param floors from top to bottom, each the names of files and folders that stand on it
 * @throws Error on a file that stands on no floor
 */
export function upwardImports(sources: readonly Source[], floors: readonly (readonly string[])[]): string[] {
  const floorOf = (path: string) => {
    const name = path.split('/')[0]?.replace(/\.ts$/, '') ?? '';
    const floor = floors.findIndex((names) => names.includes(name));
    if (floor < 0) throw new Error(`${path} stands on no floor`);
    return floor;
  };
  return sources.flatMap(({ path, imports }) =>
    imports.filter((imported) => floorOf(imported) < floorOf(path)).map((imported) => `${path} → ${imported}`),
  );
}
