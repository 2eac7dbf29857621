import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, globSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { forOlderServers } from '../../tools/chains/older-servers.ts';
import { root } from '../../tools/manifest.ts';

/**
 * Writes the repository into a folder as a release has it: what is committed, `dist/` included, and nothing else.
 * While developing, `worktree` takes the files as they stand, and the variable D365FO_DIST another build.
 */
export function exportRepository(folder: string, worktree: boolean): void {
  mkdirSync(folder, { recursive: true });
  const git = (...args: string[]) => execFileSync('git', args, { cwd: root, maxBuffer: 256 * 2 ** 20 });
  const archive = worktree
    ? execFileSync('tar', ['-c', '-T', '-'], {
        cwd: root,
        input: filesThatStand(
          git('ls-files', '--cached', '--others', '--exclude-standard', '--deduplicate').toString(),
        ),
        maxBuffer: 256 * 2 ** 20,
      })
    : git('archive', 'HEAD');
  execFileSync('tar', ['-x', '-C', folder], { input: archive });
  const dist = process.env['D365FO_DIST'];
  if (dist !== undefined) {
    rmSync(join(folder, 'dist'), { recursive: true, force: true });
    cpSync(dist, join(folder, 'dist'), { recursive: true });
  }
  // act 0.2.89 refuses what these servers do not know.
  const workflows = join(folder, '.github/workflows');
  for (const name of readdirSync(workflows)) {
    const path = join(workflows, name);
    writeFileSync(path, forOlderServers(readFileSync(path, 'utf8')));
  }
  // What a runner does not read only makes each of its copies slower.
  for (const unread of ['__tests__', 'bench', 'e2e', 'src'])
    rmSync(join(folder, unread), { recursive: true, force: true });
  for (const unread of globSync('simulator/**/*.ts', { cwd: folder })) rmSync(join(folder, unread));
}

/** A file that was deleted since the last commit is listed all the same. */
const filesThatStand = (list: string) =>
  list
    .split('\n')
    .filter((path) => path !== '' && existsSync(join(root, path)))
    .join('\n');
