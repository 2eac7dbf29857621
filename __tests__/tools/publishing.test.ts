import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { actionReference, stamp, stampedFiles } from '../../tools/chains/stamp.ts';
import { root } from '../../tools/manifest.ts';

/** https://github.com/marketplace?type=actions */
const CATEGORIES = [
  ...['AI Assisted', 'API management', 'Chat', 'Code quality', 'Code review', 'Code search', 'Container CI'],
  ...['Continuous integration', 'Dependency management', 'Deployment', 'Desktop tools', 'IDEs', 'Learning'],
  ...[
    'Localization',
    'Mobile CI',
    'Mobile',
    'Monitoring',
    'Open Source management',
    'Project management',
    'Publishing',
  ],
  ...['Reporting', 'Security', 'Support', 'Testing', 'Time tracking', 'Utilities'],
];

/** https://docs.github.com/actions/how-tos/create-and-publish-actions/publish-in-github-marketplace and …/metadata-syntax */
describe('the Marketplace', () => {
  const manifest = parse(readFileSync(join(root, 'action.yml'), 'utf8')) as Record<string, string> & {
    branding: Record<string, string>;
  };

  test('finds one manifest in the root', () => {
    expect(readdirSync(root).filter((name) => /^action\.ya?ml$/.test(name))).toEqual(['action.yml']);
  });

  test('gets a name, an author, a description of less than 125 characters, and a badge of its colours', () => {
    expect(manifest['name']).toMatch(/^[^\n]{5,50}$/);
    expect(manifest['author']).toBeTruthy();
    expect(manifest['description']?.length).toBeLessThan(125);
    // What GitHub's own schema allows: most icons of Feather 4.28, and eight colours.
    const schema = parse(
      readFileSync(join(root, 'node_modules/@actions/workflow-parser/dist/action-v1.0.min.json'), 'utf8'),
    ) as { definitions: Record<'branding-icon' | 'branding-color', { 'allowed-values': string[] }> };
    const { 'branding-icon': icon, 'branding-color': color } = schema.definitions;
    expect(icon['allowed-values']).not.toContain('coffee');
    expect(icon['allowed-values']).toContain(manifest.branding['icon']);
    expect(color['allowed-values']).toContain(manifest.branding['color']);
  });

  /** "Name must be unique. Cannot match an existing action, user or organization name", nor a category of the Marketplace. */
  test('gets a name that no user can have, nor a category', () => {
    const name = manifest['name'] ?? '';
    expect(name).toMatch(/[^A-Za-z0-9-]/);
    expect(CATEGORIES).not.toContain(name);
  });
});

test.each([
  ['a step', 'uses: your-org/d365fo-action@v1', 'uses: acme/d365fo-action@v2'],
  [
    'an action of a folder',
    '- uses: your-org/d365fo-action/simulator@v1.2.3',
    '- uses: acme/d365fo-action/simulator@v2',
  ],
  [
    'a use by commit',
    '`uses: your-org/d365fo-action@<commit> # v1.0.0`',
    '`uses: acme/d365fo-action@<commit> # v1.0.0`',
  ],
  [
    'a page at a version',
    'https://github.com/your-org/d365fo-action/blob/v1/docs/FAQ.md',
    'https://github.com/acme/d365fo-action/blob/v2/docs/FAQ.md',
  ],
  ['another page', 'https://github.com/your-org/d365fo-action/issues', 'https://github.com/acme/d365fo-action/issues'],
  [
    'a badge',
    'https://img.shields.io/github/v/release/your-org/d365fo-action)',
    'https://img.shields.io/github/v/release/acme/d365fo-action)',
  ],
  [
    'options of gh',
    'gh attestation verify x --repo your-org/d365fo-action --signer-workflow your-org/d365fo-action/.github/workflows/release.yml',
    'gh attestation verify x --repo acme/d365fo-action --signer-workflow acme/d365fo-action/.github/workflows/release.yml',
  ],
  [
    'another repository',
    'https://github.com/your-org/d365fo-action-docs',
    'https://github.com/your-org/d365fo-action-docs',
  ],
])('one command stamps %s', (_what, before, after) => {
  const release = { repository: 'acme/d365fo-action', tag: 'v2' };
  expect(stamp(before, release)).toBe(after);
  expect(stamp(stamp(after, actionReference()), release)).toBe(after);
});

test('one command leaves nothing of the name that was there before', () => {
  const { repository, tag } = actionReference();
  const owner = repository.split('/')[0] ?? '';
  const left = stampedFiles().filter((path) =>
    stamp(readFileSync(join(root, path), 'utf8'), { repository: 'acme/d365fo-action', tag }).includes(owner),
  );
  expect(left).toEqual([]);
});
