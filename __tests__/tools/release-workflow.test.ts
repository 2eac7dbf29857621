import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { root } from '../../tools/manifest.ts';
import { gitIn } from '../../tools/release/commits.ts';
import { useFolder } from '../harness.ts';

interface Step {
  name: string;
  run?: string;
  uses?: string;
  with?: Record<string, string>;
}
interface Job {
  needs?: string;
  if?: string;
  environment?: string;
  steps: Step[];
}

/** Whatever the machine's own git is told. */
const COMMITTER = ['user.name=maintainer', 'user.email=maintainer@example.com', 'commit.gpgsign=false'].flatMap(
  (each) => ['-c', each],
);

const parent = useFolder();
const workflow = parse(readFileSync(join(root, '.github/workflows/release.yml'), 'utf8')) as {
  jobs: { check: Job; release: Job };
};
const { check, release } = workflow.jobs;
const stepOf = (name: RegExp) => release.steps.find((step) => name.test(step.name));

/** A clone without commits, its remote, and a folder for programs that stand in for the runner's. */
function newClone() {
  const folder = mkdtempSync(join(parent, 'repository-'));
  const [bin, clone, origin] = [join(folder, 'bin'), join(folder, 'clone'), join(folder, 'origin.git')];
  for (const path of [bin, clone]) mkdirSync(path);
  const git = gitIn(clone);
  git(['init', '--quiet', '--bare', origin]);
  git(['init', '--quiet', '--initial-branch=main']);
  git(['remote', 'add', 'origin', origin]);
  const commit = () => {
    git([...COMMITTER, 'commit', '--quiet', '--allow-empty', '--message=A commit']);
  };
  return { folder, bin, clone, origin, git, commit };
}

/** A repository to release, with a `gh` that writes down what it is asked and remembers releases. */
function newRepository() {
  const { folder, bin, clone, origin, git, commit } = newClone();
  const gh = `#!/usr/bin/env bash
echo "$*" >> '${folder}/asked'
case "$*" in
  'release view '*) grep --quiet --line-regexp --fixed-strings "$3" '${folder}/releases' ;;
  'release create '*) echo "$3" >> '${folder}/releases' ;;
esac
`;
  writeFileSync(join(bin, 'gh'), gh);
  chmodSync(join(bin, 'gh'), 0o755);
  writeFileSync(join(folder, 'releases'), '');
  return {
    deleteTag: (tag: string) => gitIn(origin)(['tag', '--delete', tag]),
    checkOut: (sha: string) => git(['checkout', '--quiet', sha]),
    /** @returns the commit that is checked out from now on */
    commit: (): string => {
      commit();
      return git(['rev-parse', 'HEAD']);
    },
    /** Runs the last step as the runner does. */
    publish: (version: string): { status: number | null; stdout: string; asked: string[] } => {
      writeFileSync(join(folder, 'asked'), '');
      const script = stepOf(/^Tag the version/)?.run ?? 'exit 9';
      const { status, stdout } = spawnSync('bash', ['-eo', 'pipefail', '-c', script], {
        cwd: clone,
        encoding: 'utf8',
        env: {
          PATH: `${bin}:${process.env['PATH'] ?? ''}`,
          GITHUB_SHA: git(['rev-parse', 'HEAD']),
          VERSION: version,
        },
      });
      return { status, stdout, asked: readFileSync(join(folder, 'asked'), 'utf8').split('\n').filter(Boolean) };
    },
    /** The commit of each tag. */
    tags: () =>
      Object.fromEntries(
        gitIn(origin)(['for-each-ref', '--format=%(refname:short) %(objectname)', 'refs/tags'])
          .split('\n')
          .map((line) => line.split(' ') as [string, string]),
      ),
  };
}

/** The step runs on Ubuntu alone. */
(process.platform === 'win32' ? describe.skip : describe)('the last step of a release', () => {
  const created = 'release create v1.2.3 sbom.cdx.json --verify-tag --title v1.2.3 --generate-notes';

  test('tags the version, publishes it with its SBOM, then moves v1 and v1.2', () => {
    const { commit, publish, tags } = newRepository();
    const first = commit();
    const { status, asked } = publish('1.2.3');
    expect(status).toBe(0);
    expect(asked).toEqual(['auth setup-git', 'release view v1.2.3', created]);
    expect(tags()).toEqual({ v1: first, 'v1.2': first, 'v1.2.3': first });
    const second = commit();
    expect(publish('1.2.4').status).toBe(0);
    expect(tags()).toEqual({ v1: second, 'v1.2': second, 'v1.2.3': first, 'v1.2.4': second });
  });

  test('goes on where it stopped', () => {
    const { commit, publish, deleteTag, tags } = newRepository();
    const sha = commit();
    publish('1.2.3');
    deleteTag('v1');
    const { status, asked } = publish('1.2.3');
    expect(status).toBe(0);
    expect(asked).toEqual(['auth setup-git', 'release view v1.2.3']);
    expect(tags()).toEqual({ v1: sha, 'v1.2': sha, 'v1.2.3': sha });
  });

  test('moves nothing back for a fix of an older version, or for an old job that runs again', () => {
    const { commit, checkOut, publish, tags } = newRepository();
    const [older, newer, fix] = [commit(), commit(), commit()];
    for (const [version, sha] of [
      ['1.9.0', older],
      ['1.10.0', newer],
      ['1.9.1', fix],
      ['1.9.0', older],
    ] as const) {
      checkOut(sha);
      expect(publish(version).status).toBe(0);
    }
    expect(tags()).toEqual({
      ...{ 'v1.9.0': older, 'v1.10.0': newer, 'v1.9.1': fix },
      ...{ v1: newer, 'v1.10': newer, 'v1.9': fix },
    });
  });

  test('releases no version twice', () => {
    const { commit, publish, tags } = newRepository();
    const sha = commit();
    publish('1.2.3');
    commit();
    const { status, stdout, asked } = publish('1.2.3');
    expect(status).toBe(1);
    expect(stdout).toContain('::error::A tag could not be pushed. If v1.2.3 names another commit');
    expect(asked).toEqual(['auth setup-git']);
    expect(tags()).toEqual({ v1: sha, 'v1.2': sha, 'v1.2.3': sha });
  });
});

/** As bare as the runner's: the branches of the remote, and no other. */
(process.platform === 'win32' ? describe.skip : describe)('what is released', () => {
  const script = check.steps.find(({ name }) => name.startsWith('Check that everything is pinned'))?.run ?? 'exit 9';
  const checkOf = (branch: string) => {
    const { bin, clone, git, commit } = newClone();
    commit();
    git(['push', '--quiet', 'origin', 'main']);
    git(['switch', '--quiet', '--force-create', branch]);
    commit();
    git(['push', '--quiet', 'origin', branch]);
    const base = git(['rev-parse', 'HEAD']);
    // Stands in for the check of the layers, which release.test.ts has.
    writeFileSync(join(bin, 'node'), `#!/bin/sh\necho ${base}\n`);
    chmodSync(join(bin, 'node'), 0o755);
    const env = { PATH: `${bin}:${process.env['PATH'] ?? ''}` };
    return spawnSync('bash', ['-eo', 'pipefail', '-c', script], { cwd: clone, encoding: 'utf8', env });
  };

  test.each([
    ['main', 0, ''],
    ['maintain/v1.0', 0, ''],
    ['feature', 1, 'neither on main nor on a branch maintain/v…'],
  ])('may be on %s: exit code %i', (branch, status, message) => {
    const ended = checkOf(branch);
    expect(ended.status).toBe(status);
    expect(ended.stdout).toContain(message);
  });
});

test('a release comes after its checks, from a release branch, and attests what it publishes before it publishes', () => {
  expect(release).toMatchObject({ needs: 'check', environment: 'release' });
  expect(release.if).toContain('refs/heads/release/v');
  const commands = check.steps.flatMap(({ run }) => run?.split('\n') ?? []);
  for (const command of ['npm ci', 'npm run check', 'npm run audit', 'npm test']) expect(commands).toContain(command);
  const names = release.steps.map(({ name }) => name);
  const [sbom, provenance, made, tag] = [/^List/, /^Attest the provenance/, /^Attest what/, /^Tag/].map((name) =>
    names.findIndex((one) => name.test(one)),
  );
  expect([sbom, provenance, made, tag]).toEqual([sbom, provenance, made, tag].sort((a = 0, b = 0) => a - b));
  expect(sbom).toBeGreaterThan(0);
  expect(stepOf(/^Attest what/)?.with).toEqual({
    ...stepOf(/^Attest the provenance/)?.with,
    'sbom-path': 'sbom.cdx.json',
  });
});
