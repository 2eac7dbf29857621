import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Whether a package's code can get into `dist/`, or serves to build and test it. */
export type Use = 'shipped' | 'development';

/** A package of the lock file. */
export interface Package {
  /** Relative to the folder of the lock file. */
  folder: string;
  name: string;
  version: string;
  /** As package.json of the package states it; `''` if it does not. */
  licence: string;
  use: Use;
}

interface LockFile {
  packages: Record<
    string,
    { version?: string; license?: string; dev?: boolean; optional?: boolean; devOptional?: boolean }
  >;
}

/** @returns every package that the lock file of a folder names, but the folder's own */
export function readLock(folder: string): Package[] {
  const lock = JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8')) as LockFile;
  return Object.entries(lock.packages)
    .filter(([path]) => path !== '')
    .map(([path, { version = '', license = '', dev, optional, devOptional }]) => ({
      folder: path,
      name: path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length),
      version,
      licence: license,
      use: dev || optional || devOptional ? 'development' : 'shipped',
    }));
}
