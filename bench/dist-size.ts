import { globSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../tools/manifest.ts';
import { bounded, type Figure } from './figures.ts';

const megabytes = (size: number) => `${size.toFixed(2)} MB`;

/** What the four operations are made of, licences included; and all of `dist/`, with the other actions in its folders. */
export function distSize(): Promise<Figure[]> {
  const folder = process.env['D365FO_DIST'] ?? join(root, 'dist');
  const sizeOf = (pattern: string) =>
    globSync(pattern, { cwd: folder, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0) / 1e6;
  return Promise.resolve([
    bounded('dist of the four operations, licences included', sizeOf('*'), megabytes, { atMost: 1.2 }),
    { what: 'dist, with the simulator, data-package and the probe', value: megabytes(sizeOf('**')) },
  ]);
}
