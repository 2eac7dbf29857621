import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { root } from '../manifest.ts';

/** A YAML block of a page, as a complete workflow. */
export interface Recipe {
  /** `README.md · First recipe`, with a number where a heading has several. */
  name: string;
  workflow: string;
}

const pages = ['README.md', 'docs/CHAINS.md', 'docs/SETUP.md', 'docs/CONFIGURATION.md'];

/** Every recipe of the pages: steps become a job, jobs become a workflow; what is neither is left out. */
export function readRecipes(): Recipe[] {
  return pages.flatMap((page) => {
    let heading = '';
    let count = 0;
    const text = readFileSync(join(root, page), 'utf8');
    return [...text.matchAll(/^#+ (.+)$|^( *)```yaml\n([\s\S]*?)^\2```$/gm)].flatMap(
      ([, title, indent = '', block]) => {
        if (title !== undefined) {
          heading = title;
          count = 0;
          return [];
        }
        const workflow = completed(
          (block ?? '').replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
          page === 'docs/SETUP.md' ? {} : identity,
        );
        count += 1;
        return workflow === undefined ? [] : [{ name: `${page} · ${heading} ${count}`, workflow }];
      },
    );
  });
}

/** What surrounds a recipe in the reader's repository. */
const head = { name: 'Recipe', on: { workflow_dispatch: null }, permissions: {} };

/** The steps of README and docs/CHAINS.md stand in a job that says who it is, as the pages have it at their top. */
const identity = Object.fromEntries([
  ...['ENVIRONMENT_URL', 'TENANT_ID', 'CLIENT_ID'].map((name) => [`D365FO_${name}`, `\${{ vars.D365FO_${name} }}`]),
  ['D365FO_CLIENT_SECRET', '${{ secrets.D365FO_CLIENT_SECRET }}'],
]) as Record<string, string>;

function completed(block: string, env: Record<string, string>): string | undefined {
  const content = parse(block) as unknown;
  if (Array.isArray(content)) {
    const permissions = { contents: 'read', 'id-token': 'write' };
    const job = { 'runs-on': 'ubuntu-latest', permissions, ...(Object.keys(env).length > 0 && { env }), steps: [] };
    return stringify({ ...head, jobs: { recipe: job } }).replace(
      /( *)steps: \[\]\n/,
      (_, indent: string) => `${indent}steps:\n${indented(block, `${indent}  `)}`,
    );
  }
  if (typeof content !== 'object' || content === null || !('jobs' in content)) return undefined;
  return 'on' in content ? block : `${stringify(head)}${block}`;
}

const indented = (text: string, indent: string) => text.replace(/^(?=.)/gm, indent);
