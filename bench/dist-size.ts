import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../tools/manifest.ts';
import { bounded, type Figure } from './figures.ts';

/** What a job downloads of the action: all of dist, licences included. */
export function distSize(): Promise<Figure[]> {
  const folder = process.env['D365FO_DIST'] ?? join(root, 'dist');
  const bytes = readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
  return Promise.resolve([
    bounded('dist, licences included', bytes / 1e6, (size) => `${size.toFixed(2)} MB`, { atMost: 1.2 }),
  ]);
}
