import { statSync } from 'node:fs';
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
  for (const name of new Set(Object.values(inputsOf).flat())) {
    if (!inputsOf[mode].includes(name) && inputs.isGiven(name))
      inputs.problem(`\`${name}\` is not read in mode \`${mode}\`: remove it.`);
  }
  const companyCodes = readCodes(inputs);
  const limitMb = inputs.integer('max-unpacked-size-mb', { min: 1, max: MOST_MB });
  const path = (name: 'folder' | 'package' | 'with', kind: Kind, missing?: string): string | undefined => {
    const given = inputs.text(name);
    if (given === undefined) {
      if (missing) inputs.problem(`\`${name}\` is missing: give ${missing}.`);
      return undefined;
    }
    const place = resolve(workspace, given);
    const fault = pathFault(given);
    if (fault) inputs.problem(`\`${name}\` is ${quoted(given)}, ${fault}`);
    const wrong = faultOf(place, kind);
    if (wrong) inputs.problem(`\`${name}\` is ${quoted(place)}, which ${wrong}.`);
    return place;
  };
  switch (mode) {
    case 'pack': {
      const folder = path('folder', 'folder', 'the folder to pack');
      const file = path('package', 'new file');
      if (folder === undefined) return undefined;
      if (file?.startsWith(folder + sep))
        inputs.problem(
          `\`package\` is ${quoted(file)}, which lies in \`folder\` and would be packed next time: write it elsewhere.`,
        );
      return { mode, folder, packageFile: file ?? join(temp, `${basename(folder)}.zip`), companyCodes };
    }
    case 'unpack': {
      const sort = inputs.choice('sort', ['keys', 'none']);
      const removeStale = inputs.flag('remove-stale');
      const packageFile = path('package', 'file', 'the package to unpack');
      const folder = path('folder', 'new folder', 'the folder to write');
      if (packageFile === undefined || folder === undefined || sort === undefined || limitMb === undefined)
        return undefined;
      return { mode, packageFile, folder, sort, removeStale, companyCodes, limitMb };
    }
    case 'compare': {
      const hideValues = inputs.flag('hide-values');
      const isPackage = inputs.isGiven('package');
      if (isPackage && inputs.isGiven('folder'))
        inputs.problem('`folder` and `package` are both the first side of `compare`: give one of them.');
      const here = path(isPackage ? 'package' : 'folder', 'either', 'the folder to compare, or `package`');
      const there = path('with', 'either', 'the folder or package to compare it with');
      if (here === undefined || there === undefined || limitMb === undefined) return undefined;
      return { mode, here, there, hideValues, limitMb };
    }
  }
}

/** What a path must be. */
type Kind = 'file' | 'folder' | 'new file' | 'new folder' | 'either';

function faultOf(path: string, kind: Kind): string | undefined {
  const found = statSync(path, { throwIfNoEntry: false });
  switch (kind) {
    case 'file':
      return found?.isFile() ? undefined : 'is not a file';
    case 'folder':
      return found?.isDirectory() ? undefined : 'is not a folder';
    case 'new file':
      return found?.isDirectory() ? 'is a folder: give a file name' : undefined;
    case 'new folder':
      return found && !found.isDirectory() ? 'is not a folder' : undefined;
    case 'either':
      return found ? undefined : 'does not exist';
  }
}
