import { resolve } from 'node:path';
import { quoted, type Inputs } from '../../inputs.ts';

/** What a shell or a runner of another product would replace: at the start, or anywhere with its end marked. */
const SHELL = /^(?:\$\w+(?::\w+)?|\$\([^)]*\)|`[^`]*`|~[\w-]*(?=[/\\]|$))|\$\{\{?[^{}]*\}{1,2}|%\w+%/;

export interface FilePath {
  /** As it was written. */
  given: string;
  /** Absolute. */
  path: string;
}

/**
 * @param name an input that is the path of a file, relative to the workspace
 * @returns nothing if it has no value, or after noting that it cannot be the path that was meant
 */
export function parseFilePath<Name extends 'payload-file' | 'response-file'>(
  inputs: Pick<Inputs<Name>, 'text' | 'problem'>,
  name: Name,
  workspace: string,
): FilePath | undefined {
  const given = inputs.text(name);
  if (given === undefined) return undefined;
  const shell = SHELL.exec(given)?.[0];
  if (shell === undefined) return { given, path: resolve(workspace, given) };
  inputs.problem(
    `\`${name}\` is ${quoted(given)}, but no shell replaces ${quoted(shell)} here: use an expression such as \${{ runner.temp }}, or a path relative to the workspace.`,
  );
  return undefined;
}
