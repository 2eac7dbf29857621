/** What stands where when a release is to be made. */
export interface Standing {
  version: string;
  /** The version in package-lock.json, which the list of what `dist/` is made of (SBOM) names. */
  lockVersion: string;
  changelog: string;
  /** What git reports as changed. */
  changes: string;
  /** Whether the commit is on `main`, or on a branch for an older version, as the remote has them. */
  isPushed: boolean;
  /** The tags of the remote. */
  tags: readonly string[];
}

/** @returns what must be done before the release, a sentence each; the workflow would refuse most of it, but later */
export function notReady({ version, lockVersion, changelog, changes, isPushed, tags }: Standing): string[] {
  const hasSection = changelog.split('\n').some((line) => new RegExp(`^## v?${RegExp.escape(version)}\\b`).test(line));
  const found: [boolean, string][] = [
    [changes !== '', `There are changes that are not committed:\n${changes}`],
    [
      tags.includes(`v${version}`),
      `v${version} has been released. Raise the version: npm version X.Y.Z --no-git-tag-version`,
    ],
    [
      lockVersion !== version,
      `package-lock.json names version ${lockVersion}. Run: npm version ${version} --no-git-tag-version --allow-same-version`,
    ],
    [!hasSection, `CHANGELOG.md has no section for ${version}. Rename the section "Unreleased".`],
    [!isPushed, 'The commit is neither on main nor on a branch maintain/v… of the remote. Push or merge it first.'],
  ];
  return found.flatMap(([isWrong, sentence]) => (isWrong ? [sentence] : []));
}
