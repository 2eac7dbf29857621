import { globSync } from 'node:fs';
import { relative, sep } from 'node:path';
import { check } from 'recheck';
import { root } from '../manifest.ts';
import { type Expression, expressionsIn, type Pattern } from './collect.ts';

/** How long one expression may take to judge; the slowest that are linear take ten seconds on a busy machine. */
const TIMEOUT_MS = 60_000;
/** recheck's own process judges as many at the same time as it is asked. */
const AT_ONCE = 2;

/**
 * Finds the regular expressions whose time can grow faster than the text that they are given. Texts come from servers,
 * and nothing can interrupt an expression.
 *
 * @returns a line for each, with a text that shows it
 */
export async function notLinear(files: readonly string[]): Promise<string[]> {
  const waiting = expressionsIn(files);
  const found: string[] = [];
  const judge = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const fault = next.pattern ? await faultOf(next.pattern) : 'is put together at run time, so nobody can check it';
      if (fault !== undefined) found.push(`${placeOf(next)}: ${next.text} ${fault}`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, judge));
  return found.sort();
}

const placeOf = ({ file, line }: Expression) => `${relative(root, file).replaceAll(sep, '/')}:${line}`;

async function faultOf({ source, flags }: Pattern): Promise<string | undefined> {
  const result = await check(source, flags, { timeout: TIMEOUT_MS });
  switch (result.status) {
    case 'safe':
      return undefined;
    case 'vulnerable':
      return `is not linear (${result.complexity.summary}): ${result.attack.pattern}`;
    case 'unknown':
      return `could not be judged (${result.error.kind}): write it more simply`;
  }
}

/** The files whose expressions meet texts of a server or of a workflow. */
export const shippedFiles = (): string[] =>
  globSync(['src/**/*.ts', 'workflows-templates/**/*.mjs'], { cwd: root }).map((file) => `${root}${sep}${file}`);

if (import.meta.main) {
  const found = await notLinear(shippedFiles());
  for (const line of found) console.log(line);
  process.exitCode = found.length > 0 ? 1 : 0;
}
