import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SOURCE_HASH, sourceFiles, staleness } from './dist-source.ts';
import { root } from './manifest.ts';

/**
 * Jest's global setup: ends the run if its tests would run an outdated `dist/`. Unit tests run the sources alone, and
 * whoever names another build in D365FO_DIST means that one.
 */
export default function requireFreshDist({ testPathPatterns }: { testPathPatterns: { patterns: string[] } }): void {
  const { patterns } = testPathPatterns;
  const unitOnly = patterns.length > 0 && patterns.every((pattern) => pattern.includes('unit'));
  if (unitOnly || process.env['D365FO_DIST'] !== undefined) return;
  const problem = staleness(recordedHash(), sourceFiles());
  if (problem === undefined) return;
  console.error(problem);
  process.exit(1);
}

function recordedHash(): string | undefined {
  try {
    return readFileSync(join(root, 'dist', SOURCE_HASH), 'utf8');
  } catch {
    return undefined;
  }
}
