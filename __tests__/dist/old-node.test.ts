import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { expect, test } from '@jest/globals';
import { root } from '../../tools/manifest.ts';
import { oldNode } from '../harness/old-node.ts';

(oldNode === undefined ? test.skip : test)('an older Node is told in one sentence what it lacks', () => {
  const script = resolve(process.env['D365FO_DIST'] ?? resolve(root, 'dist'), 'index.js');
  const { status, stdout, stderr } = spawnSync(oldNode ?? '', [script], {
    encoding: 'utf8',
    env: { INPUT_OPERATION: 'rest', 'INPUT_ENVIRONMENT-URL': 'https://contoso.operations.dynamics.com' },
  });
  expect(stdout).toMatch(/^::error::d365fo-action needs Node 24 or later, and this is Node \d+\.\d+\.\d+\.\n$/);
  expect(stderr).toBe('');
  expect(status).toBe(1);
});
