import { columnRules } from './columns.ts';
import { differences, groupOf, type Difference, type Matching } from './differences.ts';
import { openDriftFile, type DriftFile } from './drift-file.ts';
import type { FolderEntity } from './folder.ts';
import { MANIFEST } from './manifest.ts';
import { folded, someNames } from './names.ts';
import type { EntitySettings } from './package-yml.ts';
import { orRefuse, type Notes } from './refused.ts';
import { openSide, type Side } from './side.ts';
import { sortKeyed } from './sort.ts';
import type { Row, Table } from './table.ts';
import { temporaryFolder } from './temporary.ts';
import type { Budget } from './zip-read.ts';

/** What differs in one entity, in numbers. */
export interface Drift {
  entity: string;
  rowsHere: number;
  rowsThere: number;
  onlyHere: number;
  onlyThere: number;
  changed: number;
}

/** The first differences of an entity, for reading. */
export interface Example {
  drift: Drift;
  matching: Matching;
  examples: Difference[];
}

export interface CompareOptions {
  here: string;
  there: string;
  driftFile: string;
  hideValues: boolean;
  budget: Budget;
}

/** More than that nobody reads; the rest is in the file. */
const MOST_EXAMPLES = 100;

/**
 * Compares two packages, each a folder or a zip, and writes every difference to a file.
 *
 * @returns the counts of each entity, in the order of the first side, with the first differences of each
 * @throws Failure if a side cannot be read
 */
export async function compare(options: CompareOptions, notes: Notes): Promise<Example[]> {
  using folder = temporaryFolder(options.driftFile);
  const temporary = folder.path;
  const here = await openSide(options.here, temporary, options.budget, notes);
  const there = await openSide(options.there, temporary, options.budget, notes);
  const file = await openDriftFile(options.driftFile, options.hideValues);
  const found: Example[] = [];
  try {
    for (const name of new Set([...here.entities.keys(), ...there.entities.keys()])) {
      found.push(await compareEntity(here, there, name, { temporary, file, notes }));
    }
  } finally {
    await file.close();
  }
  return found;
}

interface Means {
  temporary: string;
  file: DriftFile;
  notes: Notes;
}

async function compareEntity(
  here: Side,
  there: Side,
  name: string,
  { temporary, file, notes }: Means,
): Promise<Example> {
  const [a, b] = [here.entities.get(name), there.entities.get(name)];
  const label = longerLabel(a, b);
  const left = a && (await here.open(a));
  const right = b && withNames(await there.open(b), left?.header);
  if (!left) notes.info(`The entity \`${label}\` is only there.`);
  if (!right) notes.info(`The entity \`${label}\` is only here.`);
  const settings = a?.settings ?? b?.settings;
  const notImported =
    left && right
      ? [...notImportedOf(a, left.header, right.header), ...notImportedOf(b, right.header, left.header)]
      : [];
  if (notImported.length > 0)
    notes.notice(
      `\`${label}\`: ${someNames(notImported)} is not compared: one side lacks it, and \`${MANIFEST}\` of the other does not map it, so F&O does not import it.`,
    );
  const known = (header: Row = []): Row => header.filter((column) => !notImported.includes(column));
  const { matching, ignored } = await matchingOf(known(left?.header), known(right?.header), settings);
  if (left && right) sayColumns(label, left.header, right.header, ignored, notes);

  const drift: Drift = { entity: label, rowsHere: 0, rowsThere: 0, onlyHere: 0, onlyThere: 0, changed: 0 };
  const sorted = (table: Table | undefined, count: (rows: number) => void) =>
    sortKeyed(
      table ? projected(table, matching.columns, count) : nothing(),
      (row) => groupOf(row, matching),
      temporary,
    );
  const examples: Difference[] = [];
  const ours = sorted(left, (rows) => (drift.rowsHere += rows));
  const theirs = sorted(right, (rows) => (drift.rowsThere += rows));
  for await (const difference of differences(ours, theirs, matching)) {
    if (difference.kind === 'here') drift.onlyHere += 1;
    else if (difference.kind === 'there') drift.onlyThere += 1;
    else drift.changed += 1;
    if (examples.length < MOST_EXAMPLES) examples.push(difference);
    await file.add(label, difference, matching);
  }
  return { drift, matching, examples };
}

/** Columns that only this side has, and that its manifest does not map: no import brings them to the other. */
function notImportedOf(entity: FolderEntity | undefined, header: Row, other: Row): Row {
  const fields = entity?.manifest?.fields ?? [];
  const keys = entity?.settings?.keys ?? [];
  return fields.length === 0 ? [] : header.filter((column) => ![...fields, ...keys, ...other].includes(column));
}

/** Of two names of one entity, the label rather than the name of a file. */
const longerLabel = (a: FolderEntity | undefined, b: FolderEntity | undefined): string =>
  [a?.label ?? '', b?.label ?? ''].sort((x, y) => y.length - x.length)[0] ?? '';

/** The table with the names of its columns as the other side spells them, since F&O knows no case. */
const withNames = ({ header, rows }: Table, other: Row = []): Table => ({
  header: header.map((name) => other.find((each) => folded(each) === folded(name)) ?? name),
  rows,
});

async function matchingOf(
  here: Row,
  there: Row,
  settings: EntitySettings | undefined,
): Promise<{ matching: Matching; ignored: (column: string) => boolean }> {
  const all = [...new Set([...here, ...there])];
  const rules = await orRefuse('Nothing was compared', (problem) => columnRules(all, settings, problem));
  const columns = all.filter((_, at) => !rules.ignored.has(at));
  const keys = rules.keys.map((at) => columns.indexOf(all[at] ?? '')).filter((at) => at >= 0);
  return {
    matching: { columns, keys, types: settings?.types ?? new Map() },
    ignored: (column) => !columns.includes(column),
  };
}

function sayColumns(label: string, here: Row, there: Row, ignored: (column: string) => boolean, notes: Notes): void {
  const missing = (from: Row, other: Row) => from.filter((column) => !other.includes(column) && !ignored(column));
  const [onlyHere, onlyThere] = [missing(here, there), missing(there, here)];
  if (onlyHere.length > 0) notes.notice(`Only here, \`${label}\` has ${someNames(onlyHere)}: compared with blanks.`);
  if (onlyThere.length > 0) notes.notice(`Only there, \`${label}\` has ${someNames(onlyThere)}: compared with blanks.`);
}

async function* projected(
  { header, rows }: Table,
  columns: Row,
  count: (rows: number) => void,
): AsyncGenerator<readonly Row[]> {
  const places = columns.map((column) => header.indexOf(column));
  const isSame = places.length === header.length && places.every((place, at) => place === at);
  for await (const batch of rows) {
    count(batch.length);
    yield isSame ? batch : batch.map((row) => places.map((place) => row[place] ?? ''));
  }
}

// eslint-disable-next-line @typescript-eslint/require-await -- it stands for a table that is not there
async function* nothing(): AsyncGenerator<readonly Row[]> {
  yield [];
}
