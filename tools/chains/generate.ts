import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { ModuleKind, ScriptTarget, transpileModule } from 'typescript';
import { root } from '../manifest.ts';
import { chains, slots, type Chain } from './chains.ts';
import { interfaceOf } from './composite.ts';
import { expand, repeated, type Values } from './expand.ts';
import { pins } from './pins.ts';
import { withChainTables } from './docs.ts';
import { actionReference, stamp } from './stamp.ts';
import { forOlderServers } from './older-servers.ts';
import { workflowBlocks } from './workflow.ts';

export interface GeneratedFile {
  /** Relative to the repository, with `/`. */
  path: string;
  text: string;
}

const here = import.meta.dirname;
const read = (...path: string[]) => readFileSync(join(here, ...path), 'utf8');

/** Everything that comes from tools/chains/sources/, the tables of docs/CHAINS.md included, as it should stand. */
export async function generatedChains(): Promise<GeneratedFile[]> {
  const templates = chains.flatMap(filesOf);
  const actionOf = (chain: string) =>
    templates.find(({ path }) => path === `workflows-templates/${chain}/action.yml`)?.text ?? '';
  const docs = {
    path: 'docs/CHAINS.md',
    text: withChainTables(readFileSync(join(root, 'docs/CHAINS.md'), 'utf8'), actionOf),
  };
  const files = [...templates, docs, nearNames()].map(({ path, text }) => ({ path, text: stamp(text) }));
  return Promise.all(
    files.map(async ({ path, text }) => {
      const file = join(root, path);
      return { path, text: await format(text, { ...(await resolveConfig(file)), filepath: file }) };
    }),
  );
}

function filesOf(chain: Chain): GeneratedFile[] {
  const { name } = chain;
  const action = expand(read('sources', name, 'action.yml.in'), commonValue);
  const computed = workflowBlocks(interfaceOf(action), chain);
  const workflow = expand(read('sources', `${name}.yml.in`), (asked) => computed[asked]?.() ?? commonValue(asked));
  const { repository, tag } = actionReference();
  const head = `# ${chain.description}
# Copy this file to .github/workflows/, or call it: uses: ${repository}/.github/workflows/${name}.yml@${tag}
# Required variables, secrets and permissions: https://github.com/${repository}/blob/${tag}/docs/CHAINS.md#${name}

`;
  const properties = {
    name: chain.title,
    description: chain.description,
    iconName: `octicon ${chain.icon}`,
    categories: chain.categories,
  };
  const ofWorkflow = generatedFrom(`${name}.yml.in`);
  return [
    ...stepsOf(name).map((path) => ({
      path: `workflows-templates/${path}`,
      text: generatedFrom(`${path}.in`) + expand(read('sources', `${path}.in`), commonValue),
    })),
    {
      path: `workflows-templates/${name}/action.yml`,
      text: generatedFrom(`${name}/action.yml.in`) + action,
    },
    { path: `workflows-templates/${name}.yml`, text: ofWorkflow + head + workflow },
    {
      path: `workflows-templates/ghes/${name}.yml`,
      text: `${ofWorkflow}# For GitHub Enterprise Server, which does not know every key of workflows-templates/${name}.yml.\n${forOlderServers(head + workflow)}`,
    },
    { path: `workflows-templates/${name}.properties.json`, text: JSON.stringify(properties) },
    {
      path: `.github/workflows/${name}.yml`,
      text: `${ofWorkflow}# A copy of workflows-templates/${name}.yml: GitHub can call a workflow only from this folder.\n${head}${workflow}`,
    },
  ];
}

/** The small steps find a name by the same rule as the action. */
function nearNames(): GeneratedFile {
  const source = 'src/near-names.ts';
  const { outputText } = transpileModule(readFileSync(join(root, source), 'utf8'), {
    compilerOptions: { target: ScriptTarget.ES2023, module: ModuleKind.ESNext },
  });
  return {
    path: 'workflows-templates/near-names.mjs',
    text: `// Generated from ${source} by \`npm run generate\`. Do not edit.\n${outputText}`,
  };
}

const generatedFrom = (source: string) =>
  `# Generated from tools/chains/sources/${source} by \`npm run generate\`. Do not edit.\n`;

/** The manifests of a chain's own small steps, where they have generated parts. */
function stepsOf(chain: string): string[] {
  return readdirSync(join(here, 'sources', chain), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => `${chain}/${name}/action.yml`);
}

/** What a name stands for in every source: a value of this table, or the block of a file. */
const commonValue: Values = (name) => texts[name] ?? block(name);

const texts: Record<string, string> = {
  ...actionReference(),
  ...pins,
  packages: String(slots.packages),
  groups: String(slots.groups),
  ...repeats('package', slots.packages),
  ...repeats('file', slots.packages),
  ...repeats('fetch', slots.packages),
  ...repeats('pack', slots.packages),
  // A re-run may split a group into what was started and what was not.
  ...repeats('group', slots.groups + 1),
};

/** What stands once for each place of a list: its step, its output, its line in the result. */
function repeats(item: string, count: number): Record<string, string> {
  const parts = ['step', 'output', 'stage'].map((part) => `${item}-${part}`);
  return Object.fromEntries(parts.map((part) => [`${part}s`, repeated(block(part) ?? '', count)]));
}

function block(name: string): string | undefined {
  const file = join(here, 'blocks', `${name}.yml.in`);
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

/** @returns the paths of generated files that do not stand as they should */
export async function outdatedChains(): Promise<string[]> {
  const files = await generatedChains();
  return files.filter(({ path, text }) => current(path) !== text).map(({ path }) => path);
}

function current(path: string): string | undefined {
  try {
    return readFileSync(join(root, path), 'utf8');
  } catch {
    return undefined;
  }
}

/** Writes them all. */
export async function writeChains(): Promise<void> {
  for (const { path, text } of await generatedChains()) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}

if (import.meta.main) await writeChains();
