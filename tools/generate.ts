import { readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { outdatedChains, writeChains } from './chains/generate.ts';
import { table, withSection } from './generated-tables.ts';
import { type Manifest, type ManifestInput, readManifest, root } from './manifest.ts';

interface GeneratedFile {
  path: string;
  text: string;
}

/** Everything that is generated from action.yml and package.json, as it should stand: the contract as types, and the tables of the README. */
export async function generated(manifest: Manifest): Promise<GeneratedFile[]> {
  const readme = join(root, 'README.md');
  const files = [
    { path: join(root, 'src/contract.ts'), text: contract(withChains(manifest), packageVersion()) },
    {
      path: join(root, 'src/data-package/contract.ts'),
      text: siblingContract(readManifest(join(root, 'data-package/action.yml'))),
    },
    { path: readme, text: withTables(readFileSync(readme, 'utf8'), manifest) },
  ];
  return Promise.all(
    files.map(async ({ path, text }) => ({
      path,
      text: await format(text, { ...(await resolveConfig(path)), filepath: path }),
    })),
  );
}

/** @returns the paths, relative to the repository, of generated files that are not up to date */
export async function outdated(): Promise<string[]> {
  const files = await generated(readManifest());
  const stale = files.filter(({ path, text }) => readFileSync(path, 'utf8') !== text);
  return [...stale.map(({ path }) => relative(root, path)), ...(await outdatedChains())];
}

function packageVersion(): string {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  return version;
}

/** The action of the chains that runs `dist/index.js` as well: what it has beside action.yml. */
const ofChains = readManifest(join(root, 'workflows-templates/data-project/action.yml'));

function withChains({ inputs, outputs }: Manifest): Manifest & { added: string[] } {
  const isNew = (of: readonly { name: string }[]) => (each: { name: string }) =>
    !of.some(({ name }) => name === each.name);
  const added = ofChains.inputs.filter(isNew(inputs));
  return {
    inputs: [...inputs, ...added],
    outputs: [...outputs, ...ofChains.outputs.filter(isNew(outputs))],
    added: added.map(({ name }) => name),
  };
}

/** The source of `src/contract.ts`, before formatting. */
export const contract = (manifest: ReturnType<typeof withChains>, version: string): string =>
  `// Generated from action.yml, workflows-templates/data-project/action.yml and package.json by \`npm run generate\`. Do not edit.

${names(manifest)}
/** Inputs that action.yml does not have. */
export const inputsOfChains = ${JSON.stringify(manifest.added)} as const satisfies readonly InputName[];

/** Of the product, from package.json. */
export const version = ${JSON.stringify(version)};
`;

const siblingContract = (manifest: Manifest): string =>
  `// Generated from data-package/action.yml by \`npm run generate\`. Do not edit.

${names(manifest)}`;

function names({ inputs, outputs }: Manifest): string {
  return `/** Every input, with its default in action.yml. */
export const inputDefaults = {
${inputs.map((input) => `${JSON.stringify(input.name)}: ${JSON.stringify(input.default)},`).join('\n')}
} as const satisfies Record<string, string>;

export type InputName = keyof typeof inputDefaults;

export const outputNames = [${outputs.map(({ name }) => JSON.stringify(name)).join(', ')}] as const;

export type OutputName = (typeof outputNames)[number];
`;
}

/**
 * Puts the tables between their markers, \`<!-- generated: inputs -->\` … \`<!-- /generated -->\`.
 *
 * @throws Error where a marker is missing
 */
export function withTables(readme: string, { inputs, outputs }: Manifest): string {
  const tables = {
    inputs: Object.entries(Object.groupBy(inputs, ({ group }) => group))
      .map(([group, members = []]) => folded(`${title(group)} (${members.length})`, inputTable(members)))
      .join('\n\n'),
    outputs: table(
      ['output', 'meaning'],
      outputs.map(({ name, description }) => [`\`${name}\``, description]),
    ),
  };
  return Object.entries(tables).reduce(
    (text, [name, content]) => withSection(text, `generated: ${name}`, '/generated', content),
    readme,
  );
}

function inputTable(inputs: ManifestInput[]): string {
  const rows = inputs.map((input) => [
    `\`${input.name}\``,
    input.default === '' ? '–' : `\`${input.default}\``,
    input.description,
  ]);
  return table(['input', 'default', 'meaning'], rows);
}

const folded = (summary: string, content: string) =>
  `<details>\n<summary>${summary}</summary>\n\n${content}\n\n</details>`;

/** Names of operations in code type, in HTML: a summary holds no Markdown. */
function title(group: string): string {
  if (group === 'every operation') return 'Inputs of every operation';
  return `Inputs of ${group.replace(/[a-z-]+/g, (word) => (word === 'and' ? word : `<code>${word}</code>`))}`;
}

if (import.meta.main) {
  if (process.argv.includes('--check')) {
    const files = await outdated();
    if (files.length > 0) {
      console.error(`Not up to date with action.yml: ${files.join(', ')}. Run \`npm run generate\`.`);
      process.exitCode = 1;
    }
  } else {
    for (const { path, text } of await generated(readManifest())) writeFileSync(path, text);
    await writeChains();
  }
}
