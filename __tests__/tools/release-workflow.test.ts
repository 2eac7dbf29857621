import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { root } from '../../tools/manifest.ts';
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

const folder = useFolder();
const workflow = parse(readFileSync(join(root, '.github/workflows/release.yml'), 'utf8')) as {
  jobs: { check: Job; release: Job };
};
const { check, release } = workflow.jobs;
const stepOf = (name: RegExp) => release.steps.find((step) => name.test(step.name));

/**
 * Runs the last step as the runner does, with a `gh` that writes down what it is asked.
 *
 * @param known the tags that the repository has
 */
function publish(known: readonly string[]): { status: number | null; stdout: string; asked: string[] } {
  const bin = join(folder, 'bin');
  const record = join(folder, 'asked');
  mkdirSync(bin, { recursive: true });
  writeFileSync(record, '');
  // Like GitHub's own: a tag that is not there is an error, for reading it as for moving it.
  const gh = `#!/usr/bin/env bash
echo "$*" >> '${record}'
case "$*" in
  'release create'*) exit 0 ;;
  *refs/tags/*'--method PATCH'*|*'--method PATCH'*refs/tags/*|*git/ref/tags/*)
    for tag in ${known.join(' ')}; do [[ " $* " == *"/tags/$tag "* ]] && exit 0; done
    echo 'Not Found' >&2; exit 1 ;;
esac
`;
  writeFileSync(join(bin, 'gh'), gh);
  chmodSync(join(bin, 'gh'), 0o755);
  const { status, stdout } = spawnSync('bash', ['-eo', 'pipefail', '-c', stepOf(/^Tag the version/)?.run ?? 'exit 9'], {
    encoding: 'utf8',
    env: {
      PATH: `${bin}:${process.env['PATH'] ?? ''}`,
      GITHUB_REPOSITORY: 'acme/d365fo-action',
      GITHUB_SHA: 'c0ffee',
      VERSION: '1.2.3',
    },
  });
  return { status, stdout, asked: readFileSync(record, 'utf8').split('\n').filter(Boolean) };
}

/** The step runs on Ubuntu alone. */
(process.platform === 'win32' ? describe.skip : describe)('the last step of a release', () => {
  const created = 'release create v1.2.3 sbom.cdx.json --target c0ffee --title v1.2.3 --generate-notes';

  test('publishes the version with its SBOM, then moves v1 and v1.2', () => {
    const { status, asked } = publish(['v1', 'v1.2']);
    expect(status).toBe(0);
    expect(asked).toEqual([
      expect.stringContaining('git/ref/tags/v1.2.3'),
      created,
      expect.stringMatching(/PATCH .*refs\/tags\/v1 -f sha=c0ffee -F force=true/),
      expect.stringMatching(/PATCH .*refs\/tags\/v1\.2 -f sha=c0ffee -F force=true/),
    ]);
  });

  test('makes v1 and v1.2 where they are not there yet', () => {
    const { status, asked } = publish([]);
    expect(status).toBe(0);
    expect(asked.filter((line) => line.includes('-f ref='))).toEqual([
      expect.stringContaining('-f ref=refs/tags/v1 -f sha=c0ffee'),
      expect.stringContaining('-f ref=refs/tags/v1.2 -f sha=c0ffee'),
    ]);
  });

  test('releases no version twice', () => {
    const { status, stdout, asked } = publish(['v1', 'v1.2', 'v1.2.3']);
    expect(status).toBe(1);
    expect(stdout).toContain('::error::v1.2.3 has already been released.');
    expect(asked).toHaveLength(1);
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
