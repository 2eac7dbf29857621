import { execFileSync } from 'node:child_process';
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { root } from '../manifest.ts';

/**
 * How workflows name the action: `owner/repository` of package.json's `repository`, and its major version as a tag.
 *
 * @throws Error where package.json has no GitHub repository or no version
 */
export function actionReference(): { repository: string; tag: string } {
  const { repository, version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    repository: { url: string };
    version: string;
  };
  const name = /github\.com[/:]([\w.-]+\/[\w.-]+?)(?:\.git)?$/.exec(repository.url)?.[1];
  const major = /^(\d+)\.\d+\.\d+/.exec(version)?.[1];
  if (name === undefined || major === undefined) {
    throw new Error('package.json: repository.url or version is not understood.');
  }
  return { repository: name, tag: `v${major}` };
}

/** A use of the action by a step or a job, whichever owner and version it names. */
const use = /[\w.-]+\/d365fo-action((?:\/[\w./-]+)?)@v\d+(?:\.\d+){0,2}(?![\w.])/g;
/** A page of the repository at a version. */
const page = /github\.com\/[\w.-]+\/d365fo-action\/(blob|tree)\/v\d+(?:\.\d+){0,2}(?![\w.])/g;
/** The repository by its name: in an address, a badge, an option of `gh`, or a use by commit. */
const name = /(github\.com\/|release\/|--(?:repo|signer-workflow) |`uses: )[\w.-]+\/d365fo-action(?![\w.-])/g;
/** Who is exempt in zizmor.yml. */
const policy = /^( +)[\w.-]+\/d365fo-action(?=[/:])/gm;

/** @returns the text with every use of the action naming the repository and version of package.json */
export function stamp(text: string, { repository, tag } = actionReference()): string {
  return text
    .replace(use, (_, path: string) => `${repository}${path}@${tag}`)
    .replace(page, (_, kind: string) => `github.com/${repository}/${kind}/${tag}`)
    .replace(name, (_, before: string) => `${before}${repository}`)
    .replace(policy, (_, indent: string) => `${indent}${repository}`);
}

/** Everything that somebody copies or reads: README, docs, templates, examples, workflows. */
export function stampedFiles(): string[] {
  const patterns = ['**/*.md', '{docs,examples,workflows-templates,.github}/**/*.{md,yml,yaml}', 'zizmor.yml'];
  // What git ignores; a copy without git is stamped like a clone.
  const exclude = ['**/node_modules', 'build', 'coverage', 'e2e/.tools'];
  return globSync(patterns, { cwd: root, exclude })
    .map((path) => path.replaceAll(sep, '/'))
    .sort();
}

/** @returns the files that name another repository or version than package.json */
export function unstamped(): string[] {
  return stampedFiles().filter((path) => {
    const text = readFileSync(join(root, path), 'utf8');
    return stamp(text) !== text;
  });
}

/** Makes somebody the owner: in package.json, from which everything else follows. */
function changeOwner(owner: string): void {
  if (!/^[\w-]{1,39}$/.test(owner)) throw new Error(`"${owner}" is not the name of a GitHub user or organization.`);
  const path = join(root, 'package.json');
  const text = readFileSync(path, 'utf8');
  writeFileSync(path, text.replace(actionReference().repository, `${owner}/d365fo-action`));
}

if (import.meta.main) {
  const [first] = process.argv.slice(2);
  if (first === '--check') {
    const files = unstamped();
    if (files.length > 0) console.error(`Not as package.json has it: ${files.join(', ')}. Run \`npm run stamp\`.`);
    process.exitCode = files.length > 0 ? 1 : 0;
  } else {
    if (first !== undefined) changeOwner(first);
    const files = unstamped();
    for (const path of files) writeFileSync(join(root, path), stamp(readFileSync(join(root, path), 'utf8')));
    // A longer name makes a column of a table wider.
    const prettier = [join(root, 'node_modules/prettier/bin/prettier.cjs'), '--write', '--log-level', 'warn'];
    if (files.length > 0) execFileSync(process.execPath, [...prettier, ...files], { cwd: root, stdio: 'inherit' });
    // The generated files name the repository, too.
    execFileSync(process.execPath, [join(root, 'tools/generate.ts')], { stdio: 'inherit' });
    console.log(`Everything names ${actionReference().repository}@${actionReference().tag}.`);
  }
}
