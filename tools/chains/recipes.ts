import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { root } from '../manifest.ts';

/** A YAML block of a page, as a complete workflow. */
export interface Recipe {
  /** `README.md · First recipe`, with a number where a heading has several. */
  name: string;
  workflow: string;
}

/** A YAML block of a page as it stands there, and the workflow that it is or belongs to, if it is no mere part of a step. */
export interface YamlBlock {
  page: string;
  name: string;
  text: string;
  workflow: string | undefined;
}

/** Every page that users read. */
const pages = globSync(['*.md', '{docs,simulator,examples,data-package,workflows-templates}/**/*.md'], { cwd: root })
  .map((page) => page.replaceAll('\\', '/'))
  .sort();

/** The start of a fence, in every spelling that GitHub shows as YAML. */
const FENCE = /^[\s>]*(?:`{3,}|~{3,})\s*ya?ml\b.*$/gim;

/**
 * Every YAML block of the pages: steps become a job, jobs become a workflow.
 *
 * @throws Error for a fence that is not written as the others are, since it would be passed over
 */
export function yamlBlocks(): YamlBlock[] {
  return pages.flatMap((page) => {
    let heading = '';
    let count = 0;
    const text = readFileSync(join(root, page), 'utf8');
    const blocks = [...text.matchAll(/^#+ (.+)$|^( *)```yaml\n([\s\S]*?)^\2```$/gm)].flatMap(
      ([, title, indent = '', block]) => {
        if (title !== undefined) {
          heading = title;
          count = 0;
          return [];
        }
        const own = (block ?? '').replaceAll(new RegExp(`^${indent}`, 'gm'), '');
        count += 1;
        const workflow = completed(own, page === 'docs/SETUP.md' ? {} : identity);
        return [{ page, name: `${page} · ${heading} ${count}`, text: own, workflow }];
      },
    );
    const fences = text.match(FENCE)?.length ?? 0;
    if (fences !== blocks.length)
      throw new Error(`${page} has ${fences} YAML blocks, but only ${blocks.length} of them begin with \`\`\`yaml.`);
    return blocks;
  });
}

/** Every recipe of the pages; what is neither a workflow nor a job or steps of one is left out. */
export const readRecipes = (): Recipe[] =>
  yamlBlocks().flatMap(({ name, workflow }) => (workflow === undefined ? [] : [{ name, workflow }]));

/** What surrounds a recipe in the reader's repository. */
const head = { name: 'Recipe', on: { workflow_dispatch: null }, permissions: {} };

/** The steps of README and docs/CHAINS.md stand in a job that says who it is, as the pages have it at their top. */
const identity = Object.fromEntries([
  ...['ENVIRONMENT_URL', 'TENANT_ID', 'CLIENT_ID'].map((name) => [`D365FO_${name}`, `\${{ vars.D365FO_${name} }}`]),
  ['D365FO_CLIENT_SECRET', '${{ secrets.D365FO_CLIENT_SECRET }}'],
]) as Record<string, string>;

function completed(block: string, env: Record<string, string>): string | undefined {
  const content = parse(block) as unknown;
  const permissions = { contents: 'read', 'id-token': 'write' };
  const job = (own: object) => ({ 'runs-on': 'ubuntu-latest', permissions, ...own });
  if (Array.isArray(content)) {
    const recipe = job({ ...(Object.keys(env).length > 0 && { env }), steps: [] });
    return stringify({ ...head, jobs: { recipe } }).replace(
      /( *)steps: \[\]\n/,
      (_, indent: string) => `${indent}steps:\n${indented(block, `${indent}  `)}`,
    );
  }
  if (typeof content !== 'object' || content === null) return undefined;
  if ('steps' in content) return `${stringify({ ...head, jobs: { recipe: job({}) } })}${indented(block, '    ')}`;
  if (!('jobs' in content)) return undefined;
  return 'on' in content ? block : `${stringify(head)}${block}`;
}

const indented = (text: string, indent: string) => text.replace(/^(?=.)/gm, indent);
