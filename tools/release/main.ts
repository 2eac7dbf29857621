import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { actionReference } from '../chains/stamp.ts';
import { root } from '../manifest.ts';
import { checkPinnedCommits, gitIn, pinnedCommits } from './commits.ts';
import { notReady } from './ready.ts';

/**
 * `npm run release` makes the branch `release/vX.Y.Z` of what is committed, and pushes it: a workflow's own token may not
 * push workflow files, so a maintainer does. `--verify` checks that the commit that is checked out is such a branch, and
 * prints the commit that it releases.
 */
const git = gitIn(root);
const read = (name: string) => readFileSync(join(root, name), 'utf8');
const versionIn = (name: string) => (JSON.parse(read(name)) as { version: string }).version;
const version = versionIn('package.json');
const release = { repository: actionReference().repository, version };

function makeRelease(): void {
  git(['fetch', '--quiet', 'origin']);
  const found = notReady({
    version,
    lockVersion: versionIn('package-lock.json'),
    changelog: read('CHANGELOG.md'),
    changes: git(['status', '--porcelain', '--untracked-files=no']),
    isPushed: git(['branch', '--remotes', '--contains', 'HEAD', '--list', 'origin/main', 'origin/maintain/v*']) !== '',
    tags: git(['ls-remote', '--tags', 'origin', `v${version}`]).split(/\s+refs\/tags\/|\n/),
  });
  if (found.length > 0) throw new Error(found.join('\n'));
  const branch = `release/v${version}`;
  const head = pinnedCommits(git, git(['rev-parse', 'HEAD']), release);
  git(['branch', '--force', branch, head]);
  git(['push', '--force-with-lease', 'origin', branch]);
  console.log(`Pushed ${branch} (${head}). Now run the workflow "Release" on it:`);
  console.log(`gh workflow run release.yml --repo ${release.repository} --ref ${branch}`);
}

try {
  if (process.argv.includes('--verify')) console.log(checkPinnedCommits(git, 'HEAD', release));
  else makeRelease();
} catch (thrown) {
  console.error(thrown instanceof Error ? thrown.message : thrown);
  process.exitCode = 1;
}
