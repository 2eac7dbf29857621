import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { actionReference } from '../chains/stamp.ts';
import { root } from '../manifest.ts';
import { checkPinnedCommits, gitIn, pinnedCommits } from './commits.ts';

/**
 * `npm run release` makes the branch `release/vX.Y.Z` of what is committed, and pushes it: a workflow's own token may not
 * push workflow files, so a maintainer does. `--verify` checks that the commit that is checked out is such a branch, and
 * prints the commit that it releases.
 */
const git = gitIn(root);
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
const release = { repository: actionReference().repository, version };

if (process.argv.includes('--verify')) {
  console.log(checkPinnedCommits(git, 'HEAD', release));
} else {
  if (git(['status', '--porcelain', '--untracked-files=no']) !== '')
    throw new Error('There are changes that are not committed.');
  const branch = `release/v${version}`;
  const head = pinnedCommits(git, git(['rev-parse', 'HEAD']), release);
  git(['branch', '--force', branch, head]);
  git(['push', '--force-with-lease', 'origin', branch]);
  console.log(`Pushed ${branch} (${head}). Now run the workflow "Release" on that branch.`);
}
