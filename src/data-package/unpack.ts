import { constants, copyFile, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { columnRules, rowOrder } from './columns.ts';
import type { CodeSearch } from './company-codes.ts';
import { openTable } from './convert.ts';
import { readText } from './encoding.ts';
import { Failure } from '../errors.ts';
import {
  becomeCsv,
  CSV_UNICODE,
  entitiesOf,
  HEADER,
  MANIFEST,
  newHeader,
  requireManifest,
  type ManifestEntity,
} from './manifest.ts';
import { EXPORT_PROJECT, folded, isDataFile, isLitter, someNames, stem } from './names.ts';
import type { Counts } from './pack.ts';
import { PACKAGE_YML, readSettings, type EntitySettings } from './package-yml.ts';
import { orRefuse, type Notes } from './refused.ts';
import { sortRows } from './sort.ts';
import { temporaryFolder } from './temporary.ts';
import { writeCsv } from './write-csv.ts';
import { parseXml, setText, textOf, xmlText, type XmlElement } from './xml.ts';
import { extract, openZip, type Budget } from './zip-read.ts';

export interface UnpackOptions {
  sort: 'keys' | 'none';
  /** Whether files of entities that the package does not have are removed. */
  removeStale: boolean;
  search: CodeSearch;
  budget: Budget;
}

/** git would change line ends, which inside cells are data. The last line that matches a file decides. */
const GIT_ATTRIBUTES = '* -text\n';

/**
 * Unpacks a data package into a folder for git: in a folder beside it first, so that nothing is there of a package that
 * is refused.
 *
 * @param file the zip
 * @throws Refused or Failure with what is wrong with it
 */
export async function unpack(file: string, to: string, options: UnpackOptions, notes: Notes): Promise<Counts> {
  const target = resolve(to);
  const settings = await orRefuse('Nothing was unpacked', (problem) => readSettings(target, problem));
  using folder = temporaryFolder(target);
  const temporary = folder.path;
  const [raw, ready] = [join(temporary, 'raw'), join(temporary, 'ready')];
  await mkdir(raw);
  await mkdir(ready);
  const name = basename(file);
  const zip = await openZip(file, name, options.budget);
  const names = zip.names.filter((each) => !isLitter(each));
  try {
    const foreign = names.find((each) => each === PACKAGE_YML || /(?:^|\/)\./.test(each));
    if (foreign)
      throw new Failure(
        `\`${name}\` was refused: \`${foreign}\` is not a file of a data package. Use \`mode: pack\` to make a package from a folder.`,
      );
    requireManifest(names, name);
    await extract(zip, raw);
  } finally {
    zip.close();
  }
  if (names.length < zip.names.length) notes.info(`Not part of the package: ${someNames(zip.names.filter(isLitter))}.`);
  const counts = await convertAll(raw, ready, names, { ...options, settings, temporary, target }, notes);
  const fresh = await readdir(ready);
  await moveInto(ready, target);
  await clearStale(target, fresh, options.removeStale, notes);
  options.search.tell(notes);
  return counts;
}

type Conversion = UnpackOptions & { settings: readonly EntitySettings[]; temporary: string; target: string };

async function convertAll(
  raw: string,
  ready: string,
  names: readonly string[],
  options: Conversion,
  notes: Notes,
): Promise<Counts> {
  const manifest = parseXml(await readText(join(raw, MANIFEST)), MANIFEST);
  const all = entitiesOf(manifest);
  // To Windows names are the same in any case, and a zip of macOS has them in another form of Unicode.
  const places = new Map(names.map((name) => [folded(name), name]));
  const entities = all.flatMap((entity) => {
    const source = places.get(folded(entity.file));
    return source === undefined ? [] : { ...entity, source };
  });
  if (entities.length === 0 && all.length > 0)
    notes.warning(`The package has no file of any entity that its \`${MANIFEST}\` names.`);
  const read = [MANIFEST, HEADER, ...entities.map(({ source }) => source)];
  const others = names.filter((name) => !read.includes(name));
  const isOfNone = (name: string) => isDataFile(name) && others.includes(name) && !name.includes('/');
  for (const { label, file } of entities) {
    const second = others.find((name) => isOfNone(name) && folded(stem(name)) === folded(stem(file)));
    if (second !== undefined)
      throw new Failure(`The entity \`${label}\` has two files in the package: \`${file}\` and \`${second}\`.`);
  }
  const kept: string[] = [];
  const changed: string[] = [];
  let rows = 0;
  for (const entity of entities) {
    const count = await convert(entity, raw, ready, options, notes);
    rows += count ?? 0;
    if (count === undefined) kept.push(entity.source);
    else if (entity.sourceFormat !== CSV_UNICODE) changed.push(`${entity.label} (${entity.sourceFormat})`);
    if (count !== undefined) becomeCsv(entity);
  }
  for (const name of [...others, ...kept]) {
    await mkdir(dirname(join(ready, name)), { recursive: true });
    await copyFile(join(raw, name), join(ready, name), constants.COPYFILE_EXCL);
    if (isOfNone(name))
      notes.warning(`\`${name}\` belongs to no entity of \`${MANIFEST}\`: remove it before you pack the folder.`);
    else notes.notice(`\`${name}\` is not a table and is kept as it is.`);
  }
  const header = names.includes(HEADER)
    ? parseXml(await readText(join(raw, HEADER)), HEADER)
    : newHeader(textOf(manifest, 'DefinitionGroupName'));
  await keepNames(manifest, join(options.target, MANIFEST));
  await keepNames(header, join(options.target, HEADER));
  await writeFile(join(ready, MANIFEST), xmlText(manifest, 'indented'));
  await writeFile(join(ready, HEADER), xmlText(header, 'indented'));
  const attributes = join(options.target, '.gitattributes');
  const own = existsSync(attributes) ? await readText(attributes) : '';
  await writeFile(
    join(ready, '.gitattributes'),
    own.includes(GIT_ATTRIBUTES) ? own : `${own.replace(/(?<=[^\n])$/, '\n')}${GIT_ATTRIBUTES}`,
  );
  if (changed.length > 0)
    notes.notice(`These are CSV now, and ${CSV_UNICODE} in \`${MANIFEST}\`: ${someNames(changed, 20)}.`);
  return { entities: entities.length, rows };
}

/**
 * Puts what a file of the folder said before, else the name of the folder, in place of the name of a data project that
 * existed for this export alone: it would be another one in every diff.
 */
async function keepNames(root: XmlElement, before: string): Promise<void> {
  const names = ['DefinitionGroupName', 'Description'].filter((name) => EXPORT_PROJECT.test(textOf(root, name)));
  if (names.length === 0) return;
  const old = existsSync(before) ? parseXml(await readText(before), basename(before)) : undefined;
  for (const name of names) {
    const kept = textOf(old, name);
    setText(root, name, kept && !EXPORT_PROJECT.test(kept) ? kept : basename(dirname(before)));
  }
}

/** @returns the number of rows; `undefined` for what is no table */
async function convert(
  entity: ManifestEntity & { source: string },
  raw: string,
  ready: string,
  { sort, settings, temporary, search, budget }: Conversion,
  notes: Notes,
): Promise<number | undefined> {
  const open = await openTable(join(raw, entity.source), entity, budget);
  if (!open) return undefined;
  const table = search.watch(entity.label, open);
  try {
    const own = settings.find(({ label }) => label === entity.label);
    const rules = await orRefuse('Nothing was unpacked', (problem) => columnRules(table.header, own, problem));
    const rows = sort === 'none' ? table.rows : sortRows(table.rows, rowOrder(table.header, rules), temporary);
    const name = `${stem(entity.file)}.csv`;
    const count = await writeCsv({ header: table.header, rows }, join(ready, name), 'folder', entity.file);
    if (open.converted?.cells) {
      notes.notice(
        `\`${entity.file}\` has ${open.converted.cells} cells with a number, date or boolean instead of text, which are now written as F&O writes them.`,
      );
    }
    return count;
  } finally {
    open.close?.();
  }
}

async function moveInto(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true });
  for (const entry of await readdir(from, { recursive: true, withFileTypes: true })) {
    if (entry.isDirectory()) continue;
    const source = join(entry.parentPath, entry.name);
    const target = join(to, source.slice(from.length + 1));
    await mkdir(dirname(target), { recursive: true });
    await rename(source, target);
  }
}

async function clearStale(folder: string, fresh: readonly string[], removes: boolean, notes: Notes): Promise<void> {
  const stale = (await readdir(folder)).filter(
    (name) => isDataFile(name) && !fresh.includes(name) && name !== MANIFEST && name !== HEADER,
  );
  if (stale.length === 0) return;
  if (!removes) {
    notes.warning(
      `The package has no entity for ${someNames(stale)} of the folder: remove them, or set \`remove-stale\`.`,
    );
    return;
  }
  for (const name of stale) await rm(join(folder, name));
  notes.notice(`Removed, because the package does not have them: ${someNames(stale, 20)}.`);
}
