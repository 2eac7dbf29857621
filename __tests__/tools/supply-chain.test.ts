import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { readAudit, verdict } from '../../tools/audit.ts';
import { pins } from '../../tools/chains/pins.ts';
import { leftOut } from '../../tools/left-out.ts';
import { chosenLicence, licenceFaults, licenceFaultsOf } from '../../tools/licence-policy.ts';
import { licences } from '../../tools/licences.ts';
import type { Package, Use } from '../../tools/lock-file.ts';
import { root } from '../../tools/manifest.ts';
import { sbomOf } from '../../tools/sbom.ts';

describe('the audit', () => {
  const advisory = {
    name: 'node-forge',
    title: 'Signature forgery',
    severity: 'high',
    url: 'https://github.com/advisories/GHSA-1',
  };
  const report = (vulnerabilities: object) => JSON.stringify({ auditReportVersion: 2, vulnerabilities });

  test('fails on an advisory, wherever it is asked', () => {
    const found = readAudit(report({ 'node-forge': { via: [advisory] }, other: { via: ['node-forge'] } }));
    expect(found).toEqual({
      kind: 'advisories',
      lines: ['node-forge (high): Signature forgery, https://github.com/advisories/GHSA-1'],
    });
    expect([true, false].map((mustBeAnswered) => verdict(found, mustBeAnswered).exitCode)).toEqual([1, 1]);
  });

  test('fails on a package that is named without its advisory', () => {
    expect(readAudit(report({ a: { via: ['b'] } }))).toEqual({ kind: 'advisories', lines: ['a'] });
  });

  test('passes without any', () => {
    expect(verdict(readAudit(report({})), true)).toMatchObject({ exitCode: 0 });
  });

  test.each([
    '',
    'null',
    '{}',
    'npm error',
    '{"message":"405 Method Not Allowed","error":{}}',
    '{"vulnerabilities":{}}',
  ])('without a report (%j) fails on GitHub, and elsewhere says that nothing is proven', (output) => {
    const found = readAudit(output);
    expect(found.kind).toBe('no-response');
    expect(verdict(found, true).exitCode).toBe(1);
    expect(verdict(found, false)).toMatchObject({ exitCode: 0, text: expect.stringContaining('Not audited') });
  });
});

describe('licences', () => {
  const packageOf = (licence: string, use: Use, name = 'a'): Package => ({
    folder: '',
    name,
    version: '1.0.0',
    licence,
    use,
  });

  test('of all packages are allowed', () => {
    expect(licenceFaultsOf(root)).toEqual([]);
  });

  test.each([
    'GPL-3.0',
    'AGPL-3.0-only',
    'MPL-2.0',
    'LGPL-2.1',
    '',
    'UNLICENSED',
    'MIT AND GPL-2.0',
    'CC-BY-4.0',
    'mit',
  ])('%j is not, of a package that is shipped', (licence) => {
    expect(licenceFaults([packageOf(licence, 'shipped')])).toEqual([
      `a 1.0.0 (shipped): ${licence || 'states no licence'}`,
    ]);
  });

  test('one that is explained for the tests does not count for what is shipped', () => {
    const terms = 'SEE LICENSE IN LICENSE';
    expect(licenceFaults([packageOf(terms, 'development', '@sap/cds')])).toEqual([]);
    expect(licenceFaults([packageOf(terms, 'shipped', '@sap/cds')])).toHaveLength(1);
  });

  test('of several, the first that is allowed is used', () => {
    expect(chosenLicence('(GPL-2.0 OR BSD-3-Clause)', 'shipped')).toBe('BSD-3-Clause');
    expect(chosenLicence('(MPL-2.0 OR GPL-2.0)', 'shipped')).toBeUndefined();
  });

  test('the list in dist says which is used where there is a choice', () => {
    const text = licences(root, Object.keys(leftOut));
    expect(text).toContain('node-forge 1.4.3 (BSD-3-Clause OR GPL-2.0, used under BSD-3-Clause)');
    expect(text.split('\n')[0]).toContain('The licences of the packages');
  });
});

test('the SBOM names exactly the packages whose licences are in dist', () => {
  const bom = sbomOf(root);
  const listed = licences(root, Object.keys(leftOut)).matchAll(/^-{80}\n\n(\S+) (\S+) \(/gm);
  expect(bom.components.map(({ name, version }) => `${name} ${version}`).sort()).toEqual(
    [...listed].map(([, name = '', version = '']) => `${name} ${version}`).sort(),
  );
  const refs = [bom.metadata.component, ...bom.components].map((component) => component['bom-ref']);
  expect(bom.dependencies.map(({ ref }) => ref).sort()).toEqual(refs.sort());
  expect(refs).toEqual(expect.arrayContaining(bom.dependencies.flatMap(({ dependsOn }) => dependsOn)));
});

test("others' actions are pinned by commit, one commit each in all workflows and chains", () => {
  const files = globSync(['.github/workflows/*.yml', 'workflows-templates/**/*.yml'], { cwd: root });
  const uses = files.flatMap((file) => [
    ...readFileSync(join(root, file), 'utf8').matchAll(
      /^ *(?:- )?uses: (?!\S+\/d365fo-action)([\w.-]+\/[\w.-]+)\S*?@(.+)$/gm,
    ),
  ]);
  const commits = new Map<string, Set<string>>();
  for (const [, action = '', commit = ''] of uses) {
    expect(commit).toMatch(/^[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
    commits.set(action, (commits.get(action) ?? new Set()).add(commit));
  }
  expect([...commits].filter(([, found]) => found.size > 1)).toEqual([]);
  expect([...(commits.get('actions/checkout') ?? [])]).toEqual([pins.checkout]);
});
