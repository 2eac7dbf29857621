import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../tools/manifest.ts';
import { readRecipes } from '../../tools/chains/recipes.ts';

const files = (...patterns: string[]) =>
  execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '--', ...patterns], {
    cwd: root,
    encoding: 'utf8',
  })
    .split('\n')
    .filter(Boolean);

/** actionlint 1.7.12 does not know GitHub's parallel steps. GitHub's own language service, which does, validates the example. */
const unknownToActionlint = ':(exclude)examples/parallel-waits.yml';
const workflows = [
  '.github/workflows/*.yml',
  'examples/*.yml',
  ':(glob)workflows-templates/**/*.yml',
  ':(exclude,glob)workflows-templates/**/action.yml',
];

/** What the linters are run on; each throws with what it found. */
export const lints = (tools: { actionlint: string; zizmor: string }, folder: string) => [
  {
    name: 'lint · actionlint · workflows, examples',
    run: () => lint(tools.actionlint, [...actionlintOptions, ...files(...workflows, unknownToActionlint)]),
  },
  {
    name: 'lint · actionlint · recipes of README and docs',
    run: () => lint(tools.actionlint, [...actionlintOptions, ...recipeFiles(folder)]),
  },
  {
    name: 'lint · zizmor · workflows, actions, examples',
    run: () =>
      lint(tools.zizmor, [
        '--offline',
        '--quiet',
        '--no-progress',
        '--persona',
        'pedantic',
        ...files(
          ...workflows,
          'action.yml',
          'data-package/action.yml',
          'simulator/action.yml',
          'workflows-templates/**/action.yml',
          '.github/dependabot.yml',
        ),
      ]),
  },
];

const actionlintOptions = ['-no-color', '-shellcheck', '', '-pyflakes', '', '-config-file', '.github/actionlint.yaml'];

function recipeFiles(folder: string): string[] {
  const recipes = join(folder, 'recipes');
  mkdirSync(recipes);
  return readRecipes().map(({ name, workflow }) => {
    const file = join(recipes, `${name.replace(/[^\w.]+/g, '-')}.yml`);
    writeFileSync(file, workflow);
    return file;
  });
}

function lint(command: string, args: string[]): Promise<void> {
  const { status, stdout, stderr, error } = spawnSync(command, args, { cwd: root, encoding: 'utf8' });
  return status === 0 ? Promise.resolve() : Promise.reject(new Error(error?.message ?? `${stdout}${stderr}`));
}
