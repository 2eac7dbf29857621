import { resolve } from 'node:path';
import { pathFault } from '../../file-names.ts';
import { quoted, type Inputs } from '../../inputs.ts';

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
  platform = process.platform,
): FilePath | undefined {
  const given = inputs.text(name);
  if (given === undefined) return undefined;
  const fault = pathFault(given, platform);
  if (fault === undefined) return { given, path: resolve(workspace, given) };
  inputs.problem(`\`${name}\` is ${quoted(given)}, ${fault}`);
  return undefined;
}
