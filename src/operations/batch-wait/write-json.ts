import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf } from '../../errors.ts';
import type { Tools } from '../operation.ts';

/**
 * Writes a list to a file of the job that its owner alone may read.
 *
 * @param output which names the file
 * @returns its path; `undefined` if it could not be written, which is a warning
 */
export async function writeJson(
  name: string,
  list: readonly object[],
  output: 'jobs-file' | 'errors-file',
  { tempFolder, log }: Pick<Tools, 'tempFolder' | 'log'>,
): Promise<string | undefined> {
  const file = join(tempFolder, `${name.replace(/[^\w-]/g, '_')}.json`);
  try {
    await writeFile(file, `${JSON.stringify(list, undefined, 1)}\n`, { mode: 0o600 });
    return file;
  } catch (thrown) {
    log.warning(`\`${output}\` could not be written: ${messageOf(thrown)}.`);
    return undefined;
  }
}
