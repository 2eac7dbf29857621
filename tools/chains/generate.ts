import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { root } from '../manifest.ts';
import { chains, slots, type Chain } from './chains.ts';
import { interfaceOf } from './composite.ts';
import { expand, type Blocks } from './expand.ts';
import { pins } from './pins.ts';
import { withChainTables } from './docs.ts';
import { actionReference, stamp } from './stamp.ts';
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
  const files = [...templates, docs].map(({ path, text }) => ({ path, text: stamp(text) }));
  return Promise.all(
    files.map(async ({ path, text }) => {
      const file = join(root, path);
      return { path, text: await format(text, { ...(await resolveConfig(file)), filepath: file }) };
    }),
  );
}

function filesOf(chain: Chain): GeneratedFile[] {
  const { name } = chain;
  const action = finished(read('sources', name, 'action.yml.in'), fileBlock);
  const computed = workflowBlocks(interfaceOf(action), chain);
  const workflow = finished(read('sources', `${name}.yml.in`), (block) => computed[block]?.() ?? fileBlock(block));
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
  return [
    ...stepsOf(name).map((path) => ({
      path: `workflows-templates/${path}`,
      text: finished(read('sources', `${path}.in`), fileBlock),
    })),
    { path: `workflows-templates/${name}/action.yml`, text: action },
    { path: `workflows-templates/${name}.yml`, text: head + workflow },
    { path: `workflows-templates/${name}.properties.json`, text: JSON.stringify(properties) },
    {
      path: `.github/workflows/${name}.yml`,
      text: `# Generated from workflows-templates/${name}.yml: GitHub can call a workflow only from this folder.\n${head}${workflow}`,
    },
  ];
}

/** The manifests of a chain's own small steps, where they have generated parts. */
function stepsOf(chain: string): string[] {
  return readdirSync(join(here, 'sources', chain), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => `${chain}/${name}/action.yml`);
}

const fileBlock: Blocks = (name) => read('blocks', `${name}.yml.in`);

/** Blocks, the name of the action, the commits of others, and the numbers of places in the lists. */
function finished(source: string, blocks: Blocks): string {
  const { repository, tag } = actionReference();
  return expand(source, blocks, slots)
    .replace(/uses: ACTION(\S*)/g, (_, path: string) => `uses: ${repository}${path}@${tag}`)
    .replace(/@(CHECKOUT|UPLOAD|DOWNLOAD)\b/g, (_, name: keyof typeof pins) => `@${pins[name]}`)
    .replace(/\b(PACKAGES|GROUPS)\b/g, (name) => String(slots[name as keyof typeof slots]));
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
