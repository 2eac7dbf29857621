import { createHash } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { root } from './manifest.ts';

/** The file in `dist/` that says what it was built from. */
export const SOURCE_HASH = 'source.sha256';

/** All that `dist/` depends on: what is compiled, and what compiles it. */
const PATTERNS = [
  '{src,simulator,tools/probe}/**/*.ts',
  'package-lock.json',
  'tsconfig*.json',
  'tools/build.ts',
  'tools/{left-out,licences,licence-policy,lock-file}.ts',
  'tools/licence-texts/*.txt',
];

export interface SourceFile {
  /** Relative to the repository, with `/`. */
  path: string;
  text: string;
}

/** The files that `dist/` is built from, as they stand now. */
export function sourceFiles(): SourceFile[] {
  return globSync(PATTERNS, { cwd: root }).map((path) => ({
    path: path.replaceAll(sep, '/'),
    text: readFileSync(join(root, path), 'utf8'),
  }));
}

/** SHA-256 over paths and texts, in hexadecimal: the same whatever the order of the files and the ends of their lines. */
export function hashOf(files: readonly SourceFile[]): string {
  const lines = files.map(({ path, text }) => {
    const hash = createHash('sha256').update(text.replaceAll('\r\n', '\n')).digest('hex');
    return `${hash}  ${path}\n`;
  });
  return createHash('sha256').update(lines.sort().join('')).digest('hex');
}

/**
 * Judges whether a build comes from these sources.
 *
 * @param recorded what stands in its file of the hash; `undefined` if there is none
 * @returns what is wrong and the command that mends it, or `undefined`
 */
export function staleness(recorded: string | undefined, files: readonly SourceFile[]): string | undefined {
  return recorded?.trim() === hashOf(files)
    ? undefined
    : 'dist/ was not built from the current sources, so the tests would run other code: run `npm run build` first.';
}
