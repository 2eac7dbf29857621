import { existsSync, statSync } from 'node:fs';
import { basename, join, resolve, sep } from 'node:path';
import { pathFault } from '../file-names.ts';
import { quoted, type Inputs } from '../inputs.ts';
import { readCodes } from './company-codes.ts';
import type { InputName } from './contract.ts';

export type Arguments =
  | { mode: 'pack'; folder: string; packageFile: string; companyCodes: string[] }
  | {
      mode: 'unpack';
      packageFile: string;
      folder: string;
      sort: 'keys' | 'none';
      removeStale: boolean;
      companyCodes: string[];
      limitMb: number;
    }
  | { mode: 'compare'; here: string; there: string; hideValues: boolean; limitMb: number };

type Mode = Arguments['mode'];

/** What each mode reads. */
export const inputsOf: Readonly<Record<Mode, readonly InputName[]>> = {
  pack: ['mode', 'summary', 'folder', 'package', 'company-codes'],
  unpack: ['mode', 'summary', 'folder', 'package', 'sort', 'remove-stale', 'company-codes', 'max-unpacked-size-mb'],
  compare: ['mode', 'summary', 'folder', 'package', 'with', 'hide-values', 'max-unpacked-size-mb'],
};

export interface Places {
  /** Relative paths are meant from here. */
  workspace: string;
  /** For files that nobody named. */
  temp: string;
}

const MOST_MB = 1024 * 1024;

/** @returns what is to be done; nothing if there is a problem */
export function parseArguments(inputs: Inputs<InputName>, { workspace, temp }: Places): Arguments | undefined {
  const mode = inputs.choice('mode', ['pack', 'unpack', 'compare']);
  if (mode === undefined) {
    if (inputs.text('mode') === undefined) inputs.problem('`mode` is missing: give `pack`, `unpack` or `compare`.');
    return undefined;
  }
  const all = Object.values(inputsOf).flat();
  for (const name of new Set(all)) {
    if (!inputsOf[mode].includes(name) && inputs.isGiven(name)) {
      inputs.problem(`\`${name}\` is not read in mode \`${mode}\`: remove it.`);
    }
  }
  const path = (name: 'folder' | 'package' | 'with'): string | undefined => {
    const given = inputs.text(name);
    if (given === undefined) return undefined;
    const fault = pathFault(given);
    if (fault) inputs.problem(`\`${name}\` is ${quoted(given)}, ${fault}`);
    return resolve(workspace, given);
  };
  const [folder, file, other] = [path('folder'), path('package'), path('with')];
  const missing = (name: InputName, what: string) => {
    inputs.problem(`\`${name}\` is missing: give ${what}.`);
  };
  const companyCodes = readCodes(inputs);
  const limitMb = inputs.integer('max-unpacked-size-mb', { min: 1, max: MOST_MB });
  switch (mode) {
    case 'pack': {
      if (folder === undefined) {
        missing('folder', 'the folder to pack');
        return undefined;
      }
      if (!isA('folder', folder)) inputs.problem(`\`folder\` is ${quoted(folder)}, which is not a folder.`);
      if (file !== undefined && isA('folder', file))
        inputs.problem(`\`package\` is ${quoted(file)}, which is a folder: give a file name.`);
      if (file?.startsWith(folder + sep))
        inputs.problem(
          `\`package\` is ${quoted(file)}, which lies in \`folder\` and would be packed next time: write it elsewhere.`,
        );
      return { mode, folder, packageFile: file ?? join(temp, `${basename(folder)}.zip`), companyCodes };
    }
    case 'unpack': {
      const sort = inputs.choice('sort', ['keys', 'none']);
      const removeStale = inputs.flag('remove-stale');
      if (file === undefined) missing('package', 'the package to unpack');
      else if (!isA('file', file)) inputs.problem(`\`package\` is ${quoted(file)}, which is not a file.`);
      if (folder === undefined) missing('folder', 'the folder to write');
      else if (existsSync(folder) && !isA('folder', folder))
        inputs.problem(`\`folder\` is ${quoted(folder)}, which is not a folder.`);
      if (file === undefined || folder === undefined || sort === undefined || limitMb === undefined) return undefined;
      return { mode, packageFile: file, folder, sort, removeStale, companyCodes, limitMb };
    }
    case 'compare': {
      const hideValues = inputs.flag('hide-values');
      const here = folder ?? file;
      if (folder !== undefined && file !== undefined)
        inputs.problem('`folder` and `package` are both the first side of `compare`: give one of them.');
      if (here === undefined) missing('folder', 'the folder to compare, or `package`');
      if (other === undefined) missing('with', 'the folder or package to compare it with');
      for (const [name, side] of [
        [folder === undefined ? 'package' : 'folder', here],
        ['with', other],
      ] as const) {
        if (side !== undefined && !existsSync(side))
          inputs.problem(`\`${name}\` is ${quoted(side)}, which does not exist.`);
      }
      if (here === undefined || other === undefined || limitMb === undefined) return undefined;
      return { mode, here, there: other, hideValues, limitMb };
    }
  }
}

function isA(kind: 'file' | 'folder', path: string): boolean {
  const found = statSync(path, { throwIfNoEntry: false });
  return kind === 'file' ? Boolean(found?.isFile()) : Boolean(found?.isDirectory());
}
