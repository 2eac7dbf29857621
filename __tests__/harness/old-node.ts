import { spawnSync } from 'node:child_process';
import { delimiter, dirname, join } from 'node:path';

/** The Node of the system, where it is older than the 24 that the action needs; npm puts its own in front of it. */
export const oldNode = (process.env['PATH'] ?? '')
  .split(delimiter)
  .filter((folder) => folder !== '' && folder !== dirname(process.execPath))
  .map((folder) => join(folder, 'node'))
  .find((node) => {
    const { error, stdout } = spawnSync(node, ['--version'], { encoding: 'utf8' });
    return error === undefined && Number(/^v(\d+)\./.exec(stdout)?.[1] ?? 24) < 24;
  });
