import { writeSync } from 'node:fs';

/**
 * @param version of Node, such as `24.21.0`
 * @returns why the action cannot run on it, or `undefined`
 */
export function nodeProblem(version: string): string | undefined {
  if (Number.parseInt(version, 10) >= 24) return undefined;
  return `d365fo-action needs Node 24 or later, and this is Node ${version}.`;
}

// main.ts imports this file before all others, so that none of them can fail first on something that an older Node lacks.
const problem = nodeProblem(process.versions.node);
if (problem !== undefined) {
  writeSync(1, `::error::${problem}\n`);
  process.exit(1);
}
