import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

const open = new Set<string>();

/**
 * Makes a folder beside a file or folder that is to be written, on the same disk, so that the result is moved there.
 * `using` removes it at the end of the block.
 */
export function temporaryFolder(beside: string): Disposable & { path: string } {
  mkdirSync(dirname(beside), { recursive: true });
  const path = mkdtempSync(join(dirname(beside), `.${basename(beside)}-`));
  open.add(path);
  return {
    path,
    [Symbol.dispose]() {
      rmSync(path, { recursive: true, force: true });
      open.delete(path);
    },
  };
}

/** Removes those that are there when the process is told to end. */
export function removeTemporaryFolders(): void {
  for (const path of open) rmSync(path, { recursive: true, force: true });
}
