import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Arguments } from './arguments.ts';
import { searchFor } from './company-codes.ts';
import { compare, type Example } from './compare.ts';
import type { OutputName } from './contract.ts';
import { pack } from './pack.ts';
import type { Notes } from './refused.ts';
import { unpack } from './unpack.ts';
import { budgetOf } from './zip-read.ts';

export type Outputs = Partial<Record<Exclude<OutputName, 'error'>, string>>;

/** What came of it; `drift` is what `compare` found, an entity each. */
export interface Done {
  outputs: Outputs;
  drift: readonly Example[];
}

/**
 * Packs, unpacks or compares.
 *
 * @param temp for a file that nobody named
 * @throws Failure with what is wrong
 */
export async function run(args: Arguments, temp: string, notes: Notes): Promise<Done> {
  switch (args.mode) {
    case 'pack': {
      const counts = await pack(args.folder, args.packageFile, searchFor(args.companyCodes), notes);
      notes.info(`Packed ${countsText(counts.entities, counts.rows)} into ${args.packageFile}.`);
      return {
        outputs: { 'package-file': args.packageFile, ...countOutputs(counts.entities, counts.rows) },
        drift: [],
      };
    }
    case 'unpack': {
      const { sort, removeStale, companyCodes, limitMb } = args;
      const options = { sort, removeStale, search: searchFor(companyCodes), budget: budgetOf(limitMb) };
      const counts = await unpack(args.packageFile, args.folder, options, notes);
      notes.info(`Unpacked ${countsText(counts.entities, counts.rows)} into ${args.folder}.`);
      return { outputs: countOutputs(counts.entities, counts.rows), drift: [] };
    }
    case 'compare': {
      const driftFile = join(temp, `d365fo-drift-${randomUUID()}.json`);
      const { here, there, hideValues, limitMb } = args;
      const found = await compare({ here, there, hideValues, driftFile, budget: budgetOf(limitMb) }, notes);
      const drift = found.map((each) => each.drift);
      const total = drift.reduce((sum, each) => sum + differencesOf(each), 0);
      for (const each of drift.filter((one) => differencesOf(one) > 0)) {
        notes.info(
          `${each.entity}: ${each.onlyHere} only here, ${each.onlyThere} only there, ${each.changed} changed.`,
        );
      }
      notes.info(
        total === 0
          ? 'No differences.'
          : `${total} ${total === 1 ? 'difference' : 'differences'}; all of them are in ${driftFile}.`,
      );
      return {
        outputs: {
          ...countOutputs(
            drift.length,
            drift.reduce((sum, each) => sum + each.rowsHere, 0),
          ),
          'difference-count': String(total),
          drift: JSON.stringify(drift),
          'drift-file': driftFile,
        },
        drift: found,
      };
    }
  }
}

/** How many differences an entity has. */
export const differencesOf = ({ onlyHere, onlyThere, changed }: Example['drift']): number =>
  onlyHere + onlyThere + changed;

const countOutputs = (entities: number, rows: number) => ({
  'entity-count': String(entities),
  'row-count': String(rows),
});

const countsText = (entities: number, rows: number): string =>
  `${entities} ${entities === 1 ? 'entity' : 'entities'} with ${rows} ${rows === 1 ? 'row' : 'rows'}`;
