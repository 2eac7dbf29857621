import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from '@jest/globals';

/** @returns the path of a new, empty folder that is removed after the last test of the file */
export function useFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'd365fo-test-')));
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}
