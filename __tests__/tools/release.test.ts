import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { actionReference } from '../../tools/chains/stamp.ts';
import { root } from '../../tools/manifest.ts';
import { checkPinnedCommits, gitIn, pinnedCommits } from '../../tools/release/commits.ts';
import { notReady } from '../../tools/release/ready.ts';
import { layersOf, pinned, usesOf } from '../../tools/release/layers.ts';

const { repository, tag } = actionReference();
const release = { repository, version: '1.2.3' };

const folder = mkdtempSync(join(tmpdir(), 'd365fo-release-test-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});
for (const path of [
  'action.yml',
  'data-package/action.yml',
  'simulator/action.yml',
  'workflows-templates',
  '.github/workflows',
  'README.md',
])
  cpSync(join(root, path), join(folder, path), { recursive: true });
const git = gitIn(folder);
git(['init', '--quiet', '--initial-branch=main']);
git(['config', 'user.name', 'maintainer']);
git(['config', 'user.email', 'maintainer@example.com']);
git(['config', 'commit.gpgsign', 'false']);
git(['add', '--all']);
git(['commit', '--quiet', '--message=base']);
const base = git(['rev-parse', 'HEAD']);
const head = pinnedCommits(git, base, release);

describe('a release', () => {
  const ymlAt = (commit: string) =>
    git(['ls-tree', '-r', '--name-only', commit])
      .split('\n')
      .filter((path) => path.endsWith('.yml'));
  const uses = (commit: string, path: string) =>
    [...git(['show', `${commit}:${path}`]).matchAll(/^ *(?:- )?uses: (\S+?)@(\S+)(.*)$/gm)].map(
      ([, action = '', ref = '', rest = '']) => ({ action, ref, rest }),
    );

  test('names nothing by a tag, however deep, and each commit has what is named there', () => {
    const seen = new Set<string>();
    const follow = (commit: string, path: string) => {
      if (seen.has(`${commit}:${path}`)) return;
      seen.add(`${commit}:${path}`);
      for (const { action, ref, rest } of uses(commit, path)) {
        expect({ path, action, ref }).toEqual({ path, action, ref: expect.stringMatching(/^[0-9a-f]{40}$/) });
        if (!action.startsWith(repository)) continue;
        expect(rest).toBe(' # v1.2.3');
        const [target] = usesOf(`uses: ${action}@${ref}`, repository);
        follow(ref, target ?? '');
      }
    };
    for (const path of ymlAt(head)) follow(head, path);
    expect(seen.size).toBeGreaterThan(ymlAt(head).length);
  });

  test('has a commit a layer on top of what was committed, and leaves the working tree and the prose alone', () => {
    const commits = git(['rev-list', '--count', `${base}..${head}`]);
    expect(Number(commits)).toBe(
      layersOf(new Map(ymlAt(base).map((path) => [path, git(['show', `${base}:${path}`])])), repository).length,
    );
    expect(Number(commits)).toBe(3);
    expect(git(['status', '--porcelain'])).toBe('');
    expect(git(['diff', '--name-only', base, head, '--', 'README.md'])).toBe('');
    expect(git(['show', `${head}:workflows-templates/call-service.yml`])).toContain(`call-service.yml@${tag}`);
  });

  test('is verified, and gives the commit that it releases', () => {
    expect(checkPinnedCommits(git, head, release)).toBe(base);
  });

  const commit = (parent: string, path: string, text: string) => {
    git(['checkout', '--quiet', '--detach', parent]);
    writeFileSync(join(folder, path), text);
    git(['commit', '--quiet', '--all', '--message=change']);
    return git(['rev-parse', 'HEAD']);
  };
  test.each([
    ['what is not stamped', () => base, release],
    ['another version', () => head, { ...release, version: '1.2.4' }],
    ['a change after the last layer', () => commit(head, 'action.yml', 'name: changed\n'), release],
    [
      'a pin that was moved',
      () =>
        commit(
          `${head}~1`,
          '.github/workflows/call-service.yml',
          pinned(git(['show', `${base}:.github/workflows/call-service.yml`]), repository, base, '1.2.3'),
        ),
      release,
    ],
  ])('is refused: %s', (_, of, expected) => {
    expect(() => checkPinnedCommits(git, of(), expected)).toThrow(/is not stamped|unknown revision|Command failed/);
  });
});

describe('layers', () => {
  const files = (texts: Record<string, string>) => new Map(Object.entries(texts));
  const use = (path: string) => `      uses: a/b${path}@v1\n`;

  test('are as deep as the longest chain of uses', () => {
    const texts = {
      'action.yml': '',
      'x/action.yml': use(''),
      'y/action.yml': use('/x') + use(''),
      'w.yml': use('/y'),
    };
    expect(layersOf(files(texts), 'a/b')).toEqual([['x/action.yml'], ['y/action.yml'], ['w.yml']]);
  });

  test('are not made of files that are missing, or that use each other', () => {
    expect(() => layersOf(files({ 'w.yml': use('/x') }), 'a/b')).toThrow(
      /w.yml uses x\/action.yml, which does not exist/,
    );
    expect(() => layersOf(files({ 'x/action.yml': use('/y'), 'y/action.yml': use('/x') }), 'a/b')).toThrow(
      /use each other/,
    );
  });

  test('are pinned in steps and jobs, never in comments', () => {
    const text =
      '# uses: a/b/x@v1\n  - uses: a/b@v1\n    uses: a/b/.github/workflows/w.yml@abc # v1.0.0\n    uses: a/bc@v1\n';
    expect(pinned(text, 'a/b', 'f00', '1.2.3')).toBe(
      '# uses: a/b/x@v1\n  - uses: a/b@f00 # v1.2.3\n    uses: a/b/.github/workflows/w.yml@f00 # v1.2.3\n    uses: a/bc@v1\n',
    );
  });
});

describe('a release is refused where', () => {
  const ready = {
    ...{ version: '1.2.3', lockVersion: '1.2.3', changelog: '# Changelog\n\n## 1.2.3\n', changes: '', isPushed: true },
    tags: ['v1.2.30'],
  };
  test.each<[string, Partial<typeof ready>, string[]]>([
    ['nothing is missing: it is not', {}, []],
    ['a file has changed', { changes: ' M README.md' }, ['not committed:\n M README.md']],
    ['the version has been released', { tags: ['v1.2.3'] }, ['v1.2.3 has been released']],
    ['the lock file names another version', { lockVersion: '1.2.2' }, ['package-lock.json names version 1.2.2']],
    ['the changelog has no section', { changelog: '## Unreleased\n## 1.2.30\n## 11.2.3' }, ['no section for 1.2.3']],
    ['a commit is not pushed, and more', { isPushed: false, tags: ['v1.2.3'] }, ['has been released', 'Push or merge']],
  ])('%s', (_what, given, expected) => {
    const found = notReady({ ...ready, ...given });
    expect(found).toEqual(expected.map((part) => expect.stringContaining(part)));
  });

  test('the changelog names the version as people write it', () => {
    for (const heading of ['## 1.2.3', '## v1.2.3', '## 1.2.3 (2026-11-30)'])
      expect(notReady({ ...ready, changelog: heading })).toEqual([]);
  });
});
