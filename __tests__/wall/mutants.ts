import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { root } from '../../tools/manifest.ts';
import type { Property } from './generated/property.ts';

/** A rule of the product that is switched off in a copy of its sources: the wall must then turn red. */
export interface Mutant {
  name: string;
  file: string;
  /** What stands there, exactly once, and what is put in its place. */
  from: string;
  to: string;
  /** What must see it: rows whose fault holds this text, the generated cases of a file, or the whole runs. */
  seenBy: { rows: string } | { generated: string } | 'whole runs';
}

export const mutants: readonly Mutant[] = [
  {
    name: 'masking off',
    file: 'report/secrets.ts',
    from: "if (known.size === 0 || text === '') return text;",
    to: 'return text;',
    seenBy: 'whole runs',
  },
  {
    name: 'neutralising off',
    file: 'server-text.ts',
    from: "text.replace(/:(?=:)/g, ': ').replace(/#(?=#\\[)/g, '# ');",
    to: 'text;',
    seenBy: 'whole runs',
  },
  {
    name: 'evidence off',
    file: 'operations/batch-wait/evidence.ts',
    from: 'if (!end || end.epochMs <= (job.end?.epochMs ?? -Infinity)) return false;',
    to: 'if (end || !end) return true;',
    seenBy: { rows: 'an old replica says Finished' },
  },
  {
    name: 'writes sent twice',
    file: 'http/retry.ts',
    from: 'return (read || !trouble.sent) && ',
    to: 'return ',
    seenBy: { rows: 'reset before the head, write' },
  },
  {
    name: 'line ends in cells without quotation marks',
    file: 'data-package/csv.ts',
    from: '/[",\\r\\n]|^\\ufeff/',
    to: '/[",\\n]|^\\ufeff/',
    seenBy: { generated: 'packages' },
  },
];

const GENERATED = '__tests__/wall/generated';

/**
 * Makes a copy of the sources in which one rule is off, and lets all runs until `restore` use it in place of `dist/`. Node
 * runs the sources as they stand, so that nothing is built.
 *
 * @param mutant `undefined` copies them as they are: what fails then fails because of the copy
 * @returns beside `restore`, how the generated cases of a file are taken from the copy
 */
export function useMutant(mutant: Mutant | undefined): {
  propertyOf: (file: string) => Promise<Property | undefined>;
  restore: () => void;
} {
  mkdirSync(join(root, 'build'), { recursive: true });
  const folder = mkdtempSync(join(root, 'build', 'mutant-'));
  const sources = join(folder, 'src');
  for (const part of ['src', GENERATED]) cpSync(join(root, part), join(folder, part), { recursive: true });
  writeFileSync(join(sources, 'index.js'), "import './main.ts';\n");
  if (mutant) {
    const file = join(sources, mutant.file);
    const parts = readFileSync(file, 'utf8').split(mutant.from);
    if (parts.length !== 2) throw new Error(`${mutant.name}: src/${mutant.file} has changed; mend mutants.ts`);
    writeFileSync(file, parts.join(mutant.to));
  }
  const before = process.env['D365FO_DIST'];
  process.env['D365FO_DIST'] = sources;
  return {
    async propertyOf(file) {
      const module = (await import(join(folder, GENERATED, `${file}.ts`))) as Record<string, Property>;
      return module[file];
    },
    restore() {
      if (before === undefined) delete process.env['D365FO_DIST'];
      else process.env['D365FO_DIST'] = before;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
