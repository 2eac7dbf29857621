import { sortKey, type Keyed } from './sort.ts';
import type { Row } from './table.ts';
import { canonical, type ValueType } from './values.ts';

/** How rows of the two sides are matched and compared; both have the same columns. */
export interface Matching {
  columns: Row;
  /** Places of the keys; without any, whole rows are matched. */
  keys: readonly number[];
  types: ReadonlyMap<string, ValueType>;
}

export type Difference =
  | { kind: 'here' | 'there'; row: Row }
  /** `fields` are the places of the columns that differ. */
  | { kind: 'changed'; here: Row; there: Row; fields: number[] };

const valueOf = (row: Row, at: number, { columns, types }: Matching) =>
  canonical(row[at] ?? '', types.get(columns[at] ?? ''));

/** What the rows of one key have in common; without keys, what equal rows have. */
export const groupOf = (row: Row, matching: Matching): string =>
  sortKey(
    (matching.keys.length > 0 ? matching.keys : [...matching.columns.keys()]).map((at) => valueOf(row, at, matching)),
  );

/** The rows of two sides, both sorted by `groupOf`, matched: what differs, as it is found. */
export async function* differences(
  here: AsyncIterable<readonly Keyed[]>,
  there: AsyncIterable<readonly Keyed[]>,
  matching: Matching,
): AsyncGenerator<Difference> {
  const [ours, theirs] = [groups(here), groups(there)];
  let [a, b] = [await ours.next(), await theirs.next()];
  try {
    while (!a.done || !b.done) {
      const [left, right] = [a.value as Group | undefined, b.value as Group | undefined];
      if (left && (!right || left.key < right.key)) {
        for (const row of left.rows) yield { kind: 'here', row };
        a = await ours.next();
      } else if (right && (!left || right.key < left.key)) {
        for (const row of right.rows) yield { kind: 'there', row };
        b = await theirs.next();
      } else if (left && right) {
        yield* inGroup(left.rows, right.rows, matching);
        [a, b] = [await ours.next(), await theirs.next()];
      }
    }
  } finally {
    await Promise.all([ours.return(undefined), theirs.return(undefined)]);
  }
}

interface Group {
  key: string;
  rows: Row[];
}

async function* groups(batches: AsyncIterable<readonly Keyed[]>): AsyncGenerator<Group> {
  let group: Group | undefined;
  for await (const batch of batches) {
    for (const [key, row] of batch) {
      if (group?.key === key) group.rows.push(row);
      else {
        if (group) yield group;
        group = { key, rows: [row] };
      }
    }
  }
  if (group) yield group;
}

/** Rows of one key: equal ones go together; of the others one here and one there are a change, more than that are not told apart. */
function* inGroup(here: readonly Row[], there: readonly Row[], matching: Matching): Generator<Difference> {
  if (matching.keys.length === 0) {
    for (const row of here.slice(there.length)) yield { kind: 'here', row };
    for (const row of there.slice(here.length)) yield { kind: 'there', row };
    return;
  }
  const whole = (row: Row) => sortKey([...matching.columns.keys()].map((at) => valueOf(row, at, matching)));
  if (here.length > 1 || there.length > 1) {
    const unmatched = Map.groupBy(there, whole);
    here = here.filter((row) => unmatched.get(whole(row))?.pop() === undefined);
    there = [...unmatched.values()].flat();
  }
  const [ours, theirs] = [here[0], there[0]];
  if (ours && theirs && here.length === 1 && there.length === 1) {
    const fields = changedFields(ours, theirs, matching);
    if (fields.length > 0) yield { kind: 'changed', here: ours, there: theirs, fields };
    return;
  }
  for (const row of here) yield { kind: 'here', row };
  for (const row of there) yield { kind: 'there', row };
}

const changedFields = (here: Row, there: Row, matching: Matching): number[] =>
  [...matching.columns.keys()].filter(
    (at) => here[at] !== there[at] && valueOf(here, at, matching) !== valueOf(there, at, matching),
  );
