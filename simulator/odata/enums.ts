import type { EntitySet } from './entity-set.ts';
import { isEnum } from './entity-set.ts';

/** Members of the enums that entities use. Where a set has its own list (a status by its spelling), that one counts. */
const members: Readonly<Record<string, readonly string[]>> = {
  NoYes: ['No', 'Yes'],
  BatchLogLevel: ['OnError', 'OnAlways', 'Never'],
  CompanyType: ['Company', 'Elimination'],
  DMFOperationType: ['Import', 'Export', 'CopyInto'],
  DMFProjectCategory: ['Project', 'Integration', 'Configuration'],
  DMFRefreshType: ['FullPush', 'IncrementalPush'],
  // Seen in responses; the whole list is not published.
  DmfBatchJobStatus: ['None', 'NotRun', 'Executing', 'Finished', 'Error', 'Aborted', 'Canceled'],
  EntityCategory: ['Parameters', 'Reference', 'Master', 'Document', 'Transaction'],
  TableGroupAll: ['Table', 'GroupId', 'All'],
};

/** @returns the members that an enum has for a set; `undefined` for an enum that nobody knows */
export const membersOf = (set: EntitySet, name: string): readonly string[] | undefined =>
  set.enumMembers?.[name] ?? members[name];

/** Every enum that the sets use, by name. */
export function enumsOf(sets: readonly EntitySet[]): [name: string, members: readonly string[]][] {
  const found = new Map<string, readonly string[]>();
  for (const set of sets) {
    for (const type of Object.values(set.properties)) {
      if (isEnum(type) && !found.has(type.enum)) found.set(type.enum, membersOf(set, type.enum) ?? []);
    }
  }
  return [...found].sort(([a], [b]) => a.localeCompare(b, 'en'));
}
