import { existsSync, globSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { registerHooks } from 'node:module';
import { join, relative, sep } from 'node:path';
import type { ActionMetadata } from '@actions/languageservice/action';
import { parse } from 'yaml';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { readRecipes } from '../chains/recipes.ts';
import { actionReference } from '../chains/stamp.ts';
import { root } from '../manifest.ts';

// The packages of GitHub import JSON as a bundler allows it; Node wants its type named.
registerHooks({
  load: (url, context, nextLoad) =>
    nextLoad(
      url,
      url.endsWith('.json') ? { ...context, importAttributes: { ...context.importAttributes, type: 'json' } } : context,
    ),
});
const { registerLogger, validate } = await import('@actions/languageservice');

export interface Source {
  /** For the reader; it ends as a file's path does, by which the service tells an action from a workflow. */
  name: string;
  text: string;
}

/** Every workflow and action of the repository, and the recipes of its pages. */
export function everySource(): Source[] {
  const files = globSync(
    [
      'action.yml',
      'data-package/action.yml',
      'simulator/action.yml',
      '{.github/workflows,workflows-templates,examples}/**/*.yml',
      'e2e/chains/**/action.yml',
    ],
    { cwd: root },
  );
  return [
    ...files.sort().map((file) => sourceOf(join(root, file))),
    ...readRecipes().map(({ name, workflow }) => ({ name: `${name}.yml`, text: workflow })),
  ];
}

const sourceOf = (file: string): Source => ({
  name: relative(root, file).replaceAll(sep, '/'),
  text: readFileSync(file, 'utf8'),
});

/**
 * What GitHub's own language service (https://github.com/actions/languageservices) finds in workflows and actions: keys,
 * types, expressions, and the inputs and secrets of all that they use of this repository, as it stands here.
 *
 * @returns a line for each fault: `examples/x.yml:12: Invalid action input 'y'`
 */
export async function workflowFaults(sources: readonly Source[]): Promise<string[]> {
  const found: string[] = [];
  for (const [index, { name, text: content }] of sources.entries()) {
    const log = (message: string) => found.push(`${name}: ${message}`);
    registerLogger({ error: log, warn: log, info: () => undefined, log: () => undefined });
    // The service keeps what it has parsed by address, and two recipes may have the same name.
    const document = TextDocument.create(`file:///${index}/${encodeURI(name)}`, 'yaml', 1, content);
    const diagnostics = await validate(document, {
      actionsMetadataProvider: {
        fetchActionMetadata: ({ owner, name: repository, ref, path = '' }) =>
          Promise.resolve(actionAt(`${owner}/${repository}`, ref, path)),
      },
      fileProvider: {
        // A path that does not exist is a rejection, which the service reports.
        getFileContent: async ({ path }) => ({ name: path, content: await readFile(join(root, path), 'utf8') }),
      },
    });
    for (const { message, range } of diagnostics) {
      const text = typeof message === 'string' ? message : message.value;
      found.push(`${name}:${range.start.line + 1}: ${text}`);
    }
  }
  return found;
}

/** The manifest of one of our actions; that of others is not at hand, so their inputs are not judged. */
function actionAt(repository: string, ref: string | undefined, folder: string): ActionMetadata | undefined {
  const own = actionReference();
  if (repository !== own.repository) return { name: repository, description: '' };
  const file = join(root, folder, 'action.yml');
  return ref === own.tag && existsSync(file) ? (parse(readFileSync(file, 'utf8')) as ActionMetadata) : undefined;
}

if (import.meta.main) {
  const files = process.argv.slice(2);
  const found = await workflowFaults(files.length > 0 ? files.map(sourceOf) : everySource());
  for (const line of found) console.log(line);
  process.exitCode = found.length > 0 ? 1 : 0;
}
