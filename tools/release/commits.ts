import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { layersOf, pinned, type Files } from './layers.ts';

/** What can use an action of this repository, the chains, and the actions themselves. README, docs and examples keep the moving tag, for people to copy. */
const PATHS = [
  'action.yml',
  'data-package/action.yml',
  'simulator/action.yml',
  'workflows-templates',
  '.github/workflows',
];

export interface Release {
  repository: string;
  version: string;
}

type Git = (args: string[], options?: { input?: string; index?: string }) => string;

/** Inside of a hook, git says which repository is meant; here the folder does. */
const ofRepository = [
  'GIT_DIR',
  'GIT_WORK_TREE',
  'GIT_INDEX_FILE',
  'GIT_PREFIX',
  'GIT_COMMON_DIR',
  'GIT_OBJECT_DIRECTORY',
];
const withoutRepository = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !ofRepository.includes(name)),
);

/** Runs git in a repository. @returns a function that gives the output of a command, without the last line break */
export const gitIn =
  (folder: string): Git =>
  (args, { input, index } = {}) =>
    execFileSync('git', args, {
      cwd: folder,
      encoding: 'utf8',
      maxBuffer: 64 * 2 ** 20,
      ...(input !== undefined && { input }),
      env: { ...withoutRepository, ...(index !== undefined && { GIT_INDEX_FILE: index }) },
    }).replace(/\n$/, '');

/**
 * Makes one commit for each layer on top of a commit, without touching the working tree. Every use in a layer names the
 * commit of the layer before, so whoever pins the last commit pins everything.
 *
 * @returns the last commit
 */
export function pinnedCommits(git: Git, base: string, release: Release): string {
  const layers = layersOf(filesAt(git, base), release.repository);
  return layers.reduce((commit, layer, index) => {
    const tree = treeWith(git, commit, layer, release);
    const message = `Pin v${release.version}, layer ${index + 1} of ${layers.length}\n\nEvery use names ${commit}.`;
    return git(['commit-tree', tree, '-p', commit, '-m', message]);
  }, base);
}

/**
 * Checks that a commit is what `pinnedCommits` makes of the commit that many layers before it.
 *
 * @returns the commit that was released
 * @throws Error where a layer is missing, or holds anything but its pins
 */
export function checkPinnedCommits(git: Git, head: string, release: Release): string {
  const layers = layersOf(filesAt(git, head), release.repository);
  layers.forEach((layer, index) => {
    const [commit, before] = [layers.length - 1 - index, layers.length - index].map((back) => `${head}~${back}`);
    const parent = git(['rev-parse', '--verify', `${before ?? ''}^{commit}`]);
    const expected = treeWith(git, parent, layer, release);
    if (git(['rev-parse', `${commit ?? ''}^{tree}`]) !== expected)
      throw new Error(
        `Layer ${index + 1} of ${layers.length} is not stamped as \`npm run release\` stamps it. Release the branch release/v${release.version} that it makes.`,
      );
  });
  return git(['rev-parse', '--verify', `${head}~${layers.length}^{commit}`]);
}

function filesAt(git: Git, commit: string): Files {
  const paths = git(['ls-tree', '-r', '--name-only', commit, '--', ...PATHS]).split('\n');
  return new Map(
    paths.filter((path) => path.endsWith('.yml')).map((path) => [path, git(['show', `${commit}:${path}`]) + '\n']),
  );
}

/** The tree of a commit, in which the files of a layer name that commit. */
function treeWith(git: Git, commit: string, layer: readonly string[], { repository, version }: Release): string {
  const folder = mkdtempSync(join(tmpdir(), 'd365fo-release-'));
  const index = join(folder, 'index');
  try {
    git(['read-tree', commit], { index });
    for (const path of layer) {
      const text = pinned(git(['show', `${commit}:${path}`]) + '\n', repository, commit, version);
      const blob = git(['hash-object', '-w', '--stdin'], { input: text });
      git(['update-index', '--cacheinfo', `100644,${blob},${path}`], { index });
    }
    return git(['write-tree'], { index });
  } finally {
    rmSync(folder, { recursive: true });
  }
}
