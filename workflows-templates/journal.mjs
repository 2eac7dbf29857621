import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * What an earlier attempt of the same job has done: `{startedAt, groups}`, where
 * `groups` are the places of the groups of batch jobs that it has started or may have started.
 *
 * @returns `undefined` if that attempt left no journal
 */
export function readJournal(folder) {
  if (folder === '' || !existsSync(folder)) return undefined;
  const file = readdirSync(folder).find((name) => name.endsWith('.json'));
  return file === undefined ? undefined : JSON.parse(readFileSync(join(folder, file), 'utf8'));
}
